package io.freshet.engine;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Conditions;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Reason;
import io.freshet.policy.Reuse;
import io.freshet.policy.ServedHead;
import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.StoreException;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Answers from the store what may be answered from it, and says how to fetch the rest. One instance serves all requests.
 *
 * <p>An adapter calls {@link #begin}; where that gives a {@link Fetch}, it asks the origin and tells the fetch what came of it.
 * The engine never touches a socket.
 */
public final class CacheEngine {

    private final CacheStore store;
    private final PolicySettings settings;
    private final String origin;
    private final Clock clock;

    /**
     * @param store where responses are kept; its faults are the caller's to hide, see {@link io.freshet.store.ResilientStore}
     * @param settings what the operator says about the rules
     * @param origin the origin's base URI, part of every key
     * @param clock the wall clock that ages are reckoned by
     */
    public CacheEngine(CacheStore store, PolicySettings settings, String origin, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.origin = origin;
        this.clock = clock;
    }

    /**
     * The first step for a client's request: an {@link Answer} or a {@link Fetch}. May block for the store.
     *
     * @param request the client's request without hop-by-hop fields
     * @param hasContent whether content comes with it; such a request never uses the cache
     */
    public Step begin(RequestHead request, boolean hasContent) {
        if (hasContent || !reads(request.method())) {
            return Fetch.passing(this, request);
        }
        List<StoredResponse> stored = store.lookup(key(request));
        List<StoredHead> heads = stored.stream().map(StoredResponse::head).toList();
        Reuse reuse = Reuse.decide(request, heads, settings, clock.instant());
        if (reuse instanceof Reuse.Serve serve) {
            CacheStatus status = CacheStatus.hit().ttl(serve.freshness().remaining());
            ResponseHead head = Marks.hit(ServedHead.of(serve.stored(), serve.freshness()), status);
            return answer(
                            request,
                            head,
                            stored.get(heads.indexOf(serve.stored())).body())
                    .map(Step.class::cast)
                    .orElseGet(() -> Fetch.filling(this, request, Reason.STORED_CONTENT_GONE));
        }
        if (reuse instanceof Reuse.Revalidate revalidate) {
            return Fetch.validating(this, request, stored.get(heads.indexOf(revalidate.stored())), revalidate);
        }
        if (reuse instanceof Reuse.Unsatisfiable unsatisfiable) {
            return Refusals.onlyIfCached(unsatisfiable.reason());
        }
        return Fetch.filling(this, request, ((Reuse.Forward) reuse).reason());
    }

    /**
     * A response out of the store, or none when its content has gone meanwhile. Also answers the client's own condition
     * (RFC 9111 §4.3.2). May block for the store.
     */
    Optional<Answer> answer(RequestHead request, ResponseHead head, StoredBody body) {
        if (Conditions.evaluate(request, head) == Conditions.Outcome.NOT_MODIFIED) {
            return Optional.of(new Answer(Conditions.notModified(head), Collections.emptyIterator()));
        }
        ResponseHead whole = withLength(head, body);
        if (request.method().equals("HEAD")) {
            return Optional.of(new Answer(whole, Collections.emptyIterator()));
        }
        try {
            return Optional.of(new Answer(whole, body.open()));
        } catch (StoreException gone) {
            return Optional.empty();
        }
    }

    /** The length is known now, also where the origin sent chunks. */
    private static ResponseHead withLength(ResponseHead head, StoredBody body) {
        if (head.status() == HttpStatus.NO_CONTENT_204 || head.fields().contains(HttpHeader.CONTENT_LENGTH)) {
            return head;
        }
        HttpFields fields = HttpFields.build(head.fields())
                .put(HttpHeader.CONTENT_LENGTH, body.length())
                .asImmutable();
        return new ResponseHead(head.status(), fields);
    }

    CacheKey key(RequestHead request) {
        return key(request, request.uri());
    }

    /** The key of {@code uri} as it would be for the client of {@code request}. */
    CacheKey key(RequestHead request, String uri) {
        return CacheKey.of(origin, Addressed.by(request), uri);
    }

    CacheStore store() {
        return store;
    }

    PolicySettings settings() {
        return settings;
    }

    Instant now() {
        return clock.instant();
    }

    static boolean reads(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }
}
