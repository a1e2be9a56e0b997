package io.freshet.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;

/**
 * The field {@code traceparent} (W3C Trace Context §3.2): which trace a request belongs to, and what in it made the request.
 *
 * @param traceId 32 hexadecimal digits in lower case, not all 0
 * @param parentId 16 of them, likewise
 * @param flags only those bits that version 00 knows: sampled (1) and, of its second level, random (2)
 */
public record TraceParent(String traceId, String parentId, int flags) {

    public static final String NAME = "traceparent";

    /** What vendors say beside it; means nothing without it. */
    public static final String STATE = "tracestate";

    public static final int SAMPLED = 1;
    public static final int RANDOM = 2;

    private static final Pattern VALUE =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_PARENT = "0".repeat(16);

    /** What a message says; empty where it says nothing that is valid, or says it twice. */
    public static Optional<TraceParent> of(HttpFields fields) {
        List<String> values = fields.getValuesList(NAME);
        return values.size() == 1 ? of(values.get(0)) : Optional.empty();
    }

    /** Reads a value. Of a version that is not known yet, what version 00 has counts (§4.3); there is no version ff. */
    static Optional<TraceParent> of(String value) {
        Matcher parts = VALUE.matcher(value);
        boolean valid = parts.matches()
                && !parts.group(1).equals("ff")
                && !(parts.group(1).equals("00") && parts.group(5) != null)
                && !parts.group(2).equals(NO_TRACE)
                && !parts.group(3).equals(NO_PARENT);
        return valid
                ? Optional.of(new TraceParent(
                        parts.group(2), parts.group(3), Integer.parseInt(parts.group(4), 16) & (SAMPLED | RANDOM)))
                : Optional.empty();
    }

    /** As a field's value, in version 00. */
    public String value() {
        return "00-" + traceId + "-" + parentId + "-0" + flags;
    }
}
