package io.freshet.proxy.origin;

import java.io.IOException;
import java.util.Map;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;

/** HTTP/1.1 to the origin, over {@linkplain OriginConnection connections} that know when they end. */
class Http1Transport extends HttpClientTransportOverHTTP {

    Http1Transport(ClientConnector connector) {
        super(connector);
        setConnectionPoolFactory(pool -> new DuplexConnectionPool(pool, maxConnections(pool)));
    }

    /** How many connections there may be for the same use. */
    final int maxConnections(Destination pool) {
        return ConnectionUse.isOneClient(pool) ? 1 : getHttpClient().getMaxConnectionsPerDestination();
    }

    @Override
    public Connection newConnection(EndPoint endPoint, Map<String, Object> context) throws IOException {
        OriginConnection connection = new OriginConnection(endPoint, context);
        connection.setInitialize(isInitializeConnections());
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return customize(connection, context);
    }
}
