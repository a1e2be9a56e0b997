package io.freshet.engine;

import io.freshet.http.RequestHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.CodedRanges;
import io.freshet.policy.Methods;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.Measures;
import io.freshet.store.StoredResponse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Answers from the store what may be answered from it, and says how to fetch the rest. One instance serves all requests.
 *
 * <p>An adapter calls {@link #begin}; where that gives a {@link Fetch}, it asks the origin and tells the fetch what came of it.
 * The engine never touches a socket.
 */
public final class CacheEngine implements AutoCloseable {

    private static final byte[] NO_CONTENT = {};

    private final CacheStore store;
    private final Shared shared;
    private final PolicySettings settings;
    private final EngineSettings own;
    private final Treatment treatment;
    private final Keys keys;
    private final Treating treating;
    private final Lookup lookup;
    private final Answers answers;
    private final Codings codings;
    private final Filling filling;
    private final Updates updates;
    private final Endings endings;
    private final Flights flights;
    private final Crowd crowd;

    /** What engines have in common that treat requests differently. */
    private record Shared(
            CacheStore store,
            Clock clock,
            Changes changes,
            Codings codings,
            Refreshes refreshes,
            Flights flights,
            Elections elections) {

        static Shared of(CacheStore store, PolicySettings settings, EngineSettings own, Clock clock) {
            Changes changes = new Changes();
            return new Shared(
                    store,
                    clock,
                    changes,
                    new Codings(store, own.compression(), settings),
                    new Refreshes(own.maxRefreshes(), own.collapse().hitForMiss()),
                    new Flights(own.collapse(), changes, settings.concealment()),
                    new Elections(store, own.collapse()));
        }
    }

    /**
     * @param store where responses are kept; its faults are the caller's to hide, see {@link io.freshet.store.ResilientStore}
     * @param settings what the operator says about the rules
     * @param own what the operator says about the rest
     * @param clock the wall clock that ages are reckoned by
     */
    public CacheEngine(CacheStore store, PolicySettings settings, EngineSettings own, Clock clock) {
        this(Shared.of(store, settings, own, clock), settings, own, Treatment.plain(own));
    }

    private CacheEngine(Shared shared, PolicySettings settings, EngineSettings own, Treatment treatment) {
        this.shared = shared;
        this.settings = settings;
        this.own = own;
        this.treatment = treatment;
        store = shared.store();
        flights = shared.flights();
        crowd = new Crowd(this, flights, shared.elections());
        keys = new Keys(treatment.origin(), treatment.key());
        treating = new Treating(treatment, keys, settings);
        SearchRules searchRules = new SearchRules(store, keys);
        lookup = new Lookup(store, searchRules, settings, treatment.bypass());
        answers = new Answers(settings);
        codings = shared.codings().under(settings);
        filling = new Filling(store, searchRules, shared.changes(), flights, settings);
        updates = new Updates(store, keys, treating, searchRules, shared.changes(), codings, settings);
        endings = new Endings(updates, shared.refreshes(), treatment);
    }

    /** An engine for requests that are treated so. They have the store in common, and what is under way; it needs no closing. */
    public CacheEngine treating(Treatment other) {
        return new CacheEngine(shared, settings, own, other);
    }

    /**
     * The same with other settings from now on. Of {@code others} what bounds all requests together is left as it was:
     * {@code maxRefreshes}, {@code collapse} and {@code compression}; nor does what conceals secrets change.
     */
    public CacheEngine with(PolicySettings otherSettings, EngineSettings others) {
        return new CacheEngine(shared, otherSettings, others, Treatment.plain(others));
    }

    /** Whether content is part of the key of a request with this method, so that {@link #beginQuery} wants to have it. */
    public static boolean keyedOnContent(String method) {
        return Methods.isQuery(method);
    }

    /**
     * The first step for a client's request: an {@link Answer}, a {@link Fetch}, or to {@link Follow} another request. May block
     * for the store.
     *
     * @param request the client's request without hop-by-hop fields
     * @param hasContent whether content comes with it that is not known yet; such a request never uses the cache
     */
    public Step begin(RequestHead request, boolean hasContent) {
        return begin(request, key(request, hasContent), hasContent, Waited.NOT);
    }

    /** The first step for a QUERY, as {@link #begin} is for others; all of its content is known. */
    public Step beginQuery(RequestHead request, byte[] content) {
        return begin(request, keys.of(request, content), false, Waited.NOT);
    }

    /**
     * What {@link #begin} would do with this request now, and why: the decision is made as it is made there, and not carried
     * out. Changes nothing. May block for the store.
     */
    public Explanation explain(RequestHead request, boolean hasContent) {
        return Explanation.of(this, find(request, key(request, hasContent), hasContent));
    }

    /** Removes what is stored for a request's target, whatever else the request says. May block for the store. */
    public Purged remove(RequestHead request) {
        long met = updates.met(request);
        return new Purged(updates.remove(request, request.uri(), now()), met);
    }

    /**
     * Makes what is stored for a request's target stale, so that it is validated or fetched again; until then it may answer. May
     * block for the store.
     */
    public Purged soften(RequestHead request) {
        long met = updates.met(request);
        return new Purged(updates.soften(request), met);
    }

    /** Tells what can be measured of what requests do together. */
    public void measure(Measures measures) {
        flights.measure(measures);
        codings.measure(measures);
        shared.refreshes().measure(measures);
    }

    /**
     * The answer that {@link #begin} would give to this request, which has no content, if that is a fresh stored response which
     * is at hand; none otherwise. Never blocks.
     */
    public Optional<Ready> ready(RequestHead client) {
        Instant now = now();
        RequestHead request = codings.asked(client);
        CacheKey key = keys.of(request);
        List<StoredResponse> stored = store.peek(key);
        return lookup.inMemory(request, key, stored, now).flatMap(found -> {
            if (!(found.reuse() instanceof Reuse.Serve serve)) {
                return Optional.empty();
            }
            Candidate chosen = found.candidates().with(serve.stored());
            Answering answering = new Answering(this, found);
            return answering.atHand(chosen, serve.freshness()).map(represented -> {
                Prepared answer = answering.prepared(represented, chosen, serve.freshness(), serve.reason());
                return Ready.of(answer, chosen, represented, stored, serve.freshness(), now);
            });
        });
    }

    /** The content of {@code ready}, or nothing where that does not hold any more. Never blocks. */
    public Optional<Iterator<ByteBuffer>> content(Ready ready) {
        return ready.content(store::peek, now());
    }

    private CacheKey key(RequestHead request, boolean hasContent) {
        boolean emptyQuery = Methods.isQuery(request.method()) && !hasContent;
        return emptyQuery ? keys.of(request, NO_CONTENT) : keys.of(request);
    }

    private Step begin(RequestHead request, CacheKey key, boolean hasContent, Waited waited) {
        long landed = flights.landed(key);
        Found found = find(request, key, hasContent);
        return answer(found).map(Step.class::cast).orElseGet(() -> crowd.join(found, waited, landed));
    }

    private Found find(RequestHead client, CacheKey key, boolean hasContent) {
        RequestHead request = codings.asked(client);
        Found found = lookup.find(request, key, hasContent, now());
        boolean confusing = found.reuse() instanceof Reuse.ServeParts serve
                && codings.confuses(request, serve.parts().complete());
        return confusing ? lookup.find(CodedRanges.whole(request), key, hasContent, now()) : found;
    }

    private Optional<Answer> answer(Found found) {
        return found.reuse().as(new Answering(this, found));
    }

    /** Ends what goes on behind requests. */
    @Override
    public void close() {
        shared.elections().close();
        codings.close();
    }

    /** The first step once more. */
    Step again(Found found, Waited waited) {
        return begin(found.request(), found.key(), false, waited);
    }

    /** Whether what is stored now answers. May block for the store. */
    boolean stored(Found found) {
        return find(found.request(), found.key(), false).reuse().serves();
    }

    /** The same without waiting for anybody, nor anybody for it. */
    Step alone(Found before) {
        Found found = find(before.request(), before.key(), false);
        return answer(found).map(Step.class::cast).orElseGet(() -> fetch(found));
    }

    /** A fetch for a request that nothing stored answers. */
    Fetch fetch(Found found) {
        return found.reuse().serves()
                ? Fetch.filling(this, lookup.withRules(found), Reason.STORED_CONTENT_GONE)
                : found.reuse().as(new Asking(this, found)).orElseThrow();
    }

    /** Whether a response that is not stored yet still counts. May block for the store. */
    boolean stands(CacheKey key, StoredHead head) {
        return store.stands(key, head);
    }

    /** Has {@code stored} brought up to date, unless that is being done already. */
    Optional<Refresh> refresh(Found found, Candidate stored) {
        return shared.refreshes().begin(stored, found.request(), () -> {
            Found known = lookup.withRules(found);
            return known.reuse().as(new Asking(this, known)).orElseThrow();
        });
    }

    /** With the key where the operator wants to see it (RFC 9211 §2.7). */
    CacheStatus keyed(CacheStatus status, CacheKey key) {
        return own.showKey() ? status.key(key.value()) : status;
    }

    Answers answers() {
        return answers;
    }

    Codings codings() {
        return codings;
    }

    Filling filling() {
        return filling;
    }

    Flights flights() {
        return flights;
    }

    Treating treating() {
        return treating;
    }

    /** The names of the rules that are about the requests of this engine. */
    List<String> rules() {
        return treatment.rules();
    }

    Endings endings() {
        return endings;
    }

    Refreshes refreshes() {
        return shared.refreshes();
    }

    Updates updates() {
        return updates;
    }

    PolicySettings settings() {
        return settings;
    }

    Instant now() {
        return shared.clock().instant();
    }
}
