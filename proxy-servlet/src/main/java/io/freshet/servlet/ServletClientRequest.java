package io.freshet.servlet;

import io.freshet.http.Utf8;
import io.freshet.proxy.admission.ClientRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** A client's request out of the servlet API. */
record ServletClientRequest(HttpServletRequest request, HttpFields fields) implements ClientRequest {

    private static final char REPLACEMENT = '\uFFFD';

    static ServletClientRequest of(HttpServletRequest request) {
        HttpFields.Mutable fields = HttpFields.build();
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                fields.add(name, value);
            }
        }
        return new ServletClientRequest(request, fields.asImmutable());
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String protocol() {
        return request.getProtocol();
    }

    @Override
    public String scheme() {
        return request.getScheme();
    }

    @Override
    public String path() {
        return asBytes(request.getRequestURI());
    }

    @Override
    public Optional<String> query() {
        return Optional.ofNullable(request.getQueryString()).map(this::asBytes);
    }

    @Override
    public String contextPath() {
        return request.getContextPath();
    }

    @Override
    public String remoteAddress() {
        return request.getRemoteAddr();
    }

    @Override
    public boolean targetKept() {
        String query = request.getQueryString();
        return protocol().equals("HTTP/2.0")
                || (request.getRequestURI().indexOf(REPLACEMENT) < 0
                        && (query == null || query.indexOf(REPLACEMENT) < 0));
    }

    /**
     * Jetty has decoded a target in HTTP/1 as UTF-8, with one character for all that is none. In HTTP/2 it has kept
     * the bytes. Tomcat takes ASCII only.
     */
    private String asBytes(String text) {
        return protocol().equals("HTTP/2.0") ? text : Utf8.asBytes(text);
    }

    /** Jetty's servlets do not tell; Tomcat's input does. */
    @Override
    public boolean endsWithHead() {
        if (!request.getProtocol().equals("HTTP/2.0")) {
            return false;
        }
        try {
            return request.getAttribute(ENDS_WITH_HEAD) instanceof Boolean ends
                    ? ends
                    : request.getInputStream().isFinished();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
