package io.freshet.http;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * Fields that belong to one connection and are neither forwarded nor stored, in either direction.
 *
 * <p>The rules of the cache look at a message after these have gone: what was nominated away never reached the other side.
 */
public final class HopByHop {

    /**
     * RFC 9110 §7.6.1 names the first group. The second is between a client and the proxy it talks to (RFC 9110 §11.7), which
     * on both our legs is this proxy, and may not be stored (RFC 9111 §3.1). {@code Trailer} stays: it describes the
     * message, and trailers are forwarded.
     */
    private static final Set<String> ALWAYS = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "transfer-encoding",
            "upgrade",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization");

    /**
     * Meant for every recipient, so never for {@code Connection} to name (RFC 9110 §7.6.1 says so of Cache-Control). To
     * believe it would let a sender make a private response shareable, mix up variants, or have one host's answer stored
     * as another's.
     */
    private static final Set<String> NEVER = Set.of("cache-control", "content-length", "host", "vary");

    private HopByHop() {}

    /** The other fields: same order, same lines, same values, untouched. */
    public static HttpFields.Mutable strip(HttpFields fields) {
        Set<String> nominated = nominated(fields);
        HttpFields.Mutable kept = HttpFields.build(fields.size());
        for (HttpField field : fields) {
            String name = field.getLowerCaseName();
            if (!ALWAYS.contains(name) && !nominated.contains(name)) {
                kept.add(field);
            }
        }
        return kept;
    }

    private static Set<String> nominated(HttpFields fields) {
        Set<String> names = new HashSet<>();
        for (String option : FieldValues.elements(fields, "Connection")) {
            names.add(option.toLowerCase(Locale.ROOT));
        }
        names.removeAll(NEVER);
        return names;
    }
}
