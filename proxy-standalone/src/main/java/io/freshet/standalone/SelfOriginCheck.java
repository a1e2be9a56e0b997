package io.freshet.standalone;

import io.freshet.config.ProxyConfig;
import io.freshet.config.ServerConfig;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Whether an origin is obviously the proxy itself. Asks no name server, so it does not know them all; a loop that it misses
 * shows when the first request comes round.
 */
final class SelfOriginCheck {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|\\[.*]");

    private SelfOriginCheck() {}

    static boolean isOriginOf(ProxyConfig config) {
        URI origin = config.origin().url();
        ServerConfig server = config.server();
        int port = origin.getPort() == -1 ? (origin.getScheme().equals("https") ? 443 : 80) : origin.getPort();
        return port == server.port() && listensOn(server.host(), origin.getHost());
    }

    private static boolean listensOn(String listenHost, String originHost) {
        if (originHost.equalsIgnoreCase(listenHost)) {
            return true;
        }
        boolean localName = originHost.equals("localhost") || originHost.endsWith(".localhost");
        if (!localName && !LITERAL.matcher(originHost).matches()) {
            return false;
        }
        try {
            InetAddress origin = localName ? InetAddress.getLoopbackAddress() : InetAddress.getByName(originHost);
            return listenHost.isEmpty() ? isLocal(origin) : isSame(origin, listenHost);
        } catch (UnknownHostException | SocketException unknown) {
            return false;
        }
    }

    private static boolean isLocal(InetAddress address) throws SocketException {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || NetworkInterface.getByInetAddress(address) != null;
    }

    /** A connection to the unspecified address goes to this machine, and one that listens there hears every local address. */
    private static boolean isSame(InetAddress origin, String listenHost) throws UnknownHostException, SocketException {
        InetAddress listen = InetAddress.getByName(listenHost);
        return listen.isAnyLocalAddress()
                ? isLocal(origin)
                : origin.equals(listen)
                        || (listen.isLoopbackAddress() && (origin.isAnyLocalAddress() || origin.isLoopbackAddress()));
    }
}
