package io.freshet.engine;

import io.freshet.store.Election;
import java.util.Optional;
import java.util.function.Predicate;

/** Which request of those for the same goes to the origin, and which wait for that one. */
record Crowd(CacheEngine engine, Flights flights, Elections elections) {

    /**
     * What to do with a request that nothing stored answers. May block for the store.
     *
     * @param landed what {@link Flights#landed} was before the store was asked
     */
    Step join(Found found, Waited waited, long landed) {
        return prepare(found, waited)
                .map(own -> {
                    Flight flight = flights.join(own, avoided(own, waited));
                    // What landed between the look at the store and the take-off is stored now.
                    return go(found, waited, own, flight, flights.landed(found.key()) != landed);
                })
                .orElseGet(() -> engine.fetch(found));
    }

    /**
     * The same after the origin has failed for {@code failed}: of those that waited for it one asks, and the others wait for that
     * one. None waits for one like that which failed unless it is like that itself.
     */
    Step joinAfter(Flight failed, Found found, Waited waited) {
        return prepare(found, waited)
                .map(own -> {
                    Predicate<Flight> avoided = avoided(own, waited);
                    Flight next = own.key().equals(failed.key())
                            ? failed.next(() -> flights.join(own, avoided))
                            : flights.join(own, avoided);
                    return go(found, waited, own, avoided.test(next) ? flights.join(own, avoided) : next, true);
                })
                .orElseGet(() -> engine.fetch(found));
    }

    private static Predicate<Flight> avoided(Flight own, Waited waited) {
        return waited.failed().isEmpty()
                ? other -> false
                : other -> other != own && waited.avoids(own.likeness(), other.likeness());
    }

    private Step go(Found found, Waited waited, Flight own, Flight flight, boolean lookAgain) {
        return flight == own ? takeOff(found, waited, own, lookAgain) : new Follow(this, found, flight, waited);
    }

    private Optional<Flight> prepare(Found found, Waited waited) {
        return waited.enough() ? Optional.empty() : flights.prepare(found, engine.now());
    }

    private Step takeOff(Found found, Waited waited, Flight own, boolean lookAgain) {
        try {
            Step step = lookAgain ? engine.alone(found) : engine.fetch(found);
            return step instanceof Fetch fetch ? elected(found, waited, fetch, own) : landed(own, step);
        } catch (RuntimeException failure) {
            // No request is to wait for what none does.
            own.decide(new Flight.Outcome.Abandoned());
            throw failure;
        }
    }

    /** Where several nodes share the store, one of them fetches. */
    private Step elected(Found found, Waited waited, Fetch fetch, Flight own) {
        Election election = elections.elect(own);
        if (election instanceof Election.Other) {
            Follow follow = new Follow(this, found, own, waited);
            elections.await(own, () -> engine.stored(found));
            return follow;
        }
        if (election instanceof Election.Everybody) {
            return fetch.leading(own);
        }
        // Another node may have stored it just before it gave the lease back.
        Step step = engine.alone(found);
        return step instanceof Fetch still ? still.leading(own) : landed(own, step);
    }

    private static Step landed(Flight own, Step step) {
        own.decide(new Flight.Outcome.Stored());
        return step;
    }
}
