package io.freshet.standalone;

import io.freshet.http.AbsoluteForm;
import io.freshet.standalone.connection.SerializedHttpConnection;
import io.freshet.standalone.connection.SerializedHttpConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;

/**
 * HTTP/1.1 for a server that is no forward proxy. What form a request target has (RFC 9112 §3.2) can be told on the request
 * line only; Jetty makes all of them absolute before a handler sees them. See docs/decisions/0039.
 */
final class ReverseProxyConnectionFactory extends SerializedHttpConnectionFactory {

    /** @param headTimeout the longest time for the head of a request */
    ReverseProxyConnectionFactory(HttpConfiguration http, Duration headTimeout) {
        super(http, headTimeout);
    }

    /** By the names that clients offer in a TLS handshake (RFC 7301 §6); one that offers none of them would be sent away. */
    @Override
    public List<String> getProtocols() {
        return List.of(HttpVersion.HTTP_1_1.asString(), HttpVersion.HTTP_1_0.asString());
    }

    @Override
    protected SerializedHttpConnection newHttpConnection(Connector connector, EndPoint endPoint) {
        return new ReverseProxyConnection(getHttpConfiguration(), connector, endPoint, headTimeout());
    }

    private static final class ReverseProxyConnection extends SerializedHttpConnection {

        ReverseProxyConnection(HttpConfiguration http, Connector connector, EndPoint endPoint, Duration headTimeout) {
            super(http, connector, endPoint, headTimeout);
        }

        /** Called by the constructor of the class above. */
        @Override
        protected HttpParser newHttpParser(HttpCompliance compliance) {
            HttpConfiguration http = getHttpConfiguration();
            HttpParser.RequestHandler handler =
                    (HttpParser.RequestHandler) super.newHttpParser(compliance).getHandler();
            HttpParser parser = new RequestLineParser(handler, http.getRequestHeaderSize(), compliance);
            parser.setHeaderCacheSize(http.getHeaderCacheSize());
            parser.setHeaderCacheCaseSensitive(http.isHeaderCacheCaseSensitive());
            return parser;
        }

        /** Called by the constructor of the class above. */
        @Override
        protected RequestHandler newRequestHandler() {
            return new StrictHandler();
        }

        private final class StrictHandler extends RequestHandler {

            @Override
            public void startRequest(String method, String target, HttpVersion version) {
                if (!(getParser() instanceof RequestLineParser line) || line.isMalformed()) {
                    throw new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, "Bad request line");
                }
                super.startRequest(method, line.target(target), version);
            }
        }

        @Override
        protected HttpStreamOverHTTP1 newHttpStream(String method, String target, HttpVersion version) {
            if (HttpMethod.CONNECT.is(method)) {
                throw new HttpException.RuntimeException(HttpStatus.NOT_IMPLEMENTED_501, "This is no tunnel");
            }
            if (target.startsWith("/") || target.equals("*")) {
                return super.newHttpStream(method, target, version);
            }
            AbsoluteForm form = AbsoluteForm.of(method, target)
                    .orElseThrow(
                            () -> new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, "Bad request target"));
            return new AbsoluteStream(method, form, version);
        }

        /** RFC 9112 §3.2.2: the target says which host is meant, and {@code Host} is ignored. */
        private final class AbsoluteStream extends HttpStreamOverHTTP1 {

            private final HttpField authority;
            private boolean told;

            AbsoluteStream(String method, AbsoluteForm form, HttpVersion version) {
                super(method, form.originForm(), version);
                authority = new HttpField(HttpHeader.HOST, form.authority());
            }

            @Override
            public void parsedHeader(HttpField field) {
                if (field.getHeader() != HttpHeader.HOST) {
                    super.parsedHeader(field);
                    return;
                }
                if (Optional.ofNullable(field.getValue()).orElse("").isBlank()) {
                    throw new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, "Blank Host");
                }
                told = true;
                super.parsedHeader(authority);
            }

            /** A client of HTTP/1.0 may leave {@code Host} out. */
            @Override
            public Runnable headerComplete() {
                if (!told) {
                    super.parsedHeader(authority);
                }
                return super.headerComplete();
            }
        }
    }
}
