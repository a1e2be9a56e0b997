package io.freshet.engine;

import io.freshet.store.CacheKey;
import io.freshet.store.Measures;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The refreshes under way on this node: at most one for each stored response, and so many altogether. */
final class Refreshes {

    private record Variant(CacheKey key, String variant) {}

    private final int max;
    private final Set<Variant> underWay = ConcurrentHashMap.newKeySet();

    /** @param max the most at once; more are not begun, so that a stale response is served for a little longer */
    Refreshes(int max) {
        this.max = max;
    }

    /** Begins to refresh a stored response, unless that is being done already. */
    Optional<Refresh> begin(Candidate stored, Supplier<Fetch> fetch) {
        Variant refreshed = new Variant(stored.key(), stored.response().variant());
        if (underWay.size() >= max || !underWay.add(refreshed)) {
            return Optional.empty();
        }
        return Optional.of(new Refresh(fetch.get(), () -> underWay.remove(refreshed)));
    }

    void measure(Measures measures) {
        measures.gauge("refreshes", "stale responses that are being refreshed behind their clients", underWay::size);
        measures.gauge("refreshes.limit", "how many may be at once", () -> max);
    }
}
