package io.freshet.standalone;

import io.freshet.config.ProxyConfig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.URIUtil;

/** The hosts that a request target in absolute form may name: this proxy, as far as it can know, and its origin. */
final class ProxyNames {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String origin;
    private final String listenHost;

    ProxyNames(ProxyConfig config) {
        origin = authority(config.origin());
        listenHost = config.host().isEmpty()
                ? ""
                : HostPort.normalizeHost(config.host()).toLowerCase(Locale.ROOT);
    }

    private static String authority(URI origin) {
        int port = origin.getPort() == -1 ? URIUtil.getDefaultPortForScheme(origin.getScheme()) : origin.getPort();
        return origin.getHost() + ':' + port;
    }

    /**
     * Whether a request for {@code uri}, which has a scheme and a host, may be answered here.
     *
     * @param local where the connection was accepted
     */
    boolean include(HttpURI uri, SocketAddress local) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() > 0 ? uri.getPort() : URIUtil.getDefaultPortForScheme(uri.getScheme());
        return origin.equals(host + ':' + port)
                || (local instanceof InetSocketAddress address && isHere(host, port, address));
    }

    private boolean isHere(String host, int port, InetSocketAddress local) {
        return port == local.getPort()
                && (LOOPBACK.contains(host)
                        || host.equals(listenHost)
                        || host.equals(HostPort.normalizeHost(local.getAddress().getHostAddress())));
    }
}
