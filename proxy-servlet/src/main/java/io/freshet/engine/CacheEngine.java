package io.freshet.engine;

import io.freshet.http.RequestHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Freshness;
import io.freshet.policy.Methods;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.policy.ServedHead;
import io.freshet.policy.StoredHead;
import io.freshet.policy.StoredParts;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.StoredResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Answers from the store what may be answered from it, and says how to fetch the rest. One instance serves all requests.
 *
 * <p>An adapter calls {@link #begin}; where that gives a {@link Fetch}, it asks the origin and tells the fetch what came of it.
 * The engine never touches a socket.
 */
public final class CacheEngine {

    private static final byte[] NO_CONTENT = {};

    private final CacheStore store;
    private final PolicySettings settings;
    private final EngineSettings own;
    private final Keys keys;
    private final Clock clock;
    private final Answers answers;
    private final Filling filling;
    private final Groups groups;
    private final Updates updates;
    private final Refreshes refreshes;

    /**
     * @param store where responses are kept; its faults are the caller's to hide, see {@link io.freshet.store.ResilientStore}
     * @param settings what the operator says about the rules
     * @param own what the operator says about the rest
     * @param clock the wall clock that ages are reckoned by
     */
    public CacheEngine(CacheStore store, PolicySettings settings, EngineSettings own, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.own = own;
        this.keys = new Keys(own.origin(), own.ignoredParameters());
        this.refreshes = new Refreshes(own.maxRefreshes());
        this.clock = clock;
        this.answers = new Answers(settings);
        this.filling = new Filling(store, settings);
        this.groups = new Groups(store, own.origin());
        this.updates = new Updates(store, keys, groups, settings);
    }

    /** Whether content is part of the key of a request with this method, so that {@link #beginQuery} wants to have it. */
    public static boolean keyedOnContent(String method) {
        return Methods.isQuery(method);
    }

    /**
     * The first step for a client's request: an {@link Answer} or a {@link Fetch}. May block for the store.
     *
     * @param request the client's request without hop-by-hop fields
     * @param hasContent whether content comes with it that is not known yet; such a request never uses the cache
     */
    public Step begin(RequestHead request, boolean hasContent) {
        if (Methods.isQuery(request.method()) && !hasContent) {
            return beginQuery(request, NO_CONTENT);
        }
        CacheKey key = keys.of(request);
        return hasContent || !Methods.answerable(request.method())
                ? Fetch.passing(this, request, key)
                : begin(request, key);
    }

    /** The first step for a QUERY, as {@link #begin} is for others; all of its content is known. */
    public Step beginQuery(RequestHead request, byte[] content) {
        return begin(request, keys.of(request, content));
    }

    private Step begin(RequestHead request, CacheKey key) {
        Candidates candidates = new Candidates(groups.standing(store.lookup(key)));
        Reuse reuse = Reuse.decide(request, candidates.heads(), settings, clock.instant());
        if (reuse instanceof Reuse.Serve serve) {
            CacheStatus status = hit(key, serve.freshness(), serve.reason());
            return serve(request, candidates.with(serve.stored()), serve.freshness(), status)
                    .map(Step.class::cast)
                    .orElseGet(() -> Fetch.filling(this, request, key, Reason.STORED_CONTENT_GONE));
        }
        if (reuse instanceof Reuse.ServeAndRevalidate serve) {
            if (Methods.isQuery(request.method())) {
                // Its content is not kept, so that it cannot be asked again behind its client.
                return Fetch.validating(
                        this,
                        request,
                        key,
                        candidates,
                        new Reuse.Revalidate(serve.stored(), serve.freshness(), Reason.STALE));
            }
            StoredResponse stored = candidates.with(serve.stored());
            CacheStatus status = hit(key, serve.freshness(), serve.reason());
            return serve(request, stored, serve.freshness(), status)
                    .map(answer -> answer.with(refreshes.begin(
                            key, stored.variant(), () -> Fetch.refreshing(this, request, key, candidates, serve))))
                    .map(Step.class::cast)
                    .orElseGet(() -> Fetch.filling(this, request, key, Reason.STORED_CONTENT_GONE));
        }
        if (reuse instanceof Reuse.ServeParts serve) {
            return serveParts(request, key, candidates, serve)
                    .map(Step.class::cast)
                    .orElseGet(() -> Fetch.filling(this, request, key, Reason.STORED_CONTENT_GONE));
        }
        if (reuse instanceof Reuse.Complete complete) {
            return Fetch.completing(this, request, key, candidates, complete);
        }
        if (reuse instanceof Reuse.Revalidate revalidate) {
            return Fetch.validating(this, request, key, candidates, revalidate);
        }
        if (reuse instanceof Reuse.Unsatisfiable unsatisfiable) {
            return Refusals.onlyIfCached(unsatisfiable.reason());
        }
        return forward(request, key, candidates, ((Reuse.Forward) reuse).reason());
    }

    private Step forward(RequestHead request, CacheKey key, Candidates candidates, Reason reason) {
        return reason == Reason.VARY_MISS
                ? Fetch.selecting(this, request, key, candidates)
                : Fetch.filling(this, request, key, reason);
    }

    private Optional<Answer> serveParts(
            RequestHead request, CacheKey key, Candidates candidates, Reuse.ServeParts serve) {
        StoredParts parts = serve.parts();
        StoredHead newest = parts.newest();
        StoredHead whole =
                new StoredHead(newest.request(), parts.complete(), newest.requestTime(), newest.responseTime());
        return answers.of(
                request,
                ServedHead.of(whole, serve.freshness(), settings),
                new AssembledBody(parts, candidates),
                parts.completeLength(),
                hit(key, serve.freshness(), serve.reason()));
    }

    private Optional<Answer> serve(
            RequestHead request, StoredResponse stored, Freshness freshness, CacheStatus status) {
        return answers.of(request, ServedHead.of(stored.head(), freshness, settings), stored.body(), status);
    }

    /** Why a stored response answered is said where it is not simply fresh. */
    private CacheStatus hit(CacheKey key, Freshness freshness, Reason reason) {
        CacheStatus status = keyed(CacheStatus.hit(), key).ttl(freshness.remaining());
        return reason == Reason.FRESH || reason == Reason.PARTS_FRESH ? status : status.detail(reason);
    }

    /** With the key where the operator wants to see it (RFC 9211 §2.7). */
    CacheStatus keyed(CacheStatus status, CacheKey key) {
        return own.showKey() ? status.key(key.value()) : status;
    }

    Answers answers() {
        return answers;
    }

    Filling filling() {
        return filling;
    }

    Updates updates() {
        return updates;
    }

    PolicySettings settings() {
        return settings;
    }

    Instant now() {
        return clock.instant();
    }
}
