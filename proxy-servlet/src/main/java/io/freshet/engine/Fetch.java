package io.freshet.engine;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.ClockSkew;
import io.freshet.policy.CodedRanges;
import io.freshet.policy.Conditions;
import io.freshet.policy.Directed;
import io.freshet.policy.Ending;
import io.freshet.policy.Freshening;
import io.freshet.policy.Freshness;
import io.freshet.policy.Invalidation;
import io.freshet.policy.Methods;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.policy.ServedHead;
import io.freshet.policy.StaleIfError;
import io.freshet.policy.StoredHead;
import io.freshet.policy.StoredHeads;
import io.freshet.policy.Superseding.Effect;
import io.freshet.policy.Surrogate;
import io.freshet.policy.Variance;
import io.freshet.policy.Verdict;
import io.freshet.store.StoreException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/**
 * One request to the origin on a client's behalf: what to send, and what to make of the outcome. An adapter sends {@link
 * #originFields()}, then calls exactly one of {@link #onHead} and {@link #onFailure}.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class Fetch implements Step {

    private final CacheEngine engine;
    private final Found found;
    private final RequestHead clientRequest;
    private final HttpFields originFields;
    private final Question question;
    private final Optional<Completion> completion;
    private final Reason why;
    private final Optional<Flight> flight;
    private final CacheStatus status;
    private final Instant requestTime;

    private Fetch(
            CacheEngine engine,
            Found found,
            HttpFields originFields,
            Question question,
            Optional<Completion> completion,
            Reason why,
            Optional<Flight> flight) {
        this.engine = engine;
        this.found = found;
        this.clientRequest = found.request();
        this.originFields = originFields;
        this.question = question;
        this.completion = completion;
        this.why = why;
        this.flight = flight;
        this.status = engine.keyed(Forwarded.status(why), found.key());
        this.requestTime = engine.now();
    }

    /** For what the cache has no part in: the request goes on as it is. */
    static Fetch passing(CacheEngine engine, Found found, Reason reason) {
        return unaccompanied(engine, found, found.request().fields(), Question.NONE, Optional.empty(), reason);
    }

    /** For a response that may be stored: the client's own condition stays here (RFC 9111 §4.3.2). */
    static Fetch filling(CacheEngine engine, Found found, Reason reason) {
        return asking(engine, found, Question.NONE, reason);
    }

    /** For a stored response that must be validated first (RFC 9111 §4.3.1). */
    static Fetch validating(CacheEngine engine, Found found, Reuse.Revalidate why) {
        return asking(
                engine, found, Question.about(found.candidates().with(why.stored()), Question.By.CLIENT), why.reason());
    }

    /** For a stored response that is served stale: no client waits for what the origin says of it. */
    static Fetch refreshing(CacheEngine engine, Found found, Reuse.ServeAndRevalidate why) {
        RequestHead request = found.request();
        // The client's directives were about its own request.
        HttpFields fields = HttpFields.build(request.fields())
                .remove("Cache-Control")
                .remove("Pragma")
                .asImmutable();
        Found own = found.as(new RequestHead("GET", request.uri(), fields, request.site()));
        return asking(
                engine, own, Question.about(found.candidates().with(why.stored()), Question.By.REFRESH), why.reason());
    }

    /** For a stored response that an answer to a client's request has put in doubt: no client waits for it. */
    private Fetch own(Candidate doubted) {
        RequestHead request =
                engine.endings().ownQuestion(clientRequest, doubted).orElseThrow();
        return asking(engine, found.as(request), Question.about(doubted, Question.By.CACHE), why);
    }

    /** For the whole response in place of an answer that is of no use. */
    private Fetch whole(Reason reason) {
        return asking(engine, found, question.unconditional(), reason);
    }

    /** For the rest of what is stored in part (RFC 9111 §3.4). */
    static Fetch completing(CacheEngine engine, Found found, Reuse.Complete why) {
        HttpFields fields = why.parts().askForRest(found.request());
        Completion completion = new Completion(why.parts(), found.candidates());
        return unaccompanied(engine, found, fields, Question.NONE, Optional.of(completion), why.reason());
    }

    private static Fetch asking(CacheEngine engine, Found found, Question question, Reason reason) {
        HttpFields fields = question.fields(found.request());
        return unaccompanied(engine, found, fields, question, Optional.empty(), reason);
    }

    private static Fetch unaccompanied(
            CacheEngine engine,
            Found found,
            HttpFields fields,
            Question question,
            Optional<Completion> completion,
            Reason why) {
        HttpFields announced = Surrogate.announced(fields, engine.settings());
        return new Fetch(engine, found, announced, question, completion, why, Optional.empty());
    }

    /** The same, with others waiting for what comes of it. */
    Fetch leading(Flight followers) {
        return new Fetch(engine, found, originFields, question, completion, why, Optional.of(followers));
    }

    /** Whether other requests wait for what comes of it. */
    public boolean isAwaited() {
        return flight.filter(Flight::isRead).isPresent();
    }

    /** Why the origin is asked. */
    Reason why() {
        return why;
    }

    /** The request that this fetch is for. */
    public RequestHead clientRequest() {
        return clientRequest;
    }

    /** The end-to-end fields of the request to the origin. */
    public HttpFields originFields() {
        return originFields;
    }

    /** Whether {@link #onHead} may block for the store when it is given this status. */
    public boolean mayBlock(int responseStatus) {
        return Invalidation.invalidates(clientRequest, responseStatus)
                || question.concernsStored()
                || (completion.isPresent() && responseStatus == HttpStatus.PARTIAL_CONTENT_206);
    }

    /**
     * The origin's response has begun.
     *
     * @param response its head without hop-by-hop fields; a final status
     * @param ending how its content ends
     * @return a {@link Relay}; or an {@link Answer}, and the response's content is not wanted; or a {@link Fetch} to make in
     *     place of this one, likewise
     */
    public Step onHead(ResponseHead response, Ending ending) {
        Step step = step(response, ending);
        if (step instanceof Fetch instead) {
            return flight.map(instead::leading).orElse(instead);
        }
        if (step instanceof Answer) {
            flight.ifPresent(own -> own.decide(new Flight.Outcome.Stored()));
        }
        return step;
    }

    private Step step(ResponseHead received, Ending ending) {
        Instant responseTime = engine.now();
        if (received.status() == HttpStatus.NOT_MODIFIED_304
                && question.preferred().isPresent()) {
            ResponseHead own = engine.treating().arrived(clientRequest, received, requestTime, responseTime);
            return notModified(question.preferred().get(), Directed.undirected(own), responseTime);
        }
        ResponseHead dated = StoredHeads.dated(received, responseTime);
        ResponseHead response = engine.treating().arrived(clientRequest, dated, requestTime, responseTime);
        if (completion.isPresent()) {
            return onRest(completion.get(), response, ending, responseTime);
        }
        if (response.status() == HttpStatus.PARTIAL_CONTENT_206
                && why != Reason.BYPASS
                && engine.codings().confuses(clientRequest, response)) {
            return filling(engine, found.as(CodedRanges.whole(clientRequest)), Reason.RANGE_AMBIGUOUS);
        }
        if (StaleIfError.isError(response.status())) {
            Optional<Answer> stale = standIn(response.status());
            if (stale.isPresent()) {
                Optional<Fetch> instead = inPlace(conclude(response.status()));
                if (instead.isPresent()) {
                    return instead.get();
                }
                flight.ifPresent(own -> own.decide(new Flight.Outcome.StoodIn(response.status())));
                return stale.get();
            }
        }
        Optional<Refresh> behind = question.preferred()
                .filter(stored -> clientRequest.method().equals("HEAD")
                        && engine.updates().byHead(clientRequest, stored, response, requestTime, responseTime))
                .flatMap(stored -> behind(conclude(response.status())));
        Filling.Place place = place(response, ending);
        engine.updates().invalidate(clientRequest, response, responseTime);
        return relay(response, response, place, responseTime, Collections.emptyIterator(), behind);
    }

    /** The answer, with this status, does not replace the stored response that it is about. May block for the store. */
    private Effect conclude(int responseStatus) {
        return question.about()
                .map(stored -> engine.endings().conclude(clientRequest, stored, question.by(), responseStatus))
                .orElse(Effect.NONE);
    }

    /** What the cache asks itself about a stored response in doubt, where this fetch has a client that gets its own answer. */
    private Optional<Refresh> behind(Effect effect) {
        return effect == Effect.IN_DOUBT && question.by() == Question.By.CLIENT
                ? engine.refreshes().ask(about(), () -> own(about()))
                : Optional.empty();
    }

    /** The same in place of this fetch, where no client waits for it. */
    private Optional<Fetch> inPlace(Effect effect) {
        boolean asks = effect == Effect.IN_DOUBT
                && question.by() == Question.By.REFRESH
                && engine.refreshes().mayAsk(about());
        return asks ? Optional.of(own(about())) : Optional.empty();
    }

    private Candidate about() {
        return question.about().orElseThrow();
    }

    private Filling.Place place(ResponseHead response, Ending ending) {
        return engine.filling().place(found, why, response, ending, requestTime);
    }

    /** RFC 9111 §3.4: what fits is put together; any other part is of no use to a client that wants the whole. */
    private Step onRest(Completion stored, ResponseHead response, Ending ending, Instant responseTime) {
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
            return filling(engine, found, Reason.VALIDATOR_MISMATCH);
        }
        try {
            Iterator<ByteBuffer> beginning = stored.beginning();
            ResponseHead whole = stored.head(response);
            return relay(response, whole, place(whole, ending), responseTime, beginning, Optional.empty());
        } catch (StoreException gone) {
            return filling(engine, found, Reason.STORED_CONTENT_GONE);
        }
    }

    /** The origin gives no response: tells those that wait for it. Never blocks. */
    public void failed(OriginFailure failure) {
        flight.ifPresent(own -> own.decide(new Flight.Outcome.Failed(failure)));
        question.about().ifPresent(stored -> engine.endings().inVain(clientRequest, stored, question.by()));
    }

    /** The origin is not asked, or not again: those that wait may do so. Never blocks. */
    public void abandon() {
        flight.ifPresent(own -> own.decide(new Flight.Outcome.Abandoned()));
    }

    /** The answer where the origin gave no response; {@link #failed} is said with it. May block for the store. */
    public Answer onFailure(OriginFailure failure) {
        failed(failure);
        return staleInstead(status).orElseGet(() -> Refusals.originFailed(failure, status));
    }

    /** RFC 9111 §4.3.4: what the origin confirms is brought up to date, and answers. */
    private Step notModified(Candidate asked, ResponseHead response, Instant responseTime) {
        if (!Freshening.applies(asked.head(), response)) {
            return whole(Reason.VALIDATOR_MISMATCH);
        }
        Updates.Freshened freshened =
                engine.updates().freshen(clientRequest, asked, response, requestTime, responseTime);
        StoredHead head = freshened.head();
        Freshness freshness = Freshness.of(head, engine.settings(), responseTime);
        ResponseHead served =
                withOwn(Freshening.personal(response, engine.settings()), ServedHead.validated(head, freshness));
        CacheStatus answered =
                skewed(status.fwdStatus(response.status()).ttl(freshness.remaining()), response, responseTime);
        Optional<Answer> answer =
                engine.answers().of(engine.codings().represent(clientRequest, asked, served), answered);
        if (answer.isEmpty()) {
            return whole(Reason.STORED_CONTENT_GONE);
        }
        // A 304 can forbid what its 200 allowed: then the confirmed response is served this once.
        Effect effect = freshened.forbidden() ? conclude(response.status()) : Effect.NONE;
        return inPlace(effect).map(Step.class::cast).orElseGet(() -> answer.get()
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
            ResponseHead served = ServedHead.of(head, stale.freshness(), engine.settings());
            return engine.answers().of(engine.codings().represent(clientRequest, stale.stored(), served), told);
        });
    }

    /** What there is to stand in for a failing origin, and whether it may. */
    Optional<StandIn> standIn() {
        return question.preferred().map(stored -> {
            Freshness freshness = Freshness.of(stored.head(), engine.settings(), engine.now());
            return new StandIn(
                    stored, freshness, StaleIfError.judge(clientRequest, stored.head(), freshness, engine.settings()));
        });
    }

    record StandIn(Candidate stored, Freshness freshness, Verdict verdict) {}

    /**
     * @param received what the origin sent
     * @param response what that makes, together with {@code beginning}
     * @param place whether and where that is to be stored
     */
    private Step relay(
            ResponseHead received,
            ResponseHead response,
            Filling.Place place,
            Instant responseTime,
            Iterator<ByteBuffer> beginning,
            Optional<Refresh> behind) {
        Verdict storable = place.verdict();
        // Must come before what is stored now, or it would end that as well.
        Effect effect = leavesStored(place, response) ? conclude(received.status()) : Effect.NONE;
        Optional<Fetch> instead = inPlace(effect);
        if (instead.isPresent()) {
            return instead.get();
        }
        if (storable.allowed()) {
            engine.flights().learn(found.key(), clientRequest, response, flight);
        }
        Fill fill = storable.allowed()
                ? engine.filling().begin(clientRequest, place.key(), response, requestTime, responseTime, flight)
                : Fill.nowhere(storable.reason());
        boolean notTaken = storable.allowed() && !fill.storing();
        Effect afterwards = notTaken ? conclude(received.status()) : effect;
        instead = notTaken ? inPlace(afterwards) : instead;
        if (instead.isPresent()) {
            return instead.get();
        }
        Optional<Refresh> asked = behind.or(() -> behind(afterwards));
        flight.filter(own -> own.outcome().isEmpty())
                .ifPresent(own -> engine.flights().letGo(own, storable.reason()));
        CacheStatus answered = status.fwdStatus(received.status());
        CacheStatus told = fill.refusal()
                .map(why -> answered.detail(why == Reason.STALE_ON_ARRIVAL ? orSkew(why, response, responseTime) : why))
                .orElseGet(() -> Marks.directed(
                        skewed(engine.keyed(answered, place.key()).stored(), response, responseTime), response));
        ResponseHead sent = fill.storing() ? engine.codings().varied(response, fill.length()) : response;
        ResponseHead head = Marks.miss(engine.answers().forClient(clientRequest, sent), told);
        if (Conditions.evaluate(clientRequest, response) == Conditions.Outcome.NOT_MODIFIED) {
            return new Relay(Conditions.notModified(head), false, fill, beginning, asked);
        }
        return new Relay(head, !clientRequest.method().equals("HEAD"), fill, beginning, asked);
    }

    /** Whether what this fetch is about would still be there, and count again some day, if the response were stored. */
    private boolean leavesStored(Filling.Place place, ResponseHead response) {
        if (question.about().isEmpty() || !Methods.isGet(clientRequest.method())) {
            return false;
        }
        boolean edition = response.status() >= 200 && response.status() < 300;
        return !place.verdict().allowed() || (!edition && !replaces(place, response, about()));
    }

    private boolean replaces(Filling.Place place, ResponseHead response, Candidate stored) {
        String variant =
                Variance.variant(clientRequest, response, engine.settings().concealment());
        return place.key().equals(stored.key())
                && variant.equals(stored.response().variant());
    }

    private static Reason orSkew(Reason why, ResponseHead response, Instant responseTime) {
        return ClockSkew.isFar(response, responseTime) ? Reason.CLOCK_SKEW : why;
    }

    private static CacheStatus skewed(CacheStatus status, ResponseHead response, Instant responseTime) {
        return ClockSkew.isFar(response, responseTime) ? status.detail(Reason.CLOCK_SKEW) : status;
    }
}
