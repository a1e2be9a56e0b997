package io.freshet.engine.course;

import io.freshet.engine.collapsing.FetchOutcome;
import io.freshet.engine.collapsing.InFlightFetch;
import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.response.GeneratedResponses;
import io.freshet.engine.response.RangeCompletion;
import io.freshet.engine.response.Step;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Received;
import io.freshet.engine.response.Step.Refresh;
import io.freshet.engine.storing.CacheFill;
import io.freshet.engine.storing.ResponseStorer;
import io.freshet.engine.storing.StoredResponseUpdater;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.CodedRanges;
import io.freshet.policy.Ending;
import io.freshet.policy.Freshening;
import io.freshet.policy.Freshness;
import io.freshet.policy.Invalidation;
import io.freshet.policy.Methods;
import io.freshet.policy.Reason;
import io.freshet.policy.ServedHead;
import io.freshet.policy.StaleIfError;
import io.freshet.policy.StoredHead;
import io.freshet.policy.StoredHeads;
import io.freshet.policy.Superseding.Effect;
import io.freshet.policy.Surrogate;
import io.freshet.policy.Verdict;
import io.freshet.store.StoreException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/** The course of one request to the origin: what is asked, and what is made of the response. */
final class FetchCourse implements Step.Fetch {

    private final Parts parts;
    private final FetchPlan plan;
    private final RequestHead clientRequest;
    private final HttpFields originFields;
    private final ValidationRequest validation;
    private final SupersededResponse superseded;
    private final Optional<InFlightFetch> inFlight;
    private final CacheStatus status;
    private final Instant requestTime;

    /** A fetch that no other request waits for. */
    FetchCourse(Parts parts, FetchPlan plan) {
        this(parts, plan, Optional.empty());
    }

    private FetchCourse(Parts parts, FetchPlan plan, Optional<InFlightFetch> inFlight) {
        this.parts = parts;
        this.plan = plan;
        this.clientRequest = plan.found().request();
        this.originFields = Surrogate.announced(plan.fields(), parts.settings());
        this.validation = plan.validation();
        this.superseded = new SupersededResponse(parts, clientRequest, validation);
        this.inFlight = inFlight;
        this.status = parts.keyed(ForwardStatus.status(plan.why()), plan.found().key());
        this.requestTime = parts.now();
    }

    /** This fetch, with others waiting for what comes of it. */
    FetchCourse leading(InFlightFetch followers) {
        return new FetchCourse(parts, plan, Optional.of(followers));
    }

    private FetchCourse fetch(FetchPlan other) {
        return new FetchCourse(parts, other);
    }

    /** The cache asks by itself about a stored response that an answer to a client's request has put in doubt. */
    private FetchCourse own() {
        return fetch(plan.inDoubt(superseded.ownQuestion()));
    }

    @Override
    public boolean isAwaited() {
        return inFlight.filter(InFlightFetch::isRead).isPresent();
    }

    /** Why the origin is asked. */
    Reason why() {
        return plan.why();
    }

    @Override
    public RequestHead clientRequest() {
        return clientRequest;
    }

    @Override
    public HttpFields originFields() {
        return originFields;
    }

    @Override
    public boolean mayBlock(int responseStatus) {
        return Invalidation.invalidates(clientRequest, responseStatus)
                || validation.concernsStored()
                || (plan.completion().isPresent() && responseStatus == HttpStatus.PARTIAL_CONTENT_206);
    }

    @Override
    public Received onHead(ResponseHead response, Ending ending) {
        Received received = receive(response, ending);
        if (received instanceof FetchCourse instead) {
            return inFlight.map(instead::leading).orElse(instead);
        }
        if (received instanceof Answer) {
            inFlight.ifPresent(own -> own.decide(new FetchOutcome.Stored()));
        }
        return received;
    }

