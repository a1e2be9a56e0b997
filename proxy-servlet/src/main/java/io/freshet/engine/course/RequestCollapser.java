package io.freshet.engine.course;

import io.freshet.engine.collapsing.FetchLeases;
import io.freshet.engine.collapsing.FetchOutcome;
import io.freshet.engine.collapsing.InFlightFetch;
import io.freshet.engine.collapsing.InFlightFetches;
import io.freshet.engine.lookup.LookupResult;
import io.freshet.engine.response.Step;
import io.freshet.http.RequestHead;
import io.freshet.store.CacheKey;
import io.freshet.store.Election;
import io.freshet.store.LookedUp;
import java.util.Optional;
import java.util.function.Predicate;

/** Which request of those for the same goes to the origin, and which wait for that one. */
public record RequestCollapser(Parts parts, InFlightFetches inFlightFetches, FetchLeases fetchLeases) {

    public RequestCollapser(Parts parts) {
        this(parts, parts.inFlightFetches(), parts.shared().fetchLeases());
    }

    /** The first step for a request of which {@code ahead} has been looked up already. May block for the store. */
    public Step begin(RequestHead request, CacheKey key, boolean hasContent, Optional<LookedUp> ahead) {
        return begin(request, key, hasContent, ahead, WaitHistory.NOT);
    }

    private Step begin(
            RequestHead request, CacheKey key, boolean hasContent, Optional<LookedUp> ahead, WaitHistory waited) {
        // Before it is known whether what was looked up is current.
        long completed = inFlightFetches.completed(key);
        LookupResult found = parts.find(request, key, hasContent, ahead);
        return StoredResponder.respond(parts, found)
                .map(Step.class::cast)
                .orElseGet(() -> join(found, waited, completed));
    }

    /** The first step once more. */
    Step again(LookupResult found, WaitHistory waited) {
        return begin(found.request(), found.key(), false, Optional.empty(), waited);
    }

    /** The first step of a request that waits for no other, and that no other waits for. */
    Step alone(LookupResult before) {
        LookupResult found = parts.find(before.request(), before.key(), false);
        return StoredResponder.respond(parts, found).map(Step.class::cast).orElseGet(() -> fetch(found));
    }

    /** The request to the origin where nothing stored answers. */
    FetchCourse fetch(LookupResult found) {
        return OriginRequestPlanner.fetch(parts, found);
    }

    /** Whether what is stored now answers. May block for the store. */
    private boolean stored(LookupResult found) {
        return parts.find(found.request(), found.key(), false).reuse().serves();
    }

    /**
     * What to do with a request that nothing stored answers. May block for the store.
     *
     * @param completed what {@link InFlightFetches#completed} was before the store was asked
     */
    private Step join(LookupResult found, WaitHistory waited, long completed) {
        return prepare(found, waited)
                .map(own -> {
                    InFlightFetch inFlight = inFlightFetches.join(own, avoided(own, waited));
                    // What came between the look at the store and the beginning of the fetch is stored now.
                    return go(found, waited, own, inFlight, inFlightFetches.completed(found.key()) != completed);
                })
                .orElseGet(() -> fetch(found));
    }

    /**
     * The next step after the origin has failed for {@code failed}: of those that waited for it one asks, and the others wait for that
     * one. None waits for one like that which failed unless it is like that itself.
     */
    Step joinAfter(InFlightFetch failed, LookupResult found, WaitHistory waited) {
        return prepare(found, waited)
                .map(own -> {
                    Predicate<InFlightFetch> avoided = avoided(own, waited);
                    InFlightFetch next = own.key().equals(failed.key())
                            ? failed.next(() -> inFlightFetches.join(own, avoided))
                            : inFlightFetches.join(own, avoided);
                    return go(found, waited, own, avoided.test(next) ? inFlightFetches.join(own, avoided) : next, true);
                })
                .orElseGet(() -> fetch(found));
    }

    private static Predicate<InFlightFetch> avoided(InFlightFetch own, WaitHistory waited) {
        return waited.failed().isEmpty()
                ? other -> false
                : other -> other != own && waited.avoids(own.fingerprint(), other.fingerprint());
    }

    private Step go(
            LookupResult found, WaitHistory waited, InFlightFetch own, InFlightFetch inFlight, boolean lookAgain) {
        return inFlight == own
                ? beginFetch(found, waited, own, lookAgain)
                : new AwaitInFlight(this, found, inFlight, waited);
    }

    private Optional<InFlightFetch> prepare(LookupResult found, WaitHistory waited) {
        return waited.enough() ? Optional.empty() : inFlightFetches.prepare(found, parts.now());
    }

    private Step beginFetch(LookupResult found, WaitHistory waited, InFlightFetch own, boolean lookAgain) {
        try {
            Step step = lookAgain ? alone(found) : fetch(found);
            return step instanceof FetchCourse fetch ? elected(found, waited, fetch, own) : completed(own, step);
        } catch (RuntimeException failure) {
            // No request is to wait for what none does.
            own.decide(new FetchOutcome.Abandoned());
            throw failure;
        }
    }

    /** Where several nodes share the store, one of them fetches. */
    private Step elected(LookupResult found, WaitHistory waited, FetchCourse fetch, InFlightFetch own) {
        Election election = fetchLeases.elect(own);
        if (election instanceof Election.Other) {
            AwaitInFlight await = new AwaitInFlight(this, found, own, waited);
            fetchLeases.await(own, () -> stored(found));
            return await;
        }
        if (election instanceof Election.EveryNode) {
            return fetch.leading(own);
        }
        // Another node may have stored it just before it gave the lease back.
        Step step = alone(found);
        return step instanceof FetchCourse still ? still.leading(own) : completed(own, step);
    }

    private static Step completed(InFlightFetch own, Step step) {
        own.decide(new FetchOutcome.Stored());
        return step;
    }
}
