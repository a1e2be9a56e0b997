package io.freshet.proxy.origin;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.MultiplexConnectionPool;
import org.eclipse.jetty.client.Origin;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.Transport;

/**
 * HTTP/2 to the origin: with TLS if the origin chooses it (RFC 7301), else HTTP/1.1; without TLS by prior knowledge (RFC 9113
 * §3.3). Jetty's own transport for both would spell the values of HTTP/1.1 as an earlier response did.
 */
final class Http2Transport extends Http1Transport implements MultiplexingTransport {

    /**
     * Most content of one response, and of all on one connection, that waits here for slow clients, in bytes. A full connection
     * holds up all its responses.
     */
    private static final int RESPONSE_WINDOW = 256 << 10;

    private static final int CONNECTION_WINDOW = 16 << 20;

    private static final Origin.Protocol NEGOTIATED = new Origin.Protocol(List.of("h2", "http/1.1"), true);
    private static final Origin.Protocol PRIOR_KNOWLEDGE = new Origin.Protocol(List.of("h2c"), false);

    private final ClientConnectionFactoryOverHTTP2 http2;

    Http2Transport(ClientConnector connector) {
        super(connector);
        HTTP2Client client = new HTTP2Client(connector);
        client.setInitialStreamRecvWindow(RESPONSE_WINDOW);
        client.setInitialSessionRecvWindow(CONNECTION_WINDOW);
        client.setMaxConcurrentPushedStreams(0);
        http2 = new ClientConnectionFactoryOverHTTP2(client);
        installBean(http2);
        setConnectionPoolFactory(pool -> new MultiplexConnectionPool(pool, maxConnections(pool), 1));
    }

    @Override
    public void setHttpClient(HttpClient client) {
        super.setHttpClient(client);
        http2.setHttpClient(client);
    }

    @Override
    protected void doStart() throws Exception {
        // Only now it is known how the client was configured.
        http2.setHttpClient(getHttpClient());
        super.doStart();
    }

    @Override
    public Origin newOrigin(Request request) {
        if (request.getTransport() == null) {
            request.transport(Transport.TCP_IP);
        }
        return getHttpClient()
                .createOrigin(request, request.getScheme().equals("https") ? NEGOTIATED : PRIOR_KNOWLEDGE);
    }

    @Override
    public Connection newConnection(EndPoint endPoint, Map<String, Object> context) throws IOException {
        boolean secure = endPoint.isSecure();
        boolean chosen = "h2".equals(context.get(ClientConnector.APPLICATION_PROTOCOL_CONTEXT_KEY));
        return chosen || !secure ? http2.newConnection(endPoint, context) : super.newConnection(endPoint, context);
    }
}
