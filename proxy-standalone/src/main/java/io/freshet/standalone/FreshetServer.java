package io.freshet.standalone;

import io.freshet.config.ConfigException;
import io.freshet.config.ProxyConfig;
import io.freshet.config.ServerConfig;
import io.freshet.proxy.Freshet;
import io.freshet.servlet.CachingProxyServlet;
import io.freshet.standalone.core.CoreExchanges;
import io.freshet.store.Measures;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An embedded Jetty with one servlet in it: strict about what a request may look like, silent about itself, and able to stop
 * without cutting a request in flight.
 */
final class FreshetServer implements AutoCloseable {

    private static final int MAX_THREADS = 200;
    private static final int MIN_THREADS = 8;

    /** Hits are answered on these, so that each core has one. */
    private static final int SELECTORS = Runtime.getRuntime().availableProcessors();

    /** How often to look whether there is another certificate. */
    private static final Duration CERTIFICATES = Duration.ofSeconds(10);

    private final Server server;
    private final ServerConnector connector;
    private final GracefulHandler graceful;
    private final long stopMillis;
    private final QueuedThreadPool threads;

    /** A server, not yet started, that answers out of memory, carries plain requests, and gives every other to {@code servlet}. */
    FreshetServer(Freshet freshet, CachingProxyServlet servlet) throws ConfigException {
        this(freshet.config(), servlet, rest -> {
            boolean blocking = freshet.store().isShared();
            return new FastPath(freshet, Optional.of(new CoreExchanges(servlet::originAccess, blocking)), rest);
        });
    }

    /**
     * A server with a handler in front of the servlet.
     *
     * @throws ConfigException if the certificate cannot be used
     */
    FreshetServer(ProxyConfig config, Servlet servlet, UnaryOperator<Handler> front) throws ConfigException {
        ServerConfig listening = config.server();
        Optional<ServerTls> tls = listening.tls().certificate().isPresent()
                ? Optional.of(new ServerTls(listening.tls(), CERTIFICATES))
                : Optional.empty();
        threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
        threads.setName("freshet");
        server = new Server(threads);
        server.setErrorHandler(new PlainErrorHandler());
        tls.ifPresent(server::addBean);
        connector = new BoundedConnector(
                server,
                SELECTORS,
                listening.clients(),
                Protocols.of(http(config.origin().connections().maxHeader()), listening, tls));
        connector.setHost(listening.host().isEmpty() ? null : listening.host());
        connector.setPort(listening.port());
        connector.setIdleTimeout(listening.clients().idleTimeout().toMillis());
        server.addConnector(connector);
        graceful = new GracefulHandler(new MinimumRate(
                listening.clients(), new LingeringClose(new ResetOnFailure(front.apply(context(servlet))))));
        server.setHandler(graceful);
        stopMillis = listening.stopTimeout().toMillis();
    }

    private static HttpConfiguration http(int maxHeader) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(maxHeader);
        http.setMaxResponseHeaderSize(maxHeader);
        // Otherwise a field comes out as Jetty's cache spells it, not as the client did.
        http.setHeaderCacheCaseSensitive(true);
        // Costs 100 KiB of heap a connection; see docs/benchmarks.md.
        http.setHeaderCacheSize(0);
        // RFC 9112 §2.2 lets a server take a bare LF for a line end; two parties that differ about it can be played
        // off.
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setUriCompliance(PATHS);
        return http;
    }

    /**
     * A proxy passes paths on as they are, so what only a decoded path makes ambiguous is no harm. Dot segments that climb
     * out of the origin's base path, in disguise too, are the servlet's to refuse.
     */
    private static final UriCompliance PATHS = UriCompliance.from(EnumSet.of(
            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS,
            UriCompliance.Violation.ILLEGAL_PATH_CHARACTERS,
            UriCompliance.Violation.BAD_UTF8_ENCODING,
            UriCompliance.Violation.TRUNCATED_UTF8_ENCODING));

    private static ServletContextHandler context(Servlet servlet) {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.setErrorHandler(new PlainErrorHandler());
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        ServletHolder holder = new ServletHolder("freshet", servlet);
        holder.setAsyncSupported(true);
        holder.setInitOrder(1);
        context.addServlet(holder, "/");
        return context;
    }

    /** Tells what can be measured of the server. */
    void measure(Measures measures) {
        measures.gauge("server.connections", "open connections of clients", () -> connector
                .getConnectedEndPoints()
                .size());
        measures.gauge("server.waiting.tasks", "what waits for a thread of the server", threads::getQueueSize);
        measures.gauge("server.busy.threads", "threads of the server at work", threads::getBusyThreads);
        measures.gauge("server.threads", "threads of the server", threads::getThreads);
        measures.gauge("server.threads.limit", "how many there may be", threads::getMaxThreads);
    }

    /** Has every request told of that is over from now on. */
    void tell(List<RequestLog> logs) {
        List<RequestLog> told = List.copyOf(logs);
        // What one of them has to be started and stopped with the server.
        told.stream().filter(log -> !server.contains(log)).forEach(server::addBean);
        server.setRequestLog((request, response) -> told.forEach(log -> log.log(request, response)));
    }

    /**
     * Listens and answers from when this returns.
     *
     * @throws IOException if the address cannot be listened on, or the servlet does not start
     */
    void start() throws IOException {
        try {
            server.start();
        } catch (IOException failure) {
            close();
            throw failure;
        } catch (Exception failure) {
            close();
            throw new IOException(failure);
        }
    }

    /** The port that is listened on. */
    int port() {
        return connector.getLocalPort();
    }

    /**
     * Takes no new connection, lets requests in flight finish for as long as was configured, then stops.
     *
     * @return whether all of them finished
     */
    @SuppressWarnings("FutureReturnValueIgnored") // done when the last idle client has left, which is not waited for
    boolean stop() throws InterruptedException {
        // Idle timeouts stay as they are: the short ones that Jetty sets for a stop would cut a client that reads
        // slowly.
        connector.setShutdownIdleTimeout(-1);
        // New connections are refused, new requests on those there are answered 503, and HTTP/2 says GOAWAY.
        Graceful.shutdown(connector);
        boolean finished;
        try {
            graceful.shutdown().get(stopMillis, TimeUnit.MILLISECONDS);
            finished = true;
        } catch (ExecutionException | TimeoutException unfinished) {
            finished = false;
        }
        close();
        return finished;
    }

    /** Stops at once. */
    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
