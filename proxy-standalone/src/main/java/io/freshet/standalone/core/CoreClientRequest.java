package io.freshet.standalone.core;

import io.freshet.proxy.admission.ClientRequest;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/** A client's request as Jetty's core has it, before the servlet API. */
public record CoreClientRequest(Request request) implements ClientRequest {

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String protocol() {
        return request.getConnectionMetaData().getProtocol();
    }

    @Override
    public String scheme() {
        return request.getHttpURI().getScheme();
    }

    @Override
    public String path() {
        return request.getHttpURI().getPath();
    }

    @Override
    public Optional<String> query() {
        return Optional.ofNullable(request.getHttpURI().getQuery());
    }

    @Override
    public String contextPath() {
        return "";
    }

    @Override
    public String remoteAddress() {
        return Request.getRemoteAddr(request);
    }

    @Override
    public HttpFields fields() {
        return request.getHeaders();
    }

    @Override
    public boolean endsWithHead() {
        return Boolean.TRUE.equals(request.getAttribute(ENDS_WITH_HEAD));
    }
}
