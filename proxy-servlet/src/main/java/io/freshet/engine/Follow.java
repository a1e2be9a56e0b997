package io.freshet.engine;

import io.freshet.engine.Flight.Outcome;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Freshness;
import io.freshet.policy.Reuse;
import io.freshet.policy.ServedHead;
import io.freshet.policy.StoredHead;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Wait for another request's response to the same, then take the {@link #next} step. Not safe for use by several threads at once. */
public final class Follow implements Step {

    private final CacheEngine engine;
    private final Found found;
    private final Flight flight;
    private boolean waits;

    Follow(CacheEngine engine, Found found, Flight flight) {
        this.engine = engine;
        this.found = found;
        this.flight = flight;
    }

    /**
     * Runs {@code then} when it is known what comes of the other request, perhaps at once; on any thread, so that it must not
     * block. Where too many wait already, that is at once too. Then {@link #next} or {@link #leave} is to be called once.
     */
    public void whenDecided(Runnable then) {
        waits = true;
        if (!flight.whenDecided(then)) {
            waits = false;
            then.run();
        }
    }

    /** The request is over. Never blocks. */
    public void leave() {
        if (waits) {
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
            return engine.fetch(found).onFailure(failed.failure());
        }
        if (outcome.get() instanceof Outcome.StoodIn stoodIn) {
            Fetch fetch = engine.fetch(found);
            return fetch.standIn(stoodIn.status()).map(Step.class::cast).orElse(fetch);
        }
        if (outcome.get() instanceof Outcome.Stored) {
            return stored();
        }
        return outcome.get() instanceof Outcome.Abandoned ? engine.again(found) : inVain();
    }

    /** Those that come now need not wait as well. */
    private Step inVain() {
        engine.flights().remember(flight);
        return engine.fetch(found);
    }

    private Step stored() {
        Step step = engine.alone(found);
        if (step instanceof Fetch) {
            engine.flights().remember(flight);
        }
        return step;
    }

    /** The response that is arriving, where it may answer this request as if it were stored already. */
    private Step shared(Outcome.Shared shared) {
        StoredHead head = shared.head();
        Reuse reuse = Reuse.decide(found.request(), List.of(head), engine.settings(), engine.now());
        if (!(reuse instanceof Reuse.Serve serve) || !engine.stands(found.key(), head)) {
            return inVain();
        }
        Freshness freshness = serve.freshness();
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
        return flight.fromBeginning()
                .map(content -> (Step) new Stream(answer.head(), content))
                .orElseGet(this::stored);
    }
}
