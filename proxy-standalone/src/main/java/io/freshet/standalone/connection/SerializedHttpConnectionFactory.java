package io.freshet.standalone.connection;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** Makes {@linkplain SerializedHttpConnection connections} for HTTP/1.1. */
public class SerializedHttpConnectionFactory extends HttpConnectionFactory {

    public SerializedHttpConnectionFactory(HttpConfiguration http) {
        super(http);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        SerializedHttpConnection connection = newHttpConnection(connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    /** The connection itself, to be configured. */
    protected SerializedHttpConnection newHttpConnection(Connector connector, EndPoint endPoint) {
        return new SerializedHttpConnection(getHttpConfiguration(), connector, endPoint);
    }
}
