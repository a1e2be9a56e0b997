package io.freshet.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** A client's request out of the servlet API. */
record ServletClientRequest(HttpServletRequest request, HttpFields fields) implements ClientRequest {

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
        return request.getRequestURI();
    }

    @Override
    public Optional<String> query() {
        return Optional.ofNullable(request.getQueryString());
    }

    @Override
    public String contextPath() {
        return request.getContextPath();
    }

    @Override
    public String remoteAddress() {
        return request.getRemoteAddr();
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
