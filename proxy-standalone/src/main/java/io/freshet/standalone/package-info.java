/** Freshet as a program: a command line, an embedded Jetty with the caching servlet in it, a demo origin. */
@NullMarked
package io.freshet.standalone;

import org.jspecify.annotations.NullMarked;
