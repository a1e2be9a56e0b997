/** One request's way from its first step to the last byte of its response. */
@NullMarked
package io.freshet.proxy.exchange;

import org.jspecify.annotations.NullMarked;
