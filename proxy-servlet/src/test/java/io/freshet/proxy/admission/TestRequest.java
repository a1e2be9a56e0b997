package io.freshet.proxy.admission;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** A request of a client at 192.0.2.1, without TLS and below no context path, all of whose content is its head. */
record TestRequest(String method, String protocol, String path, Optional<String> query, HttpFields fields)
        implements ClientRequest {

    static TestRequest get(String path) {
        return new TestRequest("GET", "HTTP/1.1", path, Optional.empty(), HttpFields.from());
    }

    @Override
    public boolean endsWithHead() {
        return true;
    }

    @Override
    public String scheme() {
        return "http";
    }

    @Override
    public String contextPath() {
        return "";
    }

    @Override
    public String remoteAddress() {
        return "192.0.2.1";
    }
}
