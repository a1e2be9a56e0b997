package io.freshet.http;

import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Which fields may come behind the content. */
public final class TrailerFields {

    /** Fields for framing, routing, authentication, request modifiers, response control and content format. */
    private static final Set<String> NEVER = Set.of(
            "age",
            "authorization",
            "cache-control",
            "clear-site-data",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "cookie",
            "date",
            "expires",
            "host",
            "location",
            "max-forwards",
            "pragma",
            "retry-after",
            "set-cookie",
            "trailer",
            "vary",
            "via",
            "warning",
            "www-authenticate",
            "x-cache",
            "cache-status");

    private TrailerFields() {}

    /**
     * Trailer fields without those that must come before the content, since a recipient may take them for such (RFC 9110 §6.5.1); with
     * one value a name.
     */
    public static HttpFields allowed(HttpFields trailers) {
        HttpFields.Mutable allowed = HttpFields.build();
        for (HttpField field : trailers) {
            if (NEVER.contains(field.getLowerCaseName())) {
                continue;
            }
            String before = allowed.get(field.getName());
            allowed.put(field.getName(), before == null ? field.getValue() : before + ", " + field.getValue());
        }
        return allowed.asImmutable();
    }
}
