/** Connections of clients, as Jetty makes them but for what it does wrong. */
@NullMarked
package io.freshet.standalone.connection;

import org.jspecify.annotations.NullMarked;
