package io.freshet.proxy.origin;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;

/**
 * Why TLS with the origin failed. A request whose connection fails in the handshake is told that by one of two threads: the one that
 * knows why, or the one that finds the connection closed. Holds one failure an address.
 */
final class FailedHandshakes implements SslHandshakeListener {

    /** Between a handshake that fails and the end of the request that it was for. */
    private static final long RECENT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Failed(Throwable why, long since) {}

    private final Map<String, Failed> byAddress = new ConcurrentHashMap<>();

    @Override
    public void handshakeSucceeded(Event event) {
        byAddress.remove(address(event.getSSLEngine()));
    }

    @Override
    public void handshakeFailed(Event event, Throwable why) {
        byAddress.put(address(event.getSSLEngine()), new Failed(why, System.nanoTime()));
    }

    /** What {@code failure} of a request comes from, if that is a handshake; else itself. */
    Throwable explain(Request request, Throwable failure) {
        if (!OriginFailures.connectionClosed(failure)) {
            return failure;
        }
        int port = request.getTransport() instanceof ConnectTo place ? place.port() : request.getPort();
        return Optional.ofNullable(byAddress.get(address(request.getHost(), port)))
                .filter(failed -> System.nanoTime() - failed.since() < RECENT_NANOS)
                .map(Failed::why)
                .orElse(failure);
    }

    private static String address(SSLEngine engine) {
        return address(engine.getPeerHost(), engine.getPeerPort());
    }

    private static String address(String host, int port) {
        return host + ":" + port;
    }
}
