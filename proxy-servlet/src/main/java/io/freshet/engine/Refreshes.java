package io.freshet.engine;

import io.freshet.store.CacheKey;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The refreshes under way on this node: at most one for each stored response, and so many altogether. */
final class Refreshes {

    /** More are not begun: a stale response is then served for a little longer. */
    private static final int MAX = 1024;

    private record Variant(CacheKey key, String variant) {}

    private final Set<Variant> underWay = ConcurrentHashMap.newKeySet();

    /** Begins to refresh a stored response, unless that is being done already. */
    Optional<Refresh> begin(CacheKey key, String variant, Supplier<Fetch> fetch) {
        Variant refreshed = new Variant(key, variant);
        if (underWay.size() >= MAX || !underWay.add(refreshed)) {
            return Optional.empty();
        }
        return Optional.of(new Refresh(fetch.get(), () -> underWay.remove(refreshed)));
    }
}
