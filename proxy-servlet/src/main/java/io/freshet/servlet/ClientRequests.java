package io.freshet.servlet;

import io.freshet.http.TraceParent;
import io.freshet.proxy.origin.Tracing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** Reads a client's request out of the servlet API. */
final class ClientRequests {

    private ClientRequests() {}

    /** What a request to the origin says anew of those of the client's fields that go no further by themselves. */
    static HttpFields told(HttpServletRequest request) {
        HttpFields.Mutable told = HttpFields.build();
        for (String name : List.of("TE", TraceParent.NAME, TraceParent.STATE)) {
            Collections.list(request.getHeaders(name)).forEach(value -> told.add(name, value));
        }
        return told;
    }

    /** The trace that was begun for a request, if one was. */
    static Optional<String> trace(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(Tracing.ATTRIBUTE));
    }
}
