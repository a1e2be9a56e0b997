package io.freshet.engine.course;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.engine.collapsing.FetchKey;
import io.freshet.engine.collapsing.HitForMiss;
import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.response.Step.Refresh;
import io.freshet.http.RequestHead;
import io.freshet.store.CacheKey;
import io.freshet.store.Measures;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The refreshes under way on this node: at most one for each stored response, and so many altogether. One that came to nothing is
 * remembered for a while, so that not every request asks the origin again. Safe for use by many threads.
 */
public final class Refreshes {

    /** The most stored responses that are remembered as asked about; some 250 bytes each. */
    private static final int MAX_ASKED = 10_000;

    private record Variant(CacheKey key, String variant) {}

    private final int max;
    private final Set<Variant> underWay = ConcurrentHashMap.newKeySet();
    private final HitForMiss refused;
    private final Cache<Variant, Boolean> asked;

    /**
     * @param max the most at once; more are not begun, so that a stale response is served for a little longer
     * @param pause how long requests like one whose refresh came to nothing begin none, and how long the cache does not ask of its
     *     own accord again, positive
     */
    Refreshes(int max, Duration pause) {
        this.max = max;
        refused = new HitForMiss(pause);
        asked = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MAX_ASKED)
                .expireAfterWrite(pause)
                .build();
    }

    /** Begins to refresh a stored response with a client's fields, unless that is being done already or was in vain lately. */
    Optional<Refresh> begin(Candidate stored, RequestHead request, Supplier<Fetch> fetch) {
        return refused.holds(key(stored), request) ? Optional.empty() : begin(stored, fetch);
    }

    /** Asks about a stored response in the cache's own name, unless that is being done already or was done lately. */
    Optional<Refresh> ask(Candidate stored, Supplier<Fetch> fetch) {
        return mayAsk(stored) ? begin(stored, fetch) : Optional.empty();
    }

    /** Whether the cache may ask in its own name now, in place of a refresh under way; counts as asked. */
    boolean mayAsk(Candidate stored) {
        return asked.asMap().putIfAbsent(variant(stored), true) == null;
    }

    /** A refresh of a stored response with the fields of {@code request} came to nothing. */
    void refused(Candidate stored, RequestHead request) {
        refused.add(key(stored), request);
    }

    private Optional<Refresh> begin(Candidate stored, Supplier<Fetch> fetch) {
        Variant refreshed = variant(stored);
        if (underWay.size() >= max || !underWay.add(refreshed)) {
            return Optional.empty();
        }
        return Optional.of(new Refresh(fetch.get(), () -> underWay.remove(refreshed)));
    }

    private static Variant variant(Candidate stored) {
        return new Variant(stored.key(), stored.response().variant());
    }

    private static FetchKey key(Candidate stored) {
        return new FetchKey(stored.key(), stored.response().variant());
    }

    public void measure(Measures measures) {
        measures.gauge("refreshes", "stale responses that are being refreshed behind their clients", underWay::size);
        measures.gauge("refreshes.limit", "how many may be at once", () -> max);
    }
}
