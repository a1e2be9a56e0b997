/** Clients' requests and responses as Jetty's core has them, without the servlet API. */
@NullMarked
package io.freshet.standalone.core;

import org.jspecify.annotations.NullMarked;
