package io.freshet.engine.course;

import io.freshet.engine.collapsing.FetchOutcome;
import io.freshet.engine.collapsing.InFlightFetch;
import io.freshet.engine.lookup.LookupResult;
import io.freshet.engine.response.BodySelection;
import io.freshet.engine.response.CacheStatusFields;
import io.freshet.engine.response.PreparedAnswer;
import io.freshet.engine.response.Step;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Stream;
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

/** A request that waits for what another one brings. */
final class AwaitInFlight implements Step.Await {

    private final RequestCollapser collapser;
    private final Parts parts;
    private final LookupResult found;
    private final InFlightFetch inFlight;
    private final WaitHistory waited;
    private final AtomicBoolean waits = new AtomicBoolean();

    /** @param waited what the request has waited for before */
    AwaitInFlight(RequestCollapser collapser, LookupResult found, InFlightFetch inFlight, WaitHistory waited) {
        this.collapser = collapser;
        this.parts = collapser.parts();
        this.found = found;
        this.inFlight = inFlight;
        this.waited = waited;
    }

    @Override
    public void whenDecided(Runnable then) {
        waits.set(true);
        if (!inFlight.whenDecided(then)) {
            waits.set(false);
            then.run();
        }
    }

    @Override
    public void leave() {
        if (waits.getAndSet(false)) {
            inFlight.leave();
        }
    }

    @Override
    public Step next() {
        try {
            return decided();
        } finally {
            leave();
        }
    }

    private Step decided() {
        Optional<FetchOutcome> outcome = inFlight.outcome();
        if (outcome.isEmpty()) {
            return collapser.fetch(found);
        }
        if (outcome.get() instanceof FetchOutcome.Shared shared) {
            return shared(shared);
        }
        if (outcome.get() instanceof FetchOutcome.Failed failed) {
            Supplier<Step> failure = () -> collapser.fetch(found).onFailure(failed.failure());
            return failed.failure().mayBeOfRequest() ? unlessAnotherFares(failure) : failure.get();
        }
        if (outcome.get() instanceof FetchOutcome.StoodIn stoodIn) {
            return unlessAnotherFares(() -> {
                FetchCourse fetch = collapser.fetch(found);
                return fetch.standIn(stoodIn.status()).map(Step.class::cast).orElse(fetch);
            });
        }
        if (outcome.get() instanceof FetchOutcome.Stored) {
            return stored();
        }
        return outcome.get() instanceof FetchOutcome.Abandoned ? again(waited.another()) : afterUnshared();
    }

    private Step again(WaitHistory others) {
        return collapser.again(found, others);
    }

    /** What the origin did to one request it need not do to others: {@code failure} is theirs when it has happened again. */
    private Step unlessAnotherFares(Supplier<Step> failure) {
        WaitHistory others = waited.anotherFailed(inFlight.fingerprint());
        return others.failsFor(Collapsing.fingerprint(found.request()))
                ? failure.get()
                : collapser.joinAfter(inFlight, found, others);
    }

    /** Requests like the one that had it need not wait for each other; what others get is not known. */
    private Step afterUnshared() {
        boolean alike = inFlight.fingerprint().equals(Collapsing.fingerprint(found.request()));
        return alike ? collapser.fetch(found) : again(waited.anotherInVain());
    }

    private Step stored() {
        Step step = collapser.alone(found);
        return step instanceof FetchCourse fetch ? afterStored(fetch) : step;
    }

    /** What is stored now does not answer this request: because of what that is, or of what this is. */
    private Step afterStored(FetchCourse fetch) {
        Reason why = fetch.why();
        if (why == Reason.VARY_MISS || why == Reason.URI_MISS) {
            return again(waited.anotherInVain());
        }
        if (why == Reason.CREDENTIALS_WITHOUT_LIFETIME) {
            collapser.inFlightFetches().notSharedPersonally(inFlight);
            return fetch;
        }
        collapser.inFlightFetches().notShared(inFlight);
        return afterUnshared();
    }

    /** The response that is arriving, where it may answer this request as if it were stored already. */
    private Step shared(FetchOutcome.Shared shared) {
        StoredHead head = shared.head();
        if (!parts.store().stands(found.key(), head)) {
            collapser.inFlightFetches().drop(inFlight);
            return again(waited.another());
        }
        Reuse reuse = Reuse.decide(found.request(), List.of(head), parts.settings(), parts.now());
        return reuse instanceof Reuse.Serve serve ? stream(shared, serve.freshness()) : notForThis(reuse.reason());
    }

    private Step notForThis(Reason why) {
        if (why == Reason.CREDENTIALS_WITHOUT_LIFETIME) {
            collapser.inFlightFetches().notSharedPersonally(inFlight);
            return collapser.fetch(found);
        }
        if (collapser.inFlightFetches().covers(inFlight, found)) {
            // It is stale by now.
            collapser.inFlightFetches().drop(inFlight);
        }
        return again(waited.anotherInVain());
    }

    private Step stream(FetchOutcome.Shared shared, Freshness freshness) {
        StoredHead head = shared.head();
        CacheStatus status = ForwardStatus.status(found.reuse().reason())
                .fwdStatus(head.response().status())
                .ttl(freshness.remaining())
                .collapsed();
        PreparedAnswer answer = parts.answers()
                .prepare(
                        found.request(),
                        parts.compressedVariants()
                                .varied(ServedHead.of(head, freshness, parts.settings()), shared.length()),
                        shared.length(),
                        marked -> CacheStatusFields.miss(marked, parts.keyed(status, found.key())));
        if (answer.portion() instanceof BodySelection.Nothing) {
            return new Answer(answer.head(), Collections.emptyIterator());
        }
        // A response whose beginning has left memory is not waited for.
        return inFlight.fromBeginning()
                .map(content -> (Step) new Stream(answer.head(), content))
                .orElseGet(() -> collapser.alone(found));
    }
}
