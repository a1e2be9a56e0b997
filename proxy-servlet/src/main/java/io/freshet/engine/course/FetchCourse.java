package io.freshet.engine.course;

import io.freshet.engine.collapsing.InFlightFetch;
import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.lookup.LookupResult;
import io.freshet.engine.response.Marks;
import io.freshet.engine.response.RangeCompletion;
import io.freshet.engine.response.Refusals;
import io.freshet.engine.response.Step;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Received;
import io.freshet.engine.response.Step.Refresh;
import io.freshet.engine.response.Step.Relay;
import io.freshet.engine.storing.CacheFill;
import io.freshet.engine.storing.ResponseStorer;
import io.freshet.engine.storing.StoredResponseUpdater;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.ClockSkew;
import io.freshet.policy.CodedRanges;
import io.freshet.policy.Conditions;
import io.freshet.policy.Ending;
import io.freshet.policy.Freshening;
import io.freshet.policy.Freshness;
import io.freshet.policy.Invalidation;
import io.freshet.policy.Methods;
import io.freshet.policy.OperatorDirectives;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
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
    private final LookupResult found;
    private final RequestHead clientRequest;
    private final HttpFields originFields;
    private final ValidationRequest question;
    private final SupersededResponse superseded;
    private final Optional<RangeCompletion> completion;
    private final Reason why;
    private final Optional<InFlightFetch> flight;
    private final CacheStatus status;
    private final Instant requestTime;

    private FetchCourse(
            Parts parts,
            LookupResult found,
            HttpFields originFields,
            ValidationRequest question,
            Optional<RangeCompletion> completion,
            Reason why,
            Optional<InFlightFetch> flight) {
        this.parts = parts;
        this.found = found;
        this.clientRequest = found.request();
        this.originFields = originFields;
        this.question = question;
        this.superseded = new SupersededResponse(parts, found.request(), question);
        this.completion = completion;
        this.why = why;
        this.flight = flight;
        this.status = parts.keyed(ForwardStatus.status(why), found.key());
        this.requestTime = parts.now();
    }

    /** For what the cache has no part in: the request goes on as it is. */
    static FetchCourse passing(Parts parts, LookupResult found, Reason reason) {
        return unaccompanied(parts, found, found.request().fields(), ValidationRequest.NONE, Optional.empty(), reason);
    }

    /** For a response that may be stored: the client's own condition stays here (RFC 9111 §4.3.2). */
    static FetchCourse storer(Parts parts, LookupResult found, Reason reason) {
        return asking(parts, found, ValidationRequest.NONE, reason);
    }

    /** For a stored response that must be validated first (RFC 9111 §4.3.1). */
    static FetchCourse validating(Parts parts, LookupResult found, Reuse.Revalidate why) {
        return asking(
                parts,
                found,
                ValidationRequest.about(found.candidates().with(why.stored()), ValidationRequest.By.CLIENT),
                why.reason());
    }

    /** For a stored response that is served stale: no client waits for what the origin says of it. */
    static FetchCourse refreshing(Parts parts, LookupResult found, Reuse.ServeAndRevalidate why) {
        RequestHead request = found.request();
        // The client's directives were about its own request.
        HttpFields fields = HttpFields.build(request.fields())
                .remove("Cache-Control")
                .remove("Pragma")
                .asImmutable();
        LookupResult own = found.as(new RequestHead("GET", request.uri(), fields, request.site()));
        return asking(
                parts,
                own,
                ValidationRequest.about(found.candidates().with(why.stored()), ValidationRequest.By.REFRESH),
                why.reason());
    }

    /** For a stored response that an answer to a client's request has put in doubt: no client waits for it. */
    private FetchCourse own() {
        ValidationRequest own = ValidationRequest.about(superseded.stored(), ValidationRequest.By.CACHE);
        return asking(parts, found.as(superseded.ownQuestion()), own, why);
    }

    /** For the whole response in place of an answer that is of no use. */
    private FetchCourse whole(Reason reason) {
        return asking(parts, found, question.unconditional(), reason);
    }

    /** For the rest of what is stored in part (RFC 9111 §3.4). */
    static FetchCourse completing(Parts parts, LookupResult found, Reuse.Complete why) {
        HttpFields fields = why.parts().askForRest(found.request());
        RangeCompletion completion = new RangeCompletion(why.parts(), found.candidates());
        return unaccompanied(parts, found, fields, ValidationRequest.NONE, Optional.of(completion), why.reason());
    }

    private static FetchCourse asking(Parts parts, LookupResult found, ValidationRequest question, Reason reason) {
        HttpFields fields = question.fields(found.request());
        return unaccompanied(parts, found, fields, question, Optional.empty(), reason);
    }

    private static FetchCourse unaccompanied(
            Parts parts,
            LookupResult found,
            HttpFields fields,
            ValidationRequest question,
            Optional<RangeCompletion> completion,
            Reason why) {
        HttpFields announced = Surrogate.announced(fields, parts.settings());
        return new FetchCourse(parts, found, announced, question, completion, why, Optional.empty());
    }

    /** The same, with others waiting for what comes of it. */
    FetchCourse leading(InFlightFetch followers) {
        return new FetchCourse(parts, found, originFields, question, completion, why, Optional.of(followers));
    }

    @Override
    public boolean isAwaited() {
        return flight.filter(InFlightFetch::isRead).isPresent();
    }

    /** Why the origin is asked. */
    Reason why() {
        return why;
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
                || question.concernsStored()
                || (completion.isPresent() && responseStatus == HttpStatus.PARTIAL_CONTENT_206);
    }

    @Override
    public Received onHead(ResponseHead response, Ending ending) {
        Received received = receive(response, ending);
        if (received instanceof FetchCourse instead) {
            return flight.map(instead::leading).orElse(instead);
        }
        if (received instanceof Answer) {
            flight.ifPresent(own -> own.decide(new InFlightFetch.Outcome.Stored()));
        }
        return received;
    }

    private Received receive(ResponseHead received, Ending ending) {
        Instant responseTime = parts.now();
        if (received.status() == HttpStatus.NOT_MODIFIED_304
                && question.preferred().isPresent()) {
            ResponseHead own = parts.ruleApplier().arrived(clientRequest, received, requestTime, responseTime);
            return notModified(question.preferred().get(), OperatorDirectives.undirected(own), responseTime);
        }
        ResponseHead dated = StoredHeads.dated(received, responseTime);
        ResponseHead response = parts.ruleApplier().arrived(clientRequest, dated, requestTime, responseTime);
        if (completion.isPresent()) {
            return onRest(completion.get(), response, ending, responseTime);
        }
        if (response.status() == HttpStatus.PARTIAL_CONTENT_206
                && why != Reason.BYPASS
                && parts.compressedVariants().confuses(clientRequest, response)) {
            return storer(parts, found.as(CodedRanges.whole(clientRequest)), Reason.RANGE_AMBIGUOUS);
        }
        if (StaleIfError.isError(response.status())) {
            Optional<Answer> stale = standIn(response.status());
            if (stale.isPresent()) {
                Optional<FetchCourse> instead = inPlace(superseded.conclude(response.status()));
                if (instead.isPresent()) {
                    return instead.get();
                }
                flight.ifPresent(own -> own.decide(new InFlightFetch.Outcome.StoodIn(response.status())));
                return stale.get();
            }
        }
        Optional<Refresh> behind = question.preferred()
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

    /** The same in place of this fetch, where no client waits for it. */
    private Optional<FetchCourse> inPlace(Effect effect) {
        return superseded.asksInPlace(effect) ? Optional.of(own()) : Optional.empty();
    }

    private ResponseStorer.Place place(ResponseHead response, Ending ending) {
        return parts.storer().place(found, why, response, ending, requestTime);
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
            return storer(parts, found, Reason.VALIDATOR_MISMATCH);
        }
        try {
            Iterator<ByteBuffer> beginning = stored.beginning();
            ResponseHead whole = stored.head(response);
            return relay(response, whole, place(whole, ending), responseTime, beginning, Optional.empty());
        } catch (StoreException gone) {
            return storer(parts, found, Reason.STORED_CONTENT_GONE);
        }
    }

    @Override
    public void failed(OriginFailure failure) {
        flight.ifPresent(own -> own.decide(new InFlightFetch.Outcome.Failed(failure)));
        question.about().ifPresent(stored -> parts.endings().inVain(clientRequest, stored, question.by()));
    }

    @Override
    public void abandon() {
        flight.ifPresent(own -> own.decide(new InFlightFetch.Outcome.Abandoned()));
    }

    @Override
    public Answer onFailure(OriginFailure failure) {
        failed(failure);
        return staleInstead(status).orElseGet(() -> Refusals.originFailed(failure, status));
    }

    /** RFC 9111 §4.3.4: what the origin confirms is brought up to date, and answers. */
    private Received notModified(Candidate asked, ResponseHead response, Instant responseTime) {
        if (!Freshening.applies(asked.head(), response)) {
            return whole(Reason.VALIDATOR_MISMATCH);
        }
        StoredResponseUpdater.Freshened freshened =
                parts.updater().freshen(clientRequest, asked, response, requestTime, responseTime);
        StoredHead head = freshened.head();
        Freshness freshness = Freshness.of(head, parts.settings(), responseTime);
        ResponseHead served =
                withOwn(Freshening.personal(response, parts.settings()), ServedHead.validated(head, freshness));
        CacheStatus answered =
                skewed(status.fwdStatus(response.status()).ttl(freshness.remaining()), response, responseTime);
        Optional<Answer> answer =
                parts.answers().of(parts.compressedVariants().represent(clientRequest, asked, served), answered);
        if (answer.isEmpty()) {
            return whole(Reason.STORED_CONTENT_GONE);
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
        Optional<StandIn> standIn = standIn().filter(stale -> stale.verdict().allowed());
        return standIn.flatMap(stale -> {
            StoredHead head = stale.stored().head();
            CacheStatus told = answered.ttl(stale.freshness().remaining())
                    .detail(stale.verdict().reason());
            ResponseHead served = ServedHead.of(head, stale.freshness(), parts.settings());
            return parts.answers()
                    .of(parts.compressedVariants().represent(clientRequest, stale.stored(), served), told);
        });
    }

    /** What there is to stand in for a failing origin, and whether it may. */
    Optional<StandIn> standIn() {
        return question.preferred().map(stored -> {
            Freshness freshness = Freshness.of(stored.head(), parts.settings(), parts.now());
            return new StandIn(
                    stored, freshness, StaleIfError.judge(clientRequest, stored.head(), freshness, parts.settings()));
        });
    }

    record StandIn(Candidate stored, Freshness freshness, Verdict verdict) {}

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
            parts.inFlightFetches().learn(found.key(), clientRequest, response, flight);
        }
        CacheFill fill = storable.allowed()
                ? parts.storer().begin(clientRequest, place.key(), response, requestTime, responseTime, flight)
                : CacheFill.nowhere(storable.reason());
        boolean notTaken = storable.allowed() && !fill.storing();
        Effect afterwards = notTaken ? superseded.conclude(received.status()) : effect;
        instead = notTaken ? inPlace(afterwards) : instead;
        if (instead.isPresent()) {
            return instead.get();
        }
        Optional<Refresh> asked = behind.or(() -> behind(afterwards));
        flight.filter(own -> own.outcome().isEmpty())
                .ifPresent(own -> parts.inFlightFetches().letGo(own, storable.reason()));
        CacheStatus answered = status.fwdStatus(received.status());
        CacheStatus told = fill.refusal()
                .map(why -> answered.detail(why == Reason.STALE_ON_ARRIVAL ? orSkew(why, response, responseTime) : why))
                .orElseGet(() -> Marks.directed(
                        skewed(parts.keyed(answered, place.key()).stored(), response, responseTime), response));
        ResponseHead sent = fill.storing() ? parts.compressedVariants().varied(response, fill.length()) : response;
        ResponseHead head = Marks.miss(parts.answers().forClient(clientRequest, sent), told);
        if (Conditions.evaluate(clientRequest, response) == Conditions.Outcome.NOT_MODIFIED) {
            return new Relay(Conditions.notModified(head), false, fill, beginning, asked);
        }
        return new Relay(head, !Methods.isHead(clientRequest.method()), fill, beginning, asked);
    }

    private static Reason orSkew(Reason why, ResponseHead response, Instant responseTime) {
        return ClockSkew.isFar(response, responseTime) ? Reason.CLOCK_SKEW : why;
    }

    private static CacheStatus skewed(CacheStatus status, ResponseHead response, Instant responseTime) {
        return ClockSkew.isFar(response, responseTime) ? status.detail(Reason.CLOCK_SKEW) : status;
    }
}
