package io.freshet.policy;

import io.freshet.http.RequestHead;
import java.time.Duration;

/** Whether a stored response may stand in for an origin that fails (RFC 5861 §4, RFC 9111 §4.2.4). */
public final class StaleIfError {

    private StaleIfError() {}

    /** Whether an answer with this status is a failure in the sense of RFC 5861 §4. */
    public static boolean isError(int status) {
        return status == 500 || status == 502 || status == 503 || status == 504;
    }

    /** Whether {@code stored} may answer {@code request} now that the origin has failed. */
    public static Verdict judge(RequestHead request, StoredHead stored, Freshness freshness, PolicySettings settings) {
        ResponseDirectives response = ResponseDirectives.of(stored.response(), settings);
        RequestDirectives asked = RequestDirectives.of(request);
        if (response.mustValidate() || asked.noCache().isPresent()) {
            return Verdict.no(Reason.STALE_FORBIDDEN);
        }
        if (freshness.fresh()) {
            return Verdict.yes(Reason.STALE_IF_ERROR);
        }
        if (response.forbidsStale()) {
            return Verdict.no(Reason.STALE_FORBIDDEN);
        }
        Duration window = Durations.longer(window(response, settings), asked.staleIfError());
        boolean within = freshness.remaining().plus(window).compareTo(Duration.ZERO) > 0;
        return within ? Verdict.yes(Reason.STALE_IF_ERROR) : Verdict.no(Reason.STALE_NOT_ALLOWED);
    }

    /** How long past its lifetime the response may answer for a failing origin, for any request; zero for not at all. */
    static Duration window(ResponseDirectives response, PolicySettings settings) {
        return response.forbidsStale()
                ? Duration.ZERO
                : response.control().duration("stale-if-error").orElse(settings.staleIfError());
    }
}
