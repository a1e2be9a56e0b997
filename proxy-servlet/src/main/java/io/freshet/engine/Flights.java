package io.freshet.engine;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Collapsing;
import io.freshet.policy.Concealment;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.store.ByteBudget;
import io.freshet.store.CacheKey;
import io.freshet.store.Epochs;
import io.freshet.store.Measures;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * The fetches of this node that others may wait for: at most one at a time for each {@link Flight.Key} (RFC 9111 §4, "collapsed
 * requests"). Safe for use by many threads.
 */
final class Flights {

    private final EngineSettings.Collapse settings;
    private final Changes changes;
    private final ByteBudget buffer;
    private final ConcurrentMap<Flight.Key, Flight> underWay = new ConcurrentHashMap<>();
    private final Varying varying;
    private final Unshared unshared;

    /** A flight of another key that is told of is at worst a needless second look at the store. */
    private final Epochs landed = new Epochs();

    Flights(EngineSettings.Collapse settings, Changes changes, Concealment concealment) {
        this.settings = settings;
        this.changes = changes;
        varying = new Varying(concealment);
        buffer = new ByteBudget(settings.buffer());
        unshared = new Unshared(settings.hitForMiss());
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
        Flight.Key key = varying.key(found);
        return unshared.holds(key, found.request())
                ? Optional.empty()
                : Optional.of(new Flight(key, found.request(), now, buffer, settings.maxWaiting(), this::land));
    }

    /**
     * The flight that is under way in place of {@code own}; {@code own} where that has just taken off.
     *
     * @param avoided those that do not count
     */
    Flight join(Flight own, Predicate<Flight> avoided) {
        return underWay.compute(
                own.key(), (same, other) -> other == null || outdated(other) || avoided.test(other) ? own : other);
    }

    /** RFC 9111 §4.4: who comes after an unsafe request is not given what was asked for before it. */
    private boolean outdated(Flight flight) {
        return changes.since(flight.key().key(), flight.began());
    }

    /** No more requests join. */
    private void land(Flight flight) {
        landed.advance(flight.key().key());
        drop(flight);
        flight.giveBack().ifPresent(lease -> {
            if (flight.outcome().filter(Flight.Outcome.LetGo.class::isInstance).isPresent()) {
                lease.releaseUnshared(false, settings.hitForMiss());
            } else {
                lease.release();
            }
        });
    }

    /** What it brings is of no use to those who would join it now. */
    void drop(Flight flight) {
        underWay.remove(flight.key(), flight);
        flight.answered().ifPresent(key -> underWay.remove(key, flight));
    }

    /** A response to a request for {@code key} has come that may be stored; {@code flight} is the one that waited for it. */
    void learn(CacheKey key, RequestHead request, ResponseHead response, Optional<Flight> flight) {
        varying.learn(key, response);
        flight.ifPresent(own -> {
            Flight.Key known = varying.key(key, request, response);
            own.answers(known);
            // Those who come now are looking for it there.
            underWay.putIfAbsent(known, own);
        });
    }

    /** What it brings is shared. */
    void share(Flight flight, Flight.Outcome.Shared shared) {
        unshared.clear(flight.key(), flight.request());
        flight.decide(shared);
    }

    /** What it brings may not be shared. */
    void letGo(Flight flight, Reason why) {
        if (why == Reason.CHANGED_MEANWHILE) {
            flight.decide(new Flight.Outcome.Abandoned());
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
        flight.decide(new Flight.Outcome.LetGo());
    }

    /** The same where it was decided already, and turns out now. */
    void letGo(Flight flight) {
        unshared.add(flight.key(), flight.request());
    }

    /** What it brings may be shared by those without credentials only. */
    void letGoPersonal(Flight flight) {
        unshared.addPersonal(flight.answered().orElse(flight.key()));
    }

    /** Whether those with the key of {@code found} may share what {@code flight} brings. */
    boolean covers(Flight flight, Found found) {
        return flight.answered().orElse(flight.key()).equals(varying.key(found));
    }

    void measure(Measures measures) {
        measures.gauge("collapse.fetches", "fetches that others may wait for", () -> underWay.values().stream()
                .distinct()
                .count());
        measures.gauge(
                "collapse.waiting.requests",
                "requests that wait for the outcome of another one's fetch",
                () -> underWay.values().stream()
                        .distinct()
                        .mapToInt(Flight::waiting)
                        .sum());
        measures.gauge("collapse.buffer.bytes", "content held for those who wait", buffer::taken);
    }
}
