package io.freshet.standalone.connection;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * A connection that one thread at a time reads. Jetty answers a request that it cannot parse on another thread, which may come back to
 * read on while the one that parsed has still to let go of the connection's buffer. Then both let go of it, two connections get it, and read
 * each other's requests. See docs/decisions/0031.
 */
public class SerializedHttpConnection extends HttpConnection {

    private final Lock turn = new ReentrantLock();

    public SerializedHttpConnection(HttpConfiguration http, Connector connector, EndPoint endPoint) {
        super(http, connector, endPoint);
    }

    @Override
    public void onFillable() {
        turn.lock();
        try {
            super.onFillable();
        } finally {
            turn.unlock();
        }
    }
}
