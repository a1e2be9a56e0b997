package io.freshet.engine;

import io.freshet.engine.Flight.Outcome;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Collapsing;
import io.freshet.policy.Freshness;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.policy.ServedHead;
import io.freshet.policy.StoredHead;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Wait for another request's response to the same, then take the {@link #next} step. Not safe for use by several threads at once. */
public final class Follow implements Step {

    private final Crowd crowd;
    private final CacheEngine engine;
    private final Found found;
    private final Flight flight;
    private final Waited waited;
    private final AtomicBoolean waits = new AtomicBoolean();

    /** @param waited what the request has waited for before */
    Follow(Crowd crowd, Found found, Flight flight, Waited waited) {
        this.crowd = crowd;
        this.engine = crowd.engine();
        this.found = found;
        this.flight = flight;
        this.waited = waited;
    }

    /**
     * Runs {@code then} when it is known what comes of the other request, perhaps at once; on any thread, so that it must not
     * block. Where too many wait already, that is at once too. Then {@link #next} or {@link #leave} is to be called once.
     */
    public void whenDecided(Runnable then) {
        waits.set(true);
        if (!flight.whenDecided(then)) {
            waits.set(false);
            then.run();
        }
    }

    /** The request is over; on any thread, and more than once. Never blocks. */
    public void leave() {
        if (waits.getAndSet(false)) {
            flight.leave();
        }
    }

    /** What to do now. May block for the store. */
    public Step next() {
        try {
            return decided();
        } finally {
            leave();
        }
    }

    private Step decided() {
        Optional<Outcome> outcome = flight.outcome();
        if (outcome.isEmpty()) {
            return engine.fetch(found);
        }
        if (outcome.get() instanceof Outcome.Shared shared) {
            return shared(shared);
        }
        if (outcome.get() instanceof Outcome.Failed failed) {
            Supplier<Step> failure = () -> engine.fetch(found).onFailure(failed.failure());
            return failed.failure().mayBeOfRequest() ? unlessAnotherFares(failure) : failure.get();
        }
        if (outcome.get() instanceof Outcome.StoodIn stoodIn) {
            return unlessAnotherFares(() -> {
                Fetch fetch = engine.fetch(found);
                return fetch.standIn(stoodIn.status()).map(Step.class::cast).orElse(fetch);
            });
        }
        if (outcome.get() instanceof Outcome.Stored) {
            return stored();
        }
        return outcome.get() instanceof Outcome.Abandoned ? again(waited.another()) : afterUnshared();
    }

    private Step again(Waited others) {
        return engine.again(found, others);
    }

    /** What the origin did to one request it need not do to others: {@code failure} is theirs when it has happened again. */
    private Step unlessAnotherFares(Supplier<Step> failure) {
        Waited others = waited.anotherFailed(flight.likeness());
        return others.failsFor(Collapsing.likeness(found.request()))
                ? failure.get()
                : crowd.joinAfter(flight, found, others);
    }

    /** Requests like the one that had it need not wait for each other; what others get is not known. */
    private Step afterUnshared() {
        boolean alike = flight.likeness().equals(Collapsing.likeness(found.request()));
        return alike ? engine.fetch(found) : again(waited.anotherInVain());
    }

    private Step stored() {
        Step step = engine.alone(found);
        return step instanceof Fetch fetch ? afterStored(fetch) : step;
    }

    /** What is stored now does not answer this request: because of what that is, or of what this is. */
    private Step afterStored(Fetch fetch) {
        Reason why = fetch.why();
        if (why == Reason.VARY_MISS || why == Reason.URI_MISS) {
            return again(waited.anotherInVain());
        }
        if (why == Reason.CREDENTIALS_WITHOUT_LIFETIME) {
            crowd.flights().letGoPersonal(flight);
            return fetch;
        }
        crowd.flights().letGo(flight);
        return afterUnshared();
    }

    /** The response that is arriving, where it may answer this request as if it were stored already. */
    private Step shared(Outcome.Shared shared) {
        StoredHead head = shared.head();
        if (!engine.stands(found.key(), head)) {
            crowd.flights().drop(flight);
            return again(waited.another());
        }
        Reuse reuse = Reuse.decide(found.request(), List.of(head), engine.settings(), engine.now());
        return reuse instanceof Reuse.Serve serve ? stream(shared, serve.freshness()) : notForThis(reuse.reason());
    }

    private Step notForThis(Reason why) {
        if (why == Reason.CREDENTIALS_WITHOUT_LIFETIME) {
            crowd.flights().letGoPersonal(flight);
            return engine.fetch(found);
        }
        if (crowd.flights().covers(flight, found)) {
            // It is stale by now.
            crowd.flights().drop(flight);
        }
        return again(waited.anotherInVain());
    }

    private Step stream(Outcome.Shared shared, Freshness freshness) {
        StoredHead head = shared.head();
        CacheStatus status = Forwarded.status(found.reuse().reason())
                .fwdStatus(head.response().status())
                .ttl(freshness.remaining())
                .collapsed();
        Prepared answer = engine.answers()
                .prepare(
                        found.request(),
                        engine.codings().varied(ServedHead.of(head, freshness, engine.settings()), shared.length()),
                        shared.length(),
                        marked -> Marks.miss(marked, engine.keyed(status, found.key())));
        if (answer.portion() instanceof Portion.Nothing) {
            return new Answer(answer.head(), Collections.emptyIterator());
        }
        // Whose beginning has gone already is not waited for.
        return flight.fromBeginning()
                .map(content -> (Step) new Stream(answer.head(), content))
                .orElseGet(() -> engine.alone(found));
    }
}
