/** Asks a running proxy for a list of URLs, so that clients find them in the cache. */
@NullMarked
package io.freshet.standalone.warm;

import org.jspecify.annotations.NullMarked;
