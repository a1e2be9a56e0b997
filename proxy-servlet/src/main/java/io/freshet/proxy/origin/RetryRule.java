package io.freshet.proxy.origin;

import io.freshet.policy.Methods;
import io.freshet.routing.Origin;
import org.eclipse.jetty.client.Request;

/**
 * Whether a request that came to nothing is sent once more: where not a byte of it was sent, or where nothing of an answer has come and
 * the request may be made twice (RFC 9110 §9.2.2). Either way its content must be at hand. See docs/decisions/0035.
 */
public final class RetryRule {

    private static final String POSSIBLE = RetryRule.class.getName();

    private RetryRule() {}

    /** Says of a request to the origin whether it may be made twice; one that may not avoids connections that may be closing. */
    static void mark(Request originRequest, boolean contentAtHand) {
        if (contentAtHand && Methods.idempotent(originRequest.getMethod())) {
            originRequest.attribute(POSSIBLE, true);
        }
    }

    /** Whether a request may be made twice. */
    static boolean possible(Request originRequest) {
        return originRequest.getAttributes().containsKey(POSSIBLE);
    }

    /** Whether a request may be sent once more, and has a better chance then. */
    public static boolean worthwhile(Request originRequest, Throwable failure, boolean contentAtHand, Origin origin) {
        boolean allowed = OriginWatch.begun(originRequest)
                ? possible(originRequest) && !OriginConnection.answered(originRequest)
                : contentAtHand;
        return allowed && OriginFailures.worthRetrying(failure, origin);
    }
}
