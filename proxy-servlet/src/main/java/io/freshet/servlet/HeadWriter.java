package io.freshet.servlet;

import io.freshet.http.ResponseHead;
import io.freshet.routing.PublicView;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Puts heads and trailers into the servlet API's response, values as they are. */
final class HeadWriter {

    /** Fields for framing, routing, authentication, request modifiers, response control and content format. */
    private static final Set<String> NOT_IN_TRAILERS = Set.of(
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

    private HeadWriter() {}

    /** Sets status and fields. */
    static void write(ResponseHead head, PublicView view, HttpServletRequest request, HttpServletResponse response) {
        write(head.with(view.fields(head)), request, response);
    }

    /** Sets status and fields, which are ready for the client. */
    static void write(ResponseHead head, HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(head.status());
        Set<String> seen = new HashSet<>();
        for (HttpField field : head.fields()) {
            // The first replaces what the container has set by itself, such as Date; the others are repeats.
            if (seen.add(field.getLowerCaseName())) {
                response.setHeader(field.getName(), field.getValue());
            } else {
                response.addHeader(field.getName(), field.getValue());
            }
        }
        if (request.getAttribute(HeadAsSent.ATTRIBUTE) instanceof HeadAsSent server) {
            server.complete(head);
        }
    }

    /**
     * Trailer fields as the servlet API wants them, one value a name; without those that must come before the content, since a
     * recipient may take them for such (RFC 9110 §6.5.1).
     */
    static Map<String, String> trailers(HttpFields trailers) {
        Map<String, String> map = new LinkedHashMap<>();
        for (HttpField field : trailers) {
            if (NOT_IN_TRAILERS.contains(field.getLowerCaseName())) {
                continue;
            }
            map.merge(field.getName(), field.getValue(), (one, other) -> one + ", " + other);
        }
        return map;
    }
}
