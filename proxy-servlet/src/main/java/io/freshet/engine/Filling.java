package io.freshet.engine;

import io.freshet.http.ContentRange;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Reason;
import io.freshet.policy.Retention;
import io.freshet.policy.Storability;
import io.freshet.policy.StoredHead;
import io.freshet.policy.StoredHeads;
import io.freshet.policy.Variance;
import io.freshet.policy.Verdict;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.StoreWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/** Whether and how the origin's responses are stored. Never blocks. */
final class Filling {

    private final CacheStore store;
    private final SearchRules searchRules;
    private final PolicySettings settings;

    Filling(CacheStore store, SearchRules searchRules, PolicySettings settings) {
        this.store = store;
        this.searchRules = searchRules;
        this.settings = settings;
    }

    /**
     * Whether the response may be stored.
     *
     * @param why why the request was forwarded
     * @param delimited whether the message itself tells where it ends
     */
    Verdict storable(RequestHead request, Reason why, ResponseHead response, boolean delimited) {
        if (why == Reason.BYPASS) {
            return Verdict.no(why);
        }
        Verdict verdict = Storability.judge(request, response, settings);
        return verdict.allowed() && !delimited ? Verdict.no(Reason.UNDELIMITED) : verdict;
    }

    /** Begins to store a response that may be; {@link Fill#nowhere} where that is no use, or the store does not take it. */
    Fill begin(Found found, ResponseHead response, Instant requestTime, Instant responseTime) {
        RequestHead request = found.request();
        StoredHead head = StoredHeads.of(request, response, settings, requestTime, responseTime);
        Duration retention = Retention.of(head, settings);
        // It may have aged beyond any use on its way here.
        if (retention.isZero()) {
            return Fill.nowhere();
        }
        CacheKey key = found.rules()
                .map(known -> searchRules.keyFor(request, found.key(), known, response, requestTime))
                .orElse(found.key());
        StoreWriter writer = store.open(key, Variance.variant(request, response), head, retention);
        return Fill.into(writer, declaredLength(response));
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