    private Received receive(ResponseHead received, Ending ending) {
        Instant responseTime = parts.now();
        if (received.status() == HttpStatus.NOT_MODIFIED_304
                && validation.preferred().isPresent()) {
            ResponseHead own = parts.ruleApplier().arrived(clientRequest, received, requestTime, responseTime);
            return notModified(validation.preferred().get(), own.overriddenBy(Optional.empty()), responseTime);
        }
        ResponseHead dated = StoredHeads.dated(received, responseTime);
        ResponseHead response = parts.ruleApplier().arrived(clientRequest, dated, requestTime, responseTime);
        if (plan.completion().isPresent()) {
            return onRest(plan.completion().get(), response, ending, responseTime);
        }
        if (response.status() == HttpStatus.PARTIAL_CONTENT_206
                && plan.why() != Reason.BYPASS
                && parts.compressedVariants().confuses(clientRequest, response)) {
            return fetch(FetchPlan.whole(plan.found().as(CodedRanges.whole(clientRequest)), Reason.RANGE_AMBIGUOUS));
        }
        if (StaleIfError.isError(response.status())) {
            Optional<Answer> stale = standIn(response.status());
            if (stale.isPresent()) {
                Optional<FetchCourse> instead = inPlace(superseded.conclude(response.status()));
                if (instead.isPresent()) {
                    return instead.get();
                }
                inFlight.ifPresent(own -> own.decide(new FetchOutcome.StoodIn(response.status())));
                return stale.get();
            }
        }
        Optional<Refresh> behind = validation
                .preferred()
                .filter(stored -> Methods.isHead(clientRequest.method())
                        && parts.updater().byHead(clientRequest, stored, response, requestTime, responseTime))
                .flatMap(stored -> behind(superseded.conclude(response.status())));
        ResponseStorer.Place place = place(response, ending);
        parts.updater().invalidate(clientRequest, response, responseTime);
        return relay(response, response, place, responseTime, Collections.emptyIterator(), behind);
    }

    /** What the cache asks itself about a stored response in doubt, where this fetch has a client that gets its own answer. */
    private Optional<Refresh> behind(Effect effect) {
        return superseded.asksBehind(effect) ? parts.refreshes().ask(superseded.stored(), this::own) : Optional.empty();
    }

    /** What the cache asks itself in place of this fetch, where no client waits for it. */
    private Optional<FetchCourse> inPlace(Effect effect) {
        return superseded.asksInPlace(effect) ? Optional.of(own()) : Optional.empty();
    }

    private ResponseStorer.Place place(ResponseHead response, Ending ending) {
        return parts.storer().place(plan.found(), plan.why(), response, ending, requestTime);
    }

    /** RFC 9111 §3.4: what fits is put together; any other part is of no use to a client that wants the whole. */
    private Received onRest(RangeCompletion stored, ResponseHead response, Ending ending, Instant responseTime) {
        boolean partial = response.status() == HttpStatus.PARTIAL_CONTENT_206
                || response.status() == HttpStatus.RANGE_NOT_SATISFIABLE_416;
        if (!partial) {
            return relay(
                    response,
                    response,
                    place(response, ending),
                    responseTime,
                    Collections.emptyIterator(),
                    Optional.empty());
        }
        if (!stored.parts().isRest(response)) {
            return fetch(FetchPlan.whole(plan.found(), Reason.VALIDATOR_MISMATCH));
        }
        try {
            Iterator<ByteBuffer> beginning = stored.beginning();
            ResponseHead whole = stored.head(response);
            return relay(response, whole, place(whole, ending), responseTime, beginning, Optional.empty());
        } catch (StoreException gone) {
            return fetch(FetchPlan.whole(plan.found(), Reason.STORED_CONTENT_GONE));
        }
    }

    @Override
    public void failed(OriginFailure failure) {
        inFlight.ifPresent(own -> own.decide(new FetchOutcome.Failed(failure)));
        validation.about().ifPresent(stored -> parts.endings().inVain(clientRequest, stored, validation.by()));
    }

    @Override
    public void abandon() {
        inFlight.ifPresent(own -> own.decide(new FetchOutcome.Abandoned()));
    }

