package io.freshet.proxy.origin;

import io.freshet.config.ConfigException;
import io.freshet.config.OriginConnections;
import io.freshet.config.ProxyConfig;
import io.freshet.config.TlsFiles;
import io.freshet.routing.OriginAddress;
import io.freshet.tls.TlsContext;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/** Jetty's HTTP client as a proxy needs it: it adds nothing, changes nothing, and bounds everything. */
public final class OriginClient {

    /** How long it is remembered of a pool of connections that it is empty: a client that authenticates its own has one. */
    private static final Duration MAX_UNUSED = Duration.ofSeconds(10);

    private OriginClient() {}

    /**
     * HTTP/1.1, or HTTP/2 where that is wanted, and every value as it came.
     *
     * @throws ConfigException if a file of the origin's TLS cannot be used
     */
    @SuppressWarnings("try") // Jetty's close() may be interrupted
    public static HttpClient create(ClientConnector connector, ProxyConfig config) throws ConfigException {
        OriginConnections connections = config.origin().connections();
        boolean plain =
                config.file().isEmpty() && config.origin().url().getScheme().equals("http");
        connector.setSslContextFactory(plain ? new Unused() : tls(connections.tls()));
        Http1Transport transport = connections.http2() ? new Http2Transport(connector) : new Http1Transport(connector);
        // Otherwise a value is spelt as an earlier response on the same connection spelt it, or as Jetty itself does.
        transport.setHeaderCacheCaseSensitive(true);
        // Costs 160 KiB of heap a connection; see docs/benchmarks.md.
        transport.setHeaderCacheSize(0);
        // Nothing that hears of a response waits: its selector's thread carries it, and wakes no other.
        transport.setInvocationType(InvocationType.NON_BLOCKING);
        HttpClient client = new HttpClient(transport) {
            @Override
            public @Nullable SocketAddressResolver getSocketAddressResolver() {
                SocketAddressResolver usual = super.getSocketAddressResolver();
                return usual == null ? null : ConnectTo.resolver(usual);
            }
        };
        client.setDestinationIdleTimeout(MAX_UNUSED.toMillis());
        return client;
    }

    /**
     * The certificate must be trusted and be for the origin's name, always. That name is what is said in the handshake (SNI, RFC
     * 6066 §3), with {@code preserve-host} too: a client must not choose whom to trust.
     */
    private static SslContextFactory.Client tls(TlsFiles files) throws ConfigException {
        SslContextFactory.Client tls = new SslContextFactory.Client();
        tls.setEndpointIdentificationAlgorithm("HTTPS");
        // The JDK says no name without a dot, such as a cluster's service has.
        tls.setSNIProvider(SslContextFactory.Client.SniProvider.NON_DOMAIN_SNI_PROVIDER);
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        if (!files.isNone()) {
            tls.setSslContext(TlsContext.of(files));
        }
        return tls;
    }

    /** For an origin without TLS, where a reload brings no other: to load what the JVM trusts takes longer than the rest of the client's start. */
    private static final class Unused extends SslContextFactory.Client {

        @Override
        protected void doStart() {}

        /** There is nothing that could be reloaded, either. */
        @Override
        protected void doStop() {}
    }

    public static void configure(HttpClient client, OriginConnections connections) {
        client.setConnectTimeout(connections.connectTimeout().toMillis());
        // Requests wait in front of it; this only bounds those for which a connection is being opened.
        client.setMaxRequestsQueuedPerDestination(connections.max() + connections.maxQueued());
        client.setUserAgentField(null);
        client.setDefaultRequestContentType(null);
        client.getProtocolHandlers().clear();
        InterimResponses.handle(client);
    }

    /** A request whose path and query go to the wire as they are, even where they are no valid URI. */
    static Request request(HttpClient client, OriginAddress address, String pathAndQuery) {
        Request request = unwatched(client, address, pathAndQuery);
        return request.onResponseBegin(response -> address.succeeded()).onResponseFailure((response, failure) -> {
            // What a client does to its own content says nothing about the origin.
            boolean own = !(request.getBody() instanceof ClientContent content) || content.isAtHand();
            boolean unanswered = response.getStatus() == 0 && own;
            if (unanswered && OriginFailures.ofAddress(failure)) {
                address.failed();
            }
        });
    }

    /** A request whose outcome is no sign of whether the address is healthy. */
    static Request unwatched(HttpClient client, OriginAddress address, String pathAndQuery) {
        // The address is asked for the origin by its name.
        String base = address.uri().getScheme() + "://" + address.origin().getRawAuthority();
        Request request = request(client, base, pathAndQuery);
        return address.uri().equals(address.origin()) ? request : request.transport(new ConnectTo(address.uri()));
    }

    private static Request request(HttpClient client, String base, String pathAndQuery) {
        return new VerbatimRequest(client, URI.create(base), pathAndQuery);
    }

    /** Jetty's own takes a path for a URI: it refuses some, and takes what is behind two slashes for a host. */
    private static final class VerbatimRequest extends HttpRequest {

        private final URI base;
        private final String path;
        private final @Nullable String query;

        VerbatimRequest(HttpClient client, URI base, String pathAndQuery) {
            super(client, new HttpConversation(), base);
            this.base = base;
            int question = pathAndQuery.indexOf('?');
            this.path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
            this.query = question < 0 ? null : pathAndQuery.substring(question + 1);
        }

        @Override
        public URI getURI() {
            return base;
        }

        @Override
        public String getPath() {
            return path;
        }

        @Override
        @SuppressWarnings("NullAway") // Jetty says null for none
        public String getQuery() {
            return query;
        }
    }
}
