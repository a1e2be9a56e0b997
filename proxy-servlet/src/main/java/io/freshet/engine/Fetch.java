package io.freshet.engine;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Conditions;
import io.freshet.policy.Freshening;
import io.freshet.policy.Freshness;
import io.freshet.policy.Invalidation;
import io.freshet.policy.Reason;
import io.freshet.policy.Retention;
import io.freshet.policy.Reuse;
import io.freshet.policy.ServedHead;
import io.freshet.policy.StaleIfError;
import io.freshet.policy.Storability;
import io.freshet.policy.StoredHead;
import io.freshet.policy.StoredHeads;
import io.freshet.policy.Validation;
import io.freshet.policy.Variance;
import io.freshet.policy.Verdict;
import io.freshet.store.CacheKey;
import io.freshet.store.StoreWriter;
import io.freshet.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/**
 * One request to the origin on a client's behalf: what to send, and what to make of the outcome. An adapter sends {@link
 * #originFields()}, then calls exactly one of {@link #onHead} and {@link #onFailure}.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class Fetch implements Step {

    private final CacheEngine engine;
    private final RequestHead clientRequest;
    private final HttpFields originFields;
    private final Optional<StoredResponse> stored;
    private final Reason why;
    private final CacheStatus status;
    private final Instant requestTime;

    private Fetch(
            CacheEngine engine,
            RequestHead clientRequest,
            HttpFields originFields,
            Optional<StoredResponse> stored,
            Reason why) {
        this.engine = engine;
        this.clientRequest = clientRequest;
        this.originFields = originFields;
        this.stored = stored;
        this.why = why;
        this.status = forwarded(why);
        this.requestTime = engine.now();
    }

    /** For what the cache has no part in: the request goes on as it is. */
    static Fetch passing(CacheEngine engine, RequestHead request) {
        Reason reason = CacheEngine.reads(request.method()) ? Reason.BYPASS : Reason.METHOD;
        return new Fetch(engine, request, request.fields(), Optional.empty(), reason);
    }

    /** For a response that may be stored: the client's own condition stays here (RFC 9111 §4.3.2). */
    static Fetch filling(CacheEngine engine, RequestHead request, Reason reason) {
        return new Fetch(engine, request, Validation.unconditional(request), Optional.empty(), reason);
    }

    /** For a stored response that must be validated first (RFC 9111 §4.3.1). */
    static Fetch validating(CacheEngine engine, RequestHead request, StoredResponse stored, Reuse.Revalidate why) {
        HttpFields fields = Validation.conditional(request, stored.head());
        return new Fetch(engine, request, fields, Optional.of(stored), why.reason());
    }

    /** The client's request. */
    public RequestHead clientRequest() {
        return clientRequest;
    }

    /** The end-to-end fields of the request to the origin. */
    public HttpFields originFields() {
        return originFields;
    }

    /** Whether {@link #onHead} may block for the store when it is given this status. */
    public boolean mayBlock(int responseStatus) {
        boolean invalidates = Invalidation.unsafe(clientRequest.method()) && !isError(responseStatus);
        return invalidates || (stored.isPresent() && usesStored(responseStatus));
    }

    /**
     * The origin's response has begun.
     *
     * @param response its head without hop-by-hop fields; a final status
     * @param delimited whether the message itself tells where it ends; where only the end of the connection does, nobody can
     *     tell a whole response from one that broke off (RFC 9112 §8)
     * @return a {@link Relay}; or an {@link Answer}, and the response's content is not wanted; or a {@link Fetch} to make in
     *     place of this one, likewise
     */
    public Step onHead(ResponseHead response, boolean delimited) {
        Instant responseTime = engine.now();
        if (stored.isPresent()) {
            Optional<Step> fromStore = fromStore(stored.get(), response, responseTime);
            if (fromStore.isPresent()) {
                return fromStore.get();
            }
        }
        for (String uri : Invalidation.targets(clientRequest, response)) {
            engine.store().remove(engine.key(clientRequest, uri));
        }
        return relay(response, delimited, responseTime);
    }

    /** The origin gave no response. May block for the store. */
    public Answer onFailure(OriginFailure failure) {
        return stored.flatMap(candidate -> staleInstead(candidate, status))
                .orElseGet(() -> Refusals.originFailed(failure, status));
    }

    private Optional<Step> fromStore(StoredResponse candidate, ResponseHead response, Instant responseTime) {
        CacheStatus answered = status.fwdStatus(response.status());
        if (response.status() == HttpStatus.NOT_MODIFIED_304) {
            if (!Freshening.applies(candidate.head(), response)) {
                return Optional.of(filling(engine, clientRequest, Reason.VALIDATOR_MISMATCH));
            }
            return Optional.of(freshened(candidate, response, responseTime, answered));
        }
        if (StaleIfError.isError(response.status())) {
            return staleInstead(candidate, answered).map(Step.class::cast);
        }
        return Optional.empty();
    }

    private Step freshened(
            StoredResponse candidate, ResponseHead notModified, Instant responseTime, CacheStatus answered) {
        StoredHead head = Freshening.freshen(candidate.head(), notModified, requestTime, responseTime);
        keep(candidate, head);
        Freshness freshness = Freshness.of(head, engine.settings(), responseTime);
        ResponseHead confirmed = withOwn(Freshening.personal(notModified), ServedHead.validated(head, freshness));
        ResponseHead served = Marks.hit(confirmed, answered.ttl(freshness.remaining()));
        return engine.answer(clientRequest, served, candidate.body())
                .map(Step.class::cast)
                .orElseGet(() -> filling(engine, clientRequest, Reason.STORED_CONTENT_GONE));
    }

    /**
     * A 304 can forbid what its 200 allowed: then the confirmed response is served this once, and goes. What only this request
     * forbids is left as it was, so that no client can empty the cache for others.
     */
    private void keep(StoredResponse candidate, StoredHead head) {
        CacheKey key = engine.key(clientRequest);
        Duration retention = Retention.of(head, engine.settings());
        if (!storable(HttpFields.EMPTY, head.response()).allowed() || retention.isZero()) {
            engine.store().remove(key);
        } else if (storable(clientRequest.fields(), head.response()).allowed()) {
            engine.store().freshen(key, candidate, head, retention);
        }
    }

    private Verdict storable(HttpFields requestFields, ResponseHead response) {
        RequestHead asGet = new RequestHead("GET", clientRequest.uri(), requestFields);
        return Storability.judge(asGet, response, engine.settings());
    }

    private static ResponseHead withOwn(HttpFields own, ResponseHead head) {
        HttpFields.Mutable fields = HttpFields.build(head.fields());
        own.forEach(field -> fields.remove(field.getName()));
        return new ResponseHead(head.status(), fields.add(own).asImmutable());
    }

    private Optional<Answer> staleInstead(StoredResponse candidate, CacheStatus answered) {
        Freshness freshness = Freshness.of(candidate.head(), engine.settings(), engine.now());
        Verdict verdict = StaleIfError.judge(clientRequest, candidate.head(), freshness, engine.settings());
        if (!verdict.allowed()) {
            return Optional.empty();
        }
        CacheStatus stale = answered.ttl(freshness.remaining()).detail(verdict.reason());
        ResponseHead served = Marks.hit(ServedHead.of(candidate.head(), freshness), stale);
        return engine.answer(clientRequest, served, candidate.body());
    }

    private Step relay(ResponseHead response, boolean delimited, Instant responseTime) {
        Verdict storable = storable(response, delimited);
        Fill fill = storable.allowed() ? fill(response, responseTime) : Fill.nowhere();
        CacheStatus answered = status.fwdStatus(response.status());
        Reason refused = storable.allowed() ? Reason.STORE_REFUSED : storable.reason();
        ResponseHead head = Marks.miss(response, fill.storing() ? answered.stored() : answered.detail(refused));
        if (Conditions.evaluate(clientRequest, response) == Conditions.Outcome.NOT_MODIFIED) {
            return new Relay(Conditions.notModified(head), false, fill);
        }
        return new Relay(head, !clientRequest.method().equals("HEAD"), fill);
    }

    private Verdict storable(ResponseHead response, boolean delimited) {
        if (why == Reason.BYPASS) {
            return Verdict.no(why);
        }
        Verdict verdict = Storability.judge(clientRequest, response, engine.settings());
        return verdict.allowed() && !delimited ? Verdict.no(Reason.UNDELIMITED) : verdict;
    }

    private Fill fill(ResponseHead response, Instant responseTime) {
        StoredHead head = StoredHeads.of(clientRequest, response, requestTime, responseTime);
        Duration retention = Retention.of(head, engine.settings());
        // It may have aged beyond any use on its way here.
        if (retention.isZero()) {
            return Fill.nowhere();
        }
        String variant = Variance.variant(clientRequest, response);
        StoreWriter writer = engine.store().open(engine.key(clientRequest), variant, head, retention);
        return Fill.into(writer, declaredLength(response));
    }

    private boolean usesStored(int responseStatus) {
        return responseStatus == HttpStatus.NOT_MODIFIED_304 || StaleIfError.isError(responseStatus);
    }

    private static boolean isError(int status) {
        return status >= HttpStatus.BAD_REQUEST_400;
    }

    private static OptionalLong declaredLength(ResponseHead response) {
        long length = response.fields().getLongField(HttpHeader.CONTENT_LENGTH);
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    private static CacheStatus forwarded(Reason reason) {
        CacheStatus.Fwd why =
                switch (reason) {
                    case BYPASS -> CacheStatus.Fwd.BYPASS;
                    case METHOD -> CacheStatus.Fwd.METHOD;
                    case URI_MISS -> CacheStatus.Fwd.URI_MISS;
                    case VARY_MISS -> CacheStatus.Fwd.VARY_MISS;
                    case STALE, NO_CACHE -> CacheStatus.Fwd.STALE;
                    case STORED_CONTENT_GONE, VALIDATOR_MISMATCH -> CacheStatus.Fwd.MISS;
                    default -> CacheStatus.Fwd.REQUEST;
                };
        return CacheStatus.fwd(why);
    }
}
