package io.freshet.standalone.connection;

import java.time.Duration;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** Makes {@linkplain SerializedHttpConnection connections} for HTTP/1.1. */
public class SerializedHttpConnectionFactory extends HttpConnectionFactory {

    private final Duration headTimeout;

    /** @param headTimeout the longest time for the head of a request, from its first byte on */
    public SerializedHttpConnectionFactory(HttpConfiguration http, Duration headTimeout) {
        super(http);
        this.headTimeout = headTimeout;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        SerializedHttpConnection connection = newHttpConnection(connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    /** The longest time for the head of a request. */
    protected Duration headTimeout() {
        return headTimeout;
    }

    /** The connection itself, to be configured. */
    protected SerializedHttpConnection newHttpConnection(Connector connector, EndPoint endPoint) {
        return new SerializedHttpConnection(getHttpConfiguration(), connector, endPoint, headTimeout);
    }
}
