/** An origin to try the cache with: a small catalogue, slow on purpose, with a mix of caching rules. */
@NullMarked
package io.freshet.standalone.demo;

import org.jspecify.annotations.NullMarked;
