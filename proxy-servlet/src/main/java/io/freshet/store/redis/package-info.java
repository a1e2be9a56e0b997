/**
 * A store in Redis, shared by every node that uses the same Redis, prefix and origin. One hash a {@link
 * io.freshet.store.CacheKey}, one field a variant; content over 64 KiB in keys of its own. Every key expires by itself.
 */
@NullMarked
package io.freshet.store.redis;

import org.jspecify.annotations.NullMarked;
