package io.freshet.engine.storing;

import io.freshet.engine.collapsing.FetchOutcome;
import io.freshet.engine.collapsing.InFlightFetch;
import io.freshet.engine.collapsing.InFlightFetches;
import io.freshet.engine.collapsing.InvalidationClock;
import io.freshet.engine.lookup.LookupResult;
import io.freshet.engine.lookup.SearchRules;
import io.freshet.http.ContentRange;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Collapsing;
import io.freshet.policy.Ending;
import io.freshet.policy.Methods;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Reason;
import io.freshet.policy.Retention;
import io.freshet.policy.Reuse;
import io.freshet.policy.Storability;
import io.freshet.policy.StoredHead;
import io.freshet.policy.StoredHeads;
import io.freshet.policy.Variance;
import io.freshet.policy.Verdict;
import io.freshet.store.CacheKey;
import io.freshet.store.ResponseStore;
import io.freshet.store.StoreWriter;
import io.freshet.store.StoredResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/** Whether and how the origin's responses are stored. Never blocks. */
public final class ResponseStorer {

    private final ResponseStore store;
    private final SearchRules searchRules;
    private final InvalidationClock invalidationClock;
    private final InFlightFetches inFlightFetches;
    private final PolicySettings settings;

    public ResponseStorer(
            ResponseStore store,
            SearchRules searchRules,
            InvalidationClock invalidationClock,
            InFlightFetches inFlightFetches,
            PolicySettings settings) {
        this.store = store;
        this.searchRules = searchRules;
        this.invalidationClock = invalidationClock;
        this.inFlightFetches = inFlightFetches;
        this.settings = settings;
    }

    /**
     * Whether a response may be stored, and where.
     *
     * @param key to be used only where the verdict is a yes
     */
    public record Place(Verdict verdict, CacheKey key) {}

    /**
     * Decides it. Must be asked before what the response itself changes is carried out.
     *
     * @param why why the request was forwarded
     * @param ending how its content ends
     * @param requestTime when it was asked for
     */
    public Place place(LookupResult found, Reason why, ResponseHead response, Ending ending, Instant requestTime) {
        Verdict verdict = storable(found.request(), why, response, ending);
        if (!verdict.allowed()) {
            return new Place(verdict, found.key());
        }
        CacheKey key = found.rules()
                .map(known -> searchRules.keyFor(found.request(), found.key(), known, response, requestTime))
                .orElse(found.key());
        boolean changed = invalidationClock.since(key, requestTime);
        return new Place(changed ? Verdict.no(Reason.CHANGED_MEANWHILE) : verdict, key);
    }

    private Verdict storable(RequestHead request, Reason why, ResponseHead response, Ending ending) {
        if (why == Reason.BYPASS) {
            return Verdict.no(why);
        }
        return Storability.judge(request, response, ending, settings);
    }

    /**
     * Begins to store a response at {@code key}; {@link CacheFill#nowhere} where that is no use, or the store does not take it.
     *
     * @param inFlight where others wait for it; it is shared with them if it is stored and may be
     */
    public CacheFill begin(
            RequestHead request,
            CacheKey key,
            ResponseHead response,
            Instant requestTime,
            Instant responseTime,
            Optional<InFlightFetch> inFlight) {
        StoredHead head = StoredHeads.of(request, response, settings, requestTime, responseTime);
        Duration retention = Retention.of(head, settings);
        // It may have aged beyond any use on its way here.
        if (retention.isZero()) {
            return CacheFill.nowhere(Reason.STALE_ON_ARRIVAL);
        }
        StoreWriter writer =
                store.open(key, Variance.variant(request, response, settings.concealment()), head, retention);
        // A removal before this is not known to the writer. An unsafe request may itself have removed what was here.
        if (!Methods.unsafe(request.method()) && invalidationClock.since(key, requestTime)) {
            writer.discard();
            return CacheFill.nowhere(Reason.CHANGED_MEANWHILE);
        }
        OptionalLong length = declaredLength(response);
        Optional<InFlightFetch> shared =
                inFlight.filter(own -> writer.open() && mayShare(request, response, head, responseTime));
        shared.ifPresent(own ->
                inFlightFetches.share(own, new FetchOutcome.Shared(head, length, from -> stored(key, head, from))));
        return CacheFill.into(writer, length, shared);
    }

    /** What would not even answer its own request a second time is shared with no other. */
    private boolean mayShare(RequestHead request, ResponseHead response, StoredHead head, Instant now) {
        return Collapsing.mayShare(response)
                && Reuse.decide(request, List.of(head), settings, now) instanceof Reuse.Serve;
    }

    /** What is stored of the very response that {@code head} was made of, from a byte on. May block. */
    private Optional<Iterator<ByteBuffer>> stored(CacheKey key, StoredHead head, long from) {
        return store.lookup(key).stream()
                .filter(stored -> stored.head().requestTime().equals(head.requestTime())
                        && stored.head().responseTime().equals(head.responseTime()))
                .map(StoredResponse::body)
                .map(body -> body.open(from, body.length() - from))
                .findFirst();
    }

    /** A part is as long as the range that it says it is (RFC 9110 §14.4). */
    private static OptionalLong declaredLength(ResponseHead response) {
        if (response.status() == HttpStatus.PARTIAL_CONTENT_206) {
            return ContentRange.of(response.fields())
                    .map(where -> OptionalLong.of(where.range().length()))
                    .orElse(OptionalLong.empty());
        }
        long length = response.fields().getLongField(HttpHeader.CONTENT_LENGTH);
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }
}
