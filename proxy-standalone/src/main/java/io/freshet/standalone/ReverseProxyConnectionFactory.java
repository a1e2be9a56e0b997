package io.freshet.standalone;

import io.freshet.config.ProxyConfig;
import io.freshet.standalone.connection.SerializedHttpConnection;
import io.freshet.standalone.connection.SerializedHttpConnectionFactory;
import java.util.List;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;

/**
 * HTTP/1.1 for a server that is no forward proxy. What form a request target has (RFC 9112 §3.2) can be told on the request
 * line only; Jetty makes all of them absolute before a handler sees them.
 */
final class ReverseProxyConnectionFactory extends SerializedHttpConnectionFactory {

    private final ProxyNames names;

    ReverseProxyConnectionFactory(HttpConfiguration http, ProxyConfig config) {
        super(http);
        names = new ProxyNames(config);
    }

    /** By the names that clients offer in a TLS handshake (RFC 7301 §6); one that offers none of them would be sent away. */
    @Override
    public List<String> getProtocols() {
        return List.of(HttpVersion.HTTP_1_1.asString(), HttpVersion.HTTP_1_0.asString());
    }

    @Override
    protected SerializedHttpConnection newHttpConnection(Connector connector, EndPoint endPoint) {
        return new ReverseProxyConnection(getHttpConfiguration(), connector, endPoint, names);
    }

    private static final class ReverseProxyConnection extends SerializedHttpConnection {

        private final ProxyNames names;

        ReverseProxyConnection(HttpConfiguration http, Connector connector, EndPoint endPoint, ProxyNames names) {
            super(http, connector, endPoint);
            this.names = names;
        }

        @Override
        protected HttpStreamOverHTTP1 newHttpStream(String method, String target, HttpVersion version) {
            if (HttpMethod.CONNECT.is(method)) {
                throw new HttpException.RuntimeException(HttpStatus.NOT_IMPLEMENTED_501, "This is no tunnel");
            }
            HttpStreamOverHTTP1 stream = super.newHttpStream(method, target, version);
            if (!target.startsWith("/") && !target.equals("*")) {
                checkAbsoluteForm(HttpURI.from(target));
            }
            return stream;
        }

        private void checkAbsoluteForm(HttpURI uri) {
            if (uri.getScheme() == null || uri.getHost() == null) {
                throw new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, "Bad request target");
            }
            if (!names.include(uri, getEndPoint().getLocalSocketAddress())) {
                // RFC 9110 §15.5.20
                throw new HttpException.RuntimeException(
                        HttpStatus.MISDIRECTED_REQUEST_421, "This proxy does not answer for that host");
            }
        }
    }
}
