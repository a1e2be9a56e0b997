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

    /** A fetch of another key that is told of is at worst a needless second look at the store. */
    private final KeyGenerations completed = new KeyGenerations();

    public InFlightFetches(
            EngineSettings.Collapse settings, InvalidationClock invalidationClock, Concealment concealment) {
        this.settings = settings;
        this.invalidationClock = invalidationClock;
        varying = new LearnedVary(concealment);
        buffer = new ByteBudget(settings.buffer());
        unshared = new HitForMiss(settings.hitForMiss());
    }

    /** A number that changes whenever a fetch for {@code key} is complete. */
    public long completed(CacheKey key) {
        return completed.of(key);
    }

    /**
     * A fetch for a request that must go to the origin, which has not begun; nothing where the request may not wait for
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
                : Optional.of(
                        new InFlightFetch(key, found.request(), now, buffer, settings.maxWaiting(), this::complete));
    }

    /**
     * the fetch that is under way in place of {@code own}; {@code own} where that has just begun.
     *
     * @param avoided those that do not count
     */
    public InFlightFetch join(InFlightFetch own, Predicate<InFlightFetch> avoided) {
        return underWay.compute(
                own.key(), (same, other) -> other == null || outdated(other) || avoided.test(other) ? own : other);
    }

    /** RFC 9111 §4.4: who comes after an unsafe request is not given what was asked for before it. */
    private boolean outdated(InFlightFetch inFlight) {
        return invalidationClock.since(inFlight.key().key(), inFlight.began());
    }

    /** No more requests join. */
    private void complete(InFlightFetch inFlight) {
        completed.advance(inFlight.key().key());
        drop(inFlight);
        inFlight.releaseLease().ifPresent(lease -> {
            if (inFlight.outcome()
                    .filter(FetchOutcome.NotShared.class::isInstance)
                    .isPresent()) {
                lease.releaseUnshared(false, settings.hitForMiss());
            } else {
                lease.release();
            }
        });
    }

    /** What it brings is of no use to those who would join it now. */
    public void drop(InFlightFetch inFlight) {
        underWay.remove(inFlight.key(), inFlight);
        inFlight.answered().ifPresent(key -> underWay.remove(key, inFlight));
    }

    /** A response to a request for {@code key} has come that may be stored; {@code inFlight} is the one that waited for it. */
    public void learn(CacheKey key, RequestHead request, ResponseHead response, Optional<InFlightFetch> inFlight) {
        varying.learn(key, response);
        inFlight.ifPresent(own -> {
            FetchKey known = varying.key(key, request, response);
            own.answers(known);
            // Those who come now are looking for it there.
            underWay.putIfAbsent(known, own);
        });
    }

    /** What it brings is shared. */
    public void share(InFlightFetch inFlight, FetchOutcome.Shared shared) {
        unshared.clear(inFlight.key(), inFlight.request());
        inFlight.decide(shared);
    }

    /** What it brings may not be shared. */
    public void notShared(InFlightFetch inFlight, Reason why) {
        if (why == Reason.CHANGED_MEANWHILE) {
            inFlight.decide(new FetchOutcome.Abandoned());
            return;
        }
        // A response that is suspected for the cookie of its request says nothing about requests without one.
        boolean personal = why == Reason.CREDENTIALS_WITHOUT_LIFETIME
                || (why == Reason.DECEPTION_SUSPECTED && Collapsing.isPersonal(inFlight.request()));
        if (personal) {
            notSharedPersonally(inFlight);
        } else {
            notShared(inFlight);
        }
        inFlight.decide(new FetchOutcome.NotShared());
    }

    /** The response is not shared; its outcome was decided before this was known. */
    public void notShared(InFlightFetch inFlight) {
        unshared.add(inFlight.key(), inFlight.request());
    }

    /** What it brings may be shared by those without credentials only. */
    public void notSharedPersonally(InFlightFetch inFlight) {
        unshared.addPersonal(inFlight.answered().orElse(inFlight.key()));
    }

    /** Whether those with the key of {@code found} may share what {@code inFlight} brings. */
    public boolean covers(InFlightFetch inFlight, LookupResult found) {
        return inFlight.answered().orElse(inFlight.key()).equals(varying.key(found));
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
