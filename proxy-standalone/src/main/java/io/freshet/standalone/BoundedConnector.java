package io.freshet.standalone;

import io.freshet.config.ClientLimits;
import io.freshet.proxy.fair.Claimant;
import io.freshet.proxy.fair.Shares;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.alpn.server.ALPNServerConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Takes a limited number of connections, and of one client's address no more than its share; closes the others at once. */
final class BoundedConnector extends ServerConnector {

    private static final int BACKLOG = 1024;

    private final ClientLimits limits;

    // Guarded by itself.
    private final Shares shares;
    private final Map<EndPoint, Claimant> open = new HashMap<>();

    BoundedConnector(Server server, int selectors, ClientLimits limits, ConnectionFactory... protocols) {
        super(server, 1, selectors, protocols);
        // Otherwise 50: while one client opens many, the handshakes of others would be dropped.
        setAcceptQueueSize(BACKLOG);
        this.limits = limits;
        this.shares = new Shares(limits.maxConnections(), limits.share());
    }

    @Override
    protected void onEndPointOpened(EndPoint endPoint) {
        super.onEndPointOpened(endPoint);
        if (!admit(endPoint)) {
            endPoint.close();
        } else if (endPoint.getConnection() instanceof SslConnection tls) {
            long millis = limits.headTimeout().toMillis();
            getScheduler().schedule(() -> closeUnlessShaken(tls), millis, TimeUnit.MILLISECONDS);
        }
    }

    private boolean admit(EndPoint endPoint) {
        synchronized (shares) {
            // Each connection counts as one of its own.
            Claimant who = Claimant.of(
                    address(endPoint.getRemoteSocketAddress()), Integer.toString(System.identityHashCode(endPoint)));
            boolean allowed = shares.allow(who);
            if (allowed) {
                shares.take(who);
                open.put(endPoint, who);
            }
            return allowed;
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        super.onEndPointClosed(endPoint);
        synchronized (shares) {
            Optional.ofNullable(open.remove(endPoint)).ifPresent(shares::giveBack);
        }
    }

    private static void closeUnlessShaken(SslConnection tls) {
        if (tls.getSslEndPoint().getConnection() instanceof ALPNServerConnection) {
            tls.getEndPoint().close(new TimeoutException("The TLS handshake took too long"));
        }
    }

    private static String address(SocketAddress remote) {
        return remote instanceof InetSocketAddress internet && internet.getAddress() != null
                ? internet.getAddress().getHostAddress()
                : remote.toString();
    }
}
