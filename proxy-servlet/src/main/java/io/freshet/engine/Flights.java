package io.freshet.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.policy.Collapsing;
import io.freshet.policy.Concealment;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.policy.Variance;
import io.freshet.store.ByteBudget;
import io.freshet.store.CacheKey;
import io.freshet.store.Epochs;
import io.freshet.store.Measures;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The fetches of this node that others may wait for: at most one at a time for each {@link Flight.Key} (RFC 9111 §4, "collapsed
 * requests"). Which keys had a response lately that could not be shared is remembered for a while, so that requests for them do
 * not queue. Safe for use by many threads.
 */
final class Flights {

    /** The most keys remembered as not to be shared; some 200 bytes each. */
    private static final int MAX_UNSHARED = 10_000;

    private final EngineSettings.Collapse settings;
    private final Changes changes;
    private final Concealment concealment;
    private final ByteBudget buffer;
    private final ConcurrentMap<Flight.Key, Flight> underWay = new ConcurrentHashMap<>();
    private final Cache<Flight.Key, Boolean> unshared;

    /** A flight of another key that is told of is at worst a needless second look at the store. */
    private final Epochs landed = new Epochs();

    Flights(EngineSettings.Collapse settings, Changes changes, Concealment concealment) {
        this.settings = settings;
        this.concealment = concealment;
        this.changes = changes;
        buffer = new ByteBudget(settings.buffer());
        unshared = Caffeine.newBuilder()
                .maximumSize(MAX_UNSHARED)
                .expireAfterWrite(settings.hitForMiss())
                .build();
    }

    /** A number that changes whenever a flight for {@code key} has landed. */
    long landed(CacheKey key) {
        return landed.of(key);
    }

    /**
     * A flight for a request that must go to the origin, which has not taken off; nothing where the request may not wait for
     * another one's response, nor have others wait for its own.
     */
    Optional<Flight> prepare(Found found, Instant now) {
        Reuse reuse = found.reuse();
        boolean collapses = settings.maxWaiting() > 0
                && Collapsing.mayWait(found.request())
                && !(reuse instanceof Reuse.Complete)
                && reuse.reason() != Reason.BYPASS;
        if (!collapses) {
            return Optional.empty();
        }
        Flight.Key key = keyOf(found);
        return unshared.getIfPresent(key) == null
                ? Optional.of(new Flight(key, now, buffer, settings.maxWaiting(), this::land))
                : Optional.empty();
    }

    /** The flight that is under way in place of {@code own}; nothing where that has just taken off. */
    Optional<Flight> join(Flight own) {
        Flight flight = underWay.compute(own.key(), (same, other) -> other == null || outdated(other) ? own : other);
        return Optional.of(flight).filter(other -> other != own);
    }

    /** RFC 9111 §4.4: who comes after an unsafe request is not given what was asked for before it. */
    private boolean outdated(Flight flight) {
        return changes.since(flight.key().key(), flight.began());
    }

    /** No more requests join. */
    private void land(Flight flight) {
        landed.advance(flight.key().key());
        underWay.remove(flight.key(), flight);
        flight.giveBack().ifPresent(lease -> {
            if (flight.outcome().filter(Flight.Outcome.LetGo.class::isInstance).isPresent()) {
                lease.releaseUnshared(settings.hitForMiss());
            } else {
                lease.release();
            }
        });
    }

    void measure(Measures measures) {
        measures.gauge("collapse.fetches", "fetches that others may wait for", underWay::size);
        measures.gauge(
                "collapse.waiting.requests",
                "requests that wait for the outcome of another one's fetch",
                () -> underWay.values().stream().mapToInt(Flight::waiting).sum());
        measures.gauge("collapse.buffer.bytes", "content held for those who wait", buffer::taken);
    }

    /** Who waited for it, or would have, waited in vain. */
    void remember(Flight flight) {
        unshared.put(flight.key(), true);
    }

    private Flight.Key keyOf(Found found) {
        // By which fields the responses differ, those that are stored tell.
        String variant = found.candidates().all().stream()
                .findFirst()
                .map(newest -> Variance.variant(found.request(), newest.head().response(), concealment))
                .orElse("");
        return new Flight.Key(found.key(), variant);
    }
}
