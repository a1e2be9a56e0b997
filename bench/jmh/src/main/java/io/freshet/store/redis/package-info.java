/** Beside the codec, which nobody else may see. */
@NullMarked
package io.freshet.store.redis;

import org.jspecify.annotations.NullMarked;
