package io.freshet.engine.collapsing;

import io.freshet.store.CacheKey;

/**
 * Which requests wait for each other: those with the same key that are known to select the same variant.
 *
 * @param variant {@code Variance.variant} of what they select, as far as that is known
 */
public record FetchKey(CacheKey key, String variant) {}
