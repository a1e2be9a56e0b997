package io.freshet.servlet;

import io.freshet.http.ResponseHead;
import io.freshet.http.TrailerFields;
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

    /** Trailer fields as the servlet API wants them. */
    static Map<String, String> trailers(HttpFields trailers) {
        Map<String, String> map = new LinkedHashMap<>();
        for (HttpField field : TrailerFields.allowed(trailers)) {
            map.put(field.getName(), field.getValue());
        }
        return map;
    }
}
