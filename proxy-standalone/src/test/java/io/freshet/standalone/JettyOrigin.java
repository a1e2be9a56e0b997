package io.freshet.standalone;

import io.freshet.testing.TestCertificate;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** An origin that speaks TLS, HTTP/2 or both. */
final class JettyOrigin implements AutoCloseable {

    private final Server server = new Server();
    private ServerConnector connector;
    private final Optional<TestCertificate> certificate;
    private final Optional<TestCertificate> clients;
    private final boolean http2;

    /**
     * Listens from when this returns.
     *
     * @param certificate with which it speaks TLS, and only to those that name it
     * @param clients whom it wants its clients to be
     * @param http2 whether it speaks HTTP/2; without TLS nothing else then
     */
    JettyOrigin(
            Optional<TestCertificate> certificate, Optional<TestCertificate> clients, boolean http2, Handler handler) {
        this.certificate = certificate;
        this.clients = clients;
        this.http2 = http2;
        connector = connector(0);
        server.addConnector(connector);
        server.setHandler(handler);
        LifeCycle.start(server);
    }

    private ServerConnector connector(int port) {
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.addCustomizer(new SecureRequestCustomizer(false));
        List<ConnectionFactory> protocols = new ArrayList<>();
        certificate.ifPresent(known -> {
            SslContextFactory.Server tls = new SslContextFactory.Server();
            tls.setKeyStorePath(known.keyStore().toUri().toString());
            tls.setKeyStorePassword(TestCertificate.PASSWORD);
            tls.setSniRequired(true);
            clients.ifPresent(wanted -> {
                tls.setTrustStorePath(wanted.keyStore().toUri().toString());
                tls.setTrustStorePassword(TestCertificate.PASSWORD);
                tls.setNeedClientAuth(true);
            });
            ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
            alpn.setDefaultProtocol("http/1.1");
            protocols.add(new SslConnectionFactory(tls, alpn.getProtocol()));
            protocols.add(alpn);
        });
        if (http2) {
            protocols.add(
                    certificate.isPresent()
                            ? new HTTP2ServerConnectionFactory(http)
                            : new HTTP2CServerConnectionFactory(http));
        }
        if (!http2 || certificate.isPresent()) {
            protocols.add(new HttpConnectionFactory(http));
        }
        ServerConnector made = new ServerConnector(server, 1, 1, protocols.toArray(ConnectionFactory[]::new));
        made.setHost("127.0.0.1");
        made.setPort(port);
        return made;
    }

    /** Closes all connections, and listens again. */
    void restart() {
        int port = connector.getLocalPort();
        LifeCycle.stop(connector);
        server.removeConnector(connector);
        connector = connector(port);
        server.addConnector(connector);
        // For a moment somebody's own end of a connection may have the port.
        Awaitility.await().ignoreExceptions().until(() -> {
            LifeCycle.start(connector);
            return true;
        });
    }

    URI uri(String host) {
        return URI.create((certificate.isPresent() ? "https://" : "http://") + host + ":" + connector.getLocalPort());
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
