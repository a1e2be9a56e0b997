package io.freshet.proxy.origin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.eclipse.jetty.io.Transport;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * A connection to another place than the one that a request names, as curl's {@code --connect-to} makes it. What is said there is said to
 * the one that is named: {@code Host}, the name in TLS (SNI, RFC 6066 §3), and whom its certificate must be for.
 */
final class ConnectTo extends Transport.Wrapper {

    private final String host;
    private final int port;

    /** @param place a scheme, a host and perhaps a port */
    ConnectTo(URI place) {
        super(Transport.TCP_IP);
        host = place.getHost();
        port = place.getPort() >= 0 ? place.getPort() : place.getScheme().equals("https") ? 443 : 80;
    }

    int port() {
        return port;
    }

    /** What {@code usual} finds; where a connection is to go to another place, that place, by the name that it was asked for. */
    static SocketAddressResolver resolver(SocketAddressResolver usual) {
        return (named, namedPort, context, promise) -> {
            if (context.get(Transport.CONTEXT_KEY) instanceof ConnectTo place) {
                usual.resolve(place.host, place.port, context, new Promise<>() {
                    @Override
                    public void succeeded(List<InetSocketAddress> found) {
                        promise.succeeded(
                                found.stream().map(one -> called(named, one)).toList());
                    }

                    @Override
                    public void failed(Throwable unknown) {
                        promise.failed(unknown);
                    }
                });
            } else {
                usual.resolve(named, namedPort, context, promise);
            }
        };
    }

    private static InetSocketAddress called(String name, InetSocketAddress found) {
        try {
            return new InetSocketAddress(called(name, found.getAddress()), found.getPort());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address that was found has the length of one", impossible);
        }
    }

    private static InetAddress called(String name, InetAddress found) throws UnknownHostException {
        // A link-local address is one on its link only (RFC 4007).
        return found instanceof Inet6Address scoped && scoped.getScopeId() > 0
                ? Inet6Address.getByAddress(name, scoped.getAddress(), scoped.getScopeId())
                : InetAddress.getByAddress(name, found.getAddress());
    }

    /** Connections to one place serve all requests for it. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ConnectTo place && place.host.equals(host) && place.port == port;
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
