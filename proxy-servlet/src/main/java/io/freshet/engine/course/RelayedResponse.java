package io.freshet.engine.course;

import io.freshet.engine.response.CacheStatusFields;
import io.freshet.engine.response.Step.Refresh;
import io.freshet.engine.response.Step.Relay;
import io.freshet.engine.storing.CacheFill;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.ClockSkew;
import io.freshet.policy.Conditions;
import io.freshet.policy.Methods;
import io.freshet.policy.Reason;
import io.freshet.store.CacheKey;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;

/**
 * A response of the origin on its way to the client that it was fetched for.
 *
 * @param request the client's
 * @param response with what is stored of it already, where the origin sent the rest alone
 * @param responseTime when its head arrived
 */
record RelayedResponse(Parts parts, RequestHead request, ResponseHead response, Instant responseTime) {

    /**
     * What the client gets.
     *
     * @param fill where the content is stored
     * @param status why the origin was asked, and what it answered
     * @param key what the response is stored under, where it is
     * @param beginning what goes before the origin's content
     * @param behind what the cache asks meanwhile
     */
    Relay relay(
            CacheFill fill,
            CacheStatus status,
            CacheKey key,
            Iterator<ByteBuffer> beginning,
            Optional<Refresh> behind) {
        ResponseHead sent = fill.storing() ? parts.compressedVariants().varied(response, fill.length()) : response;
        ResponseHead head = CacheStatusFields.miss(parts.answers().forClient(request, sent), told(fill, status, key));
        boolean notModified = Conditions.evaluate(request, response) == Conditions.Outcome.NOT_MODIFIED;
        return notModified
                ? new Relay(Conditions.notModified(head), false, fill, beginning, behind)
                : new Relay(head, !Methods.isHead(request.method()), fill, beginning, behind);
    }

    /** Why it is not stored, or that it is, and under which key. */
    private CacheStatus told(CacheFill fill, CacheStatus status, CacheKey key) {
        return fill.refusal()
                .map(why -> status.detail(orSkew(why)))
                .orElseGet(() -> CacheStatusFields.directed(
                        skewed(parts.keyed(status, key).stored(), response, responseTime), response));
    }

    private Reason orSkew(Reason why) {
        boolean skewed = why == Reason.STALE_ON_ARRIVAL && ClockSkew.isFar(response, responseTime);
        return skewed ? Reason.CLOCK_SKEW : why;
    }

    /** The status, and that the origin's clock is far from this one where it is. */
    static CacheStatus skewed(CacheStatus status, ResponseHead response, Instant responseTime) {
        return ClockSkew.isFar(response, responseTime) ? status.detail(Reason.CLOCK_SKEW) : status;
    }
}
