package io.freshet.policy;

import io.freshet.http.CacheControl;
import io.freshet.http.ContentCoding;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.Preferences;
import io.freshet.http.RequestHead;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Which representation of a compressible stored response a request gets (RFC 9110 §12.5.3). */
public final class CodingChoice {

    private CodingChoice() {}

    /**
     * The coding that {@code request} prefers; empty where the response is to go out as it is.
     *
     * @param offered the codings that can be made; of those that the request likes equally, the first
     */
    public static Optional<ContentCoding> of(RequestHead request, List<ContentCoding> offered) {
        // RFC 9111 §5.2.1.6.
        if (CacheControl.of(request.fields()).has("no-transform")) {
            return Optional.empty();
        }
        // Without the field a client would have to take anything (RFC 9110 §12.5.3), which some cannot. Nor is one that
        // is
        // malformed believed.
        return FieldValues.combined(request.fields(), Field.ACCEPT_ENCODING)
                .flatMap(value -> Preferences.parse("accept-encoding", value))
                .flatMap(accepted -> best(accepted, offered));
    }

    private static Optional<ContentCoding> best(Preferences accepted, List<ContentCoding> offered) {
        // RFC 9110 §12.5.3: identity is acceptable unless excluded. Preferred it is only where the request says so.
        int highest = Math.max(1, accepted.weight("identity").orElse(0));
        Optional<ContentCoding> best = Optional.empty();
        for (ContentCoding coding : offered) {
            int weight = weight(accepted, coding);
            if (weight > highest || (weight == highest && best.isEmpty())) {
                highest = weight;
                best = Optional.of(coding);
            }
        }
        return best;
    }

    private static int weight(Preferences accepted, ContentCoding coding) {
        OptionalInt own = accepted.weight(coding.token());
        // RFC 9110 §8.4.1.3: another name of the same.
        if (own.isEmpty() && coding == ContentCoding.GZIP) {
            own = accepted.weight("x-gzip");
        }
        return own.orElseGet(() -> accepted.weight("*").orElse(0));
    }
}
