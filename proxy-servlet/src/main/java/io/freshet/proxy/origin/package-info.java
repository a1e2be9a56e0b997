/** Connections to origins, the requests on them, and how well they do. */
@NullMarked
package io.freshet.proxy.origin;

import org.jspecify.annotations.NullMarked;
