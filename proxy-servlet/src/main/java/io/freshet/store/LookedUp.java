package io.freshet.store;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a store has found {@linkplain ResponseStore#lookupAhead ahead}, for one use.
 *
 * @param key where
 * @param responses as {@link ResponseStore#lookup} gives them
 * @param current whether nothing has happened under the key since that this node knows of: no write, no removal, no invalidation.
 *     Never blocks
 */
public record LookedUp(CacheKey key, List<StoredResponse> responses, BooleanSupplier current) {

    /** Whether it stands for a lookup of {@code other} that is made now. */
    public boolean standsFor(CacheKey other) {
        return key.equals(other) && current.getAsBoolean();
    }
}
