package io.freshet.engine.collapsing;

import io.freshet.engine.lookup.LookupResult;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Collapsing;
import io.freshet.policy.Concealment;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.store.ByteBudget;
import io.freshet.store.CacheKey;
import io.freshet.store.KeyGenerations;
import io.freshet.store.Measures;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * The fetches of this node that others may wait for: at most one at a time for each {@link FetchKey} (RFC 9111 §4, "collapsed
 * requests"). Safe for use by many threads.
 */
public final class InFlightFetches {

    private final EngineSettings.Collapse settings;
    private final InvalidationClock invalidationClock;
    private final ByteBudget buffer;
    private final ConcurrentMap<FetchKey, InFlightFetch> underWay = new ConcurrentHashMap<>();
    private final LearnedVary varying;
    private final HitForMiss unshared;

    /** A flight of another key that is told of is at worst a needless second look at the store. */
    private final KeyGenerations landed = new KeyGenerations();

    public InFlightFetches(
            EngineSettings.Collapse settings, InvalidationClock invalidationClock, Concealment concealment) {
        this.settings = settings;
        this.invalidationClock = invalidationClock;
        varying = new LearnedVary(concealment);
        buffer = new ByteBudget(settings.buffer());
        unshared = new HitForMiss(settings.hitForMiss());
    }

    /** A number that changes whenever a flight for {@code key} has landed. */
    public long landed(CacheKey key) {
        return landed.of(key);
    }

    /**
     * A flight for a request that must go to the origin, which has not taken off; nothing where the request may not wait for
     * another one's response, nor have others wait for its own.
     */
    public Optional<InFlightFetch> prepare(LookupResult found, Instant now) {
        Reuse reuse = found.reuse();
        boolean collapses = settings.maxWaiting() > 0
                && Collapsing.mayWait(found.request())
                && !(reuse instanceof Reuse.Complete)
                && reuse.reason() != Reason.BYPASS;
        if (!collapses) {
            return Optional.empty();
        }
        FetchKey key = varying.key(found);
        return unshared.holds(key, found.request())
                ? Optional.empty()
                : Optional.of(new InFlightFetch(key, found.request(), now, buffer, settings.maxWaiting(), this::land));
    }

    /**
     * The flight that is under way in place of {@code own}; {@code own} where that has just taken off.
     *
     * @param avoided those that do not count
     */
    public InFlightFetch join(InFlightFetch own, Predicate<InFlightFetch> avoided) {
        return underWay.compute(
                own.key(), (same, other) -> other == null || outdated(other) || avoided.test(other) ? own : other);
    }

    /** RFC 9111 §4.4: who comes after an unsafe request is not given what was asked for before it. */
    private boolean outdated(InFlightFetch flight) {
        return invalidationClock.since(flight.key().key(), flight.began());
    }

    /** No more requests join. */
    private void land(InFlightFetch flight) {
        landed.advance(flight.key().key());
        drop(flight);
        flight.giveBack().ifPresent(lease -> {
            if (flight.outcome().filter(FetchOutcome.LetGo.class::isInstance).isPresent()) {
                lease.releaseUnshared(false, settings.hitForMiss());
            } else {
                lease.release();
            }
        });
    }

    /** What it brings is of no use to those who would join it now. */
    public void drop(InFlightFetch flight) {
        underWay.remove(flight.key(), flight);
        flight.answered().ifPresent(key -> underWay.remove(key, flight));
    }

    /** A response to a request for {@code key} has come that may be stored; {@code flight} is the one that waited for it. */
    public void learn(CacheKey key, RequestHead request, ResponseHead response, Optional<InFlightFetch> flight) {
        varying.learn(key, response);
        flight.ifPresent(own -> {
            FetchKey known = varying.key(key, request, response);
            own.answers(known);
            // Those who come now are looking for it there.
            underWay.putIfAbsent(known, own);
        });
    }

    /** What it brings is shared. */
    public void share(InFlightFetch flight, FetchOutcome.Shared shared) {
        unshared.clear(flight.key(), flight.request());
        flight.decide(shared);
    }

    /** What it brings may not be shared. */
    public void letGo(InFlightFetch flight, Reason why) {
        if (why == Reason.CHANGED_MEANWHILE) {
            flight.decide(new FetchOutcome.Abandoned());
            return;
        }
        // A response that is suspected for the cookie of its request says nothing about requests without one.
        boolean personal = why == Reason.CREDENTIALS_WITHOUT_LIFETIME
                || (why == Reason.DECEPTION_SUSPECTED && Collapsing.isPersonal(flight.request()));
        if (personal) {
            letGoPersonal(flight);
        } else {
            letGo(flight);
        }
        flight.decide(new FetchOutcome.LetGo());
    }

    /** The same where it was decided already, and turns out now. */
    public void letGo(InFlightFetch flight) {
        unshared.add(flight.key(), flight.request());
    }

    /** What it brings may be shared by those without credentials only. */
    public void letGoPersonal(InFlightFetch flight) {
        unshared.addPersonal(flight.answered().orElse(flight.key()));
    }

    /** Whether those with the key of {@code found} may share what {@code flight} brings. */
    public boolean covers(InFlightFetch flight, LookupResult found) {
        return flight.answered().orElse(flight.key()).equals(varying.key(found));
    }

    public void measure(Measures measures) {
        measures.gauge("collapse.fetches", "fetches that others may wait for", () -> underWay.values().stream()
                .distinct()
                .count());
        measures.gauge(
                "collapse.waiting.requests",
                "requests that wait for the outcome of another one's fetch",
                () -> underWay.values().stream()
                        .distinct()
                        .mapToInt(InFlightFetch::waiting)
                        .sum());
        measures.gauge("collapse.buffer.bytes", "content held for those who wait", buffer::taken);
    }
}
