package io.freshet.servlet;

import io.freshet.http.TraceParent;
import io.freshet.proxy.origin.Tracing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** Reads a client's request out of the servlet API. */
final class ClientRequests {

    private ClientRequests() {}

    /** Whether the client wants trailer fields (RFC 9110 §10.1.4). */
    static boolean takesTrailers(HttpServletRequest request) {
        return Collections.list(request.getHeaders("TE")).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .anyMatch(member -> member.trim().equalsIgnoreCase("trailers"));
    }

    /** Says in the fields of a request to the origin which trace the client's request belongs to. */
    static void trace(HttpServletRequest request, Tracing tracing, HttpFields.Mutable originFields) {
        HttpFields.Mutable said = HttpFields.build();
        for (String name : List.of(TraceParent.NAME, TraceParent.STATE)) {
            Collections.list(request.getHeaders(name)).forEach(value -> said.add(name, value));
        }
        Optional<String> begun = Optional.ofNullable((String) request.getAttribute(Tracing.ATTRIBUTE));
        tracing.add(said, begun, originFields).ifPresent(trace -> request.setAttribute(Tracing.ATTRIBUTE, trace));
    }
}
