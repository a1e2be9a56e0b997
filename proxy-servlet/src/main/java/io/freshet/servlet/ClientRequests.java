package io.freshet.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;

/** Reads a client's request out of the servlet API. */
final class ClientRequests {

    private ClientRequests() {}

    /** Whether the client wants trailer fields (RFC 9110 §10.1.4). */
    static boolean takesTrailers(HttpServletRequest request) {
        return Collections.list(request.getHeaders("TE")).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .anyMatch(member -> member.trim().equalsIgnoreCase("trailers"));
    }
}
