package io.freshet.policy;

import io.freshet.http.CacheControl;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.ResponseHead;
import java.util.OptionalLong;

/** Which stored responses have compressed variants. See docs/decisions/0029. */
public final class Compressibility {

    private Compressibility() {}

    /**
     * Whether {@code response} may be compressed for clients that accept that; a refusal names the first rule against it.
     *
     * @param length of its content in bytes; empty where that is not known yet, and then it counts as long enough
     * @param rules what the operator says about the other rules
     */
    public static Verdict judge(
            ResponseHead response, OptionalLong length, CompressionSettings settings, PolicySettings rules) {
        if (!settings.on()) {
            return Verdict.no(Reason.COMPRESSION_OFF);
        }
        if (response.status() != 200) {
            return Verdict.no(Reason.NOT_A_WHOLE_OK);
        }
        // Whatever it says, "identity" included: its origin has made up its mind.
        if (response.fields().contains(Field.CONTENT_ENCODING)) {
            return Verdict.no(Reason.CODED_ALREADY);
        }
        if (!mayTransform(response, rules)) {
            return Verdict.no(Reason.NO_TRANSFORM);
        }
        if (Credentials.in(response)) {
            return Verdict.no(Reason.SETS_COOKIE);
        }
        boolean listed = FieldValues.combined(response.fields(), Field.CONTENT_TYPE)
                .filter(settings.types()::match)
                .isPresent();
        if (!listed) {
            return Verdict.no(Reason.TYPE_NOT_COMPRESSED);
        }
        boolean small = length.isPresent() && length.getAsLong() < settings.min();
        return small ? Verdict.no(Reason.TOO_SMALL) : Verdict.yes(Reason.COMPRESSIBLE);
    }

    /** RFC 9110 §7.7. In {@code Cache-Control} even where another field counts before that: it is for all on the way. */
    static boolean mayTransform(ResponseHead response, PolicySettings rules) {
        return !CacheControl.of(response.fields()).has("no-transform")
                && !ResponseDirectives.of(response, rules).control().has("no-transform");
    }
}
