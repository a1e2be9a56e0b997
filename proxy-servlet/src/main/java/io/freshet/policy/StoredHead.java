package io.freshet.policy;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.time.Instant;
import java.util.Optional;

/**
 * What the rules need to know of a stored response: everything but its content.
 *
 * @param request the request it answered; of its fields only those that the response's {@code Vary} nominates are kept
 * @param response the response as stored, without hop-by-hop fields
 * @param requestTime when the request was sent to the origin, by this cache's clock (RFC 9111 §4.2.3 {@code request_time})
 * @param responseTime when the response's head arrived (RFC 9111 §4.2.3 {@code response_time})
 * @param madeOf the identity of the stored content that this response's content was made of, for a variant that this cache has
 *     compressed; empty for what an origin sent
 */
public record StoredHead(
        RequestHead request,
        ResponseHead response,
        Instant requestTime,
        Instant responseTime,
        Optional<String> madeOf) {

    /** The head of a response of an origin. */
    public StoredHead(RequestHead request, ResponseHead response, Instant requestTime, Instant responseTime) {
        this(request, response, requestTime, responseTime, Optional.empty());
    }

    /** The head with another response; request and times stay. */
    public StoredHead with(ResponseHead other) {
        return new StoredHead(request, other, requestTime, responseTime, madeOf);
    }
}
