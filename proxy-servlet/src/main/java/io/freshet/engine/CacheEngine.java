package io.freshet.engine;

import io.freshet.engine.course.Explanation;
import io.freshet.engine.course.Parts;
import io.freshet.engine.course.RequestCollapser;
import io.freshet.engine.course.StoredResponder;
import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.response.AgeTold;
import io.freshet.engine.response.CachedHit;
import io.freshet.engine.response.Step;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.rules.EngineSettings;
import io.freshet.engine.rules.RequestRules;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Methods;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Reuse;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.LookedUp;
import io.freshet.store.Measures;
import io.freshet.store.StoredResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Answers from the store what may be answered from it, and says how to fetch the rest. One instance serves all requests.
 *
 * <p>An adapter calls {@link #begin}; where that gives a {@link Step.Fetch}, it asks the origin and tells the fetch what came of it.
 * The engine never touches a socket.
 */
public final class CacheEngine implements AutoCloseable {

    private static final byte[] NO_CONTENT = {};

    private final Parts parts;
    private final RequestCollapser collapser;

    /**
     * @param store where responses are kept; its faults are the caller's to hide, see {@link io.freshet.store.ResilientStore}
     * @param settings what the operator says about the rules
     * @param own what the operator says about the rest
     * @param clock the wall clock that ages are reckoned by
     */
    public CacheEngine(CacheStore store, PolicySettings settings, EngineSettings own, Clock clock) {
        this(Parts.of(Parts.Shared.of(store, settings, own, clock), settings, own, RequestRules.plain(own)));
    }

    private CacheEngine(Parts parts) {
        this.parts = parts;
        this.collapser = new RequestCollapser(parts);
    }

    /** An engine for requests that are treated so. They have the store in common, and what is under way; it needs no closing. */
    public CacheEngine withRules(RequestRules other) {
        return new CacheEngine(Parts.of(parts.shared(), parts.settings(), parts.own(), other));
    }

    /**
     * This engine with other settings from now on. What bounds all requests together stays as it was:
     * {@code maxRefreshes}, {@code collapse} and {@code compression}; nor does what conceals secrets change.
     */
    public CacheEngine with(PolicySettings otherSettings, EngineSettings others) {
        return new CacheEngine(Parts.of(parts.shared(), otherSettings, others, RequestRules.plain(others)));
    }

    /** Whether content is part of the key of a request with this method, so that {@link #beginQuery} wants to have it. */
    public static boolean keyedOnContent(String method) {
        return Methods.isQuery(method);
    }

    /**
     * The first step for a client's request: an {@link Step.Answer}, a {@link Step.Fetch}, or to {@link Step.Await} another request. May block
     * for the store.
     *
     * @param request the client's request without hop-by-hop fields
     * @param hasContent whether content comes with it that is not known yet; such a request never uses the cache
     */
    public Step begin(RequestHead request, boolean hasContent) {
        return begin(request, hasContent, Optional.empty());
    }

    /** As {@link #begin}, with what {@link #lookupAhead} has found; that is taken where it is still current. */
    public Step begin(RequestHead request, boolean hasContent, Optional<LookedUp> ahead) {
        return collapser.begin(request, key(request, hasContent), hasContent, ahead);
    }

    /** The first step for a QUERY, as {@link #begin} is for others; all of its content is known. */
    public Step beginQuery(RequestHead request, byte[] content) {
        return collapser.begin(request, parts.keys().of(request, content), false, Optional.empty());
    }

    /**
     * What {@link #begin} would do with this request now, and why: the decision is made as it is made there, and not carried
     * out. Changes nothing. May block for the store.
     */
    public Explanation explain(RequestHead request, boolean hasContent) {
        return Explanation.of(parts, parts.find(request, key(request, hasContent), hasContent));
    }

    /** Removes what is stored for a request's target, whatever else the request says. May block for the store. */
    public PurgeResult remove(RequestHead request) {
        long met = parts.updater().met(request);
        return new PurgeResult(parts.updater().remove(request, request.uri(), parts.now()), met);
    }

    /**
     * Makes what is stored for a request's target stale, so that it is validated or fetched again; until then it may answer. May
     * block for the store.
     */
    public PurgeResult soften(RequestHead request) {
        long met = parts.updater().met(request);
        return new PurgeResult(parts.updater().soften(request), met);
    }

    /** Tells what can be measured of what requests do together. */
    public void measure(Measures measures) {
        parts.inFlightFetches().measure(measures);
        parts.compressedVariants().measure(measures);
        parts.refreshes().measure(measures);
    }

    /**
     * The answer that {@link #begin} would give to this request, which has no content, if that is a fresh stored response which
     * is at hand; none otherwise. Never blocks.
     */
    public Optional<CachedHit.Made> ready(RequestHead client) {
        Instant now = parts.now();
        RequestHead request = parts.compressedVariants().asked(client);
        CacheKey key = parts.keys().of(request);
        return ready(request, key, parts.store().peek(key), now);
    }

    /**
     * Has what is stored for a client's request without content looked up, without a thread that waits. Never blocks, nor must what is
     * done with it.
     *
     * @return completes with nothing where only {@link #begin} can tell
     */
    public CompletionStage<Optional<LookedUp>> lookupAhead(RequestHead client) {
        RequestHead request = parts.compressedVariants().asked(client);
        return parts.lookup().ahead(request, parts.keys().of(request));
    }

    /** As {@link #ready(RequestHead)} of what was looked up ahead for this request just now. Never blocks. */
    public Optional<CachedHit.Made> ready(RequestHead client, LookedUp ahead) {
        RequestHead request = parts.compressedVariants().asked(client);
        return ready(request, ahead.key(), ahead.responses(), parts.now());
    }

    private Optional<CachedHit.Made> ready(
            RequestHead request, CacheKey key, List<StoredResponse> stored, Instant now) {
        return parts.lookup().inMemory(request, key, stored, now).flatMap(found -> {
            if (!(found.reuse() instanceof Reuse.Serve serve)) {
                return Optional.empty();
            }
            Candidate chosen = found.candidates().with(serve.stored());
            StoredResponder responder = new StoredResponder(parts, found);
            return responder.atHand(chosen, serve.freshness()).map(represented -> {
                CacheStatus status = responder.hit(chosen, serve.freshness(), serve.reason());
                return CachedHit.of(
                        responder.prepared(represented, status),
                        AgeTold.of(request, serve, status, now),
                        chosen,
                        represented,
                        stored);
            });
        });
    }

    /**
     * The answer that {@code ready} is now, or nothing where that does not hold any more. Never blocks.
     *
     * @param head that of {@code ready}, with what the connection to the client needs
     */
    public Optional<Answer> answer(CachedHit ready, ResponseHead head) {
        return ready.answer(head, parts.store()::peek, parts.now());
    }

    /** As {@link #answer(CachedHit, ResponseHead)}, made of what was looked up ahead. Never blocks. */
    public Optional<Answer> answer(CachedHit ready, ResponseHead head, LookedUp ahead) {
        return ready.answer(
                head,
                key -> key.equals(ahead.key())
                        ? ahead.responses()
                        : parts.store().peek(key),
                parts.now());
    }

    private CacheKey key(RequestHead request, boolean hasContent) {
        boolean emptyQuery = Methods.isQuery(request.method()) && !hasContent;
        return emptyQuery ? parts.keys().of(request, NO_CONTENT) : parts.keys().of(request);
    }

    /** Ends what goes on behind requests. */
    @Override
    public void close() {
        parts.shared().fetchLeases().close();
        parts.compressedVariants().close();
    }
}
