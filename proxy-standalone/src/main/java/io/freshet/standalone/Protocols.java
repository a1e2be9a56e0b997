package io.freshet.standalone;

import io.freshet.config.ServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Promise;

/**
 * What clients may speak: HTTP/1.0 and 1.1, and HTTP/2 by ALPN (RFC 7301) with TLS or by its first bytes without (RFC 9113 §3.3).
 * See docs/decisions/0026.
 */
final class Protocols {

    /** Most requests of one HTTP/2 connection at the same time; browsers open no more than a hundred. */
    private static final int MAX_STREAMS = 128;

    /**
     * Most frames a second and connection that cost the client less than the server: resets, settings, pings, priorities,
     * empty ones. A client that sends more is cut off (ENHANCE_YOUR_CALM).
     */
    private static final int MAX_CHEAP_FRAMES = 128;

    /** Most content of requests that one connection may send before it is read, in bytes, and one request of it. */
    private static final int CONNECTION_WINDOW = 1 << 20;

    private static final int REQUEST_WINDOW = 256 << 10;

    private Protocols() {}

    /** Of one port; the first begins a connection. */
    static ConnectionFactory[] of(HttpConfiguration http, ServerConfig config, Optional<ServerTls> tls) {
        List<ConnectionFactory> protocols = new ArrayList<>();
        if (tls.isPresent()) {
            // Which names a certificate is for clients check; the same address may have others for which another one
            // stands in front.
            http.addCustomizer(new SecureRequestCustomizer(false));
            ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
            alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
            protocols.add(new SslConnectionFactory(tls.get().factory(), alpn.getProtocol()));
            protocols.add(alpn);
            if (config.http2()) {
                protocols.add(bounded(new Negotiated(http2(http))));
            }
            protocols.add(
                    new ReverseProxyConnectionFactory(http, config.clients().headTimeout()));
        } else {
            protocols.add(
                    new ReverseProxyConnectionFactory(http, config.clients().headTimeout()));
            if (config.http2()) {
                protocols.add(bounded(new PriorKnowledge(http2(http))));
            }
        }
        return protocols.toArray(ConnectionFactory[]::new);
    }

    private static HttpConfiguration http2(HttpConfiguration http) {
        HttpConfiguration http2 = new HttpConfiguration(http);
        http2.addCustomizer(new Http2Requests());
        return http2;
    }

    private static AbstractHTTP2ServerConnectionFactory bounded(AbstractHTTP2ServerConnectionFactory http2) {
        http2.setMaxConcurrentStreams(MAX_STREAMS);
        http2.setRateControlFactory(CheapFrames.FACTORY);
        http2.setInitialSessionRecvWindow(CONNECTION_WINDOW);
        http2.setInitialStreamRecvWindow(REQUEST_WINDOW);
        // RFC 8441: CONNECT with another protocol in it, which is refused as every CONNECT is.
        http2.setConnectProtocolEnabled(false);
        return http2;
    }

    /** Content that comes on a stream which has just ended is none of them: what was under way is taken out of the client's windows. */
    private static final class CheapFrames extends WindowRateControl {

        static final RateControl.Factory FACTORY = new RateControl.Factory() {
            @Override
            public RateControl newRateControl(EndPoint endPoint) {
                return new CheapFrames();
            }
        };

        CheapFrames() {
            super(MAX_CHEAP_FRAMES, Duration.ofSeconds(1));
        }

        @Override
        public boolean onEvent(Object event) {
            return (event instanceof DataFrame data && data.flowControlLength() > 0) || super.onEvent(event);
        }
    }

    /** What TLS has agreed upon. */
    private static final class Negotiated extends HTTP2ServerConnectionFactory {

        Negotiated(HttpConfiguration http) {
            super(http);
        }

        @Override
        protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
            return new Sessions(this, endPoint);
        }

        /** Lets a stream expire only while its client is awaited. */
        private static final class Sessions extends HTTPServerSessionListener {

            Sessions(HTTP2ServerConnectionFactory factory, EndPoint endPoint) {
                factory.super(endPoint);
            }

            @Override
            public void onIdleTimeout(Stream stream, TimeoutException timeout, Promise<Boolean> expired) {
                if (TimedHttp2Stream.expires(stream)) {
                    super.onIdleTimeout(stream, timeout, expired);
                } else {
                    expired.succeeded(false);
                }
            }
        }
    }

    /** Without the upgrade from HTTP/1.1, which RFC 9113 §3.1 has done away with: such a request is answered in HTTP/1.1. */
    private static final class PriorKnowledge extends HTTP2CServerConnectionFactory {

        PriorKnowledge(HttpConfiguration http) {
            super(http);
        }

        @Override
        protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
            return new Negotiated.Sessions(this, endPoint);
        }

        // Jetty says null for an upgrade that is ignored.
        @Override
        @SuppressWarnings("NullAway")
        public Connection upgradeConnection(
                Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable fields) {
            return HttpMethod.PRI.is(request.getMethod())
                    ? super.upgradeConnection(connector, endPoint, request, fields)
                    : null;
        }
    }
}