    @Override
    public Answer onFailure(OriginFailure failure) {
        failed(failure);
        return staleInstead(status).orElseGet(() -> GeneratedResponses.originFailed(failure, status));
    }

    /** RFC 9111 §4.3.4: what the origin confirms is brought up to date, and answers. */
    private Received notModified(Candidate asked, ResponseHead response, Instant responseTime) {
        if (!Freshening.applies(asked.head(), response)) {
            return fetch(plan.unconditional(Reason.VALIDATOR_MISMATCH));
        }
        StoredResponseUpdater.Freshened freshened =
                parts.updater().freshen(clientRequest, asked, response, requestTime, responseTime);
        StoredHead head = freshened.head();
        Freshness freshness = Freshness.of(head, parts.settings(), responseTime);
        ResponseHead served =
                withOwn(Freshening.personal(response, parts.settings()), ServedHead.validated(head, freshness));
        CacheStatus answered = RelayedResponse.skewed(
                status.fwdStatus(response.status()).ttl(freshness.remaining()), response, responseTime);
        Optional<Answer> answer =
                parts.answers().of(parts.compressedVariants().represent(clientRequest, asked, served), answered);
        if (answer.isEmpty()) {
            return fetch(plan.unconditional(Reason.STORED_CONTENT_GONE));
        }
        // A 304 can forbid what its 200 allowed: then the confirmed response is served this once.
        Effect effect = freshened.forbidden() ? superseded.conclude(response.status()) : Effect.NONE;
        return inPlace(effect).map(Received.class::cast).orElseGet(() -> answer.get()
                .with(behind(effect)));
    }

    private static ResponseHead withOwn(HttpFields own, ResponseHead head) {
        HttpFields.Mutable fields = HttpFields.build(head.fields());
        own.forEach(field -> fields.remove(field.getName()));
        return head.with(fields.add(own).asImmutable());
    }

    /** What stands in for an origin that answers with this status, an error. May block for the store. */
    Optional<Answer> standIn(int responseStatus) {
        return staleInstead(status.fwdStatus(responseStatus));
    }

    private Optional<Answer> staleInstead(CacheStatus answered) {
        return standIn().flatMap(stale -> stale.answer(parts, clientRequest, answered));
    }

    /** What there is to stand in for a failing origin, and whether it may. */
    Optional<StandIn> standIn() {
        return StandIn.find(parts, clientRequest, validation);
    }

    /**
     * @param received what the origin sent
     * @param response what that makes, together with {@code beginning}
     * @param place whether and where that is to be stored
     */
    private Received relay(
            ResponseHead received,
            ResponseHead response,
            ResponseStorer.Place place,
            Instant responseTime,
            Iterator<ByteBuffer> beginning,
            Optional<Refresh> behind) {
        Verdict storable = place.verdict();
        // Must come before what is stored now, or it would end that as well.
        Effect effect = superseded.survives(place, response) ? superseded.conclude(received.status()) : Effect.NONE;
        Optional<FetchCourse> instead = inPlace(effect);
        if (instead.isPresent()) {
            return instead.get();
        }
        if (storable.allowed()) {
            parts.inFlightFetches().learn(plan.found().key(), clientRequest, response, inFlight);
        }
        CacheFill fill = storable.allowed()
                ? parts.storer().begin(clientRequest, place.key(), response, requestTime, responseTime, inFlight)
                : CacheFill.nowhere(storable.reason());
        boolean notTaken = storable.allowed() && !fill.storing();
        Effect afterwards = notTaken ? superseded.conclude(received.status()) : effect;
        instead = notTaken ? inPlace(afterwards) : instead;
        if (instead.isPresent()) {
            return instead.get();
        }
        Optional<Refresh> asked = behind.or(() -> behind(afterwards));
        inFlight.filter(own -> own.outcome().isEmpty())
                .ifPresent(own -> parts.inFlightFetches().notShared(own, storable.reason()));
        return new RelayedResponse(parts, clientRequest, response, responseTime)
                .relay(fill, status.fwdStatus(received.status()), place.key(), beginning, asked);
    }
}
