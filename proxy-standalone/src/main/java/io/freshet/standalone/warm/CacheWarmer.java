package io.freshet.standalone.warm;

import io.freshet.config.ConfigException;
import io.freshet.config.TlsFiles;
import io.freshet.http.Field;
import io.freshet.tls.TlsContext;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Asks a proxy of this machine for what a list wants, one URL after another, and no faster than it was told to. */
public final class CacheWarmer {

    /** Requests under way at once. */
    private static final int MOST_AT_ONCE = 16;

    private static final int MAX_THREADS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /** Failures that are told one by one. */
    private static final int MOST_TOLD = 20;

    /** As most browsers say over TLS, so that they find what was stored. */
    private static final String CODINGS = "gzip, deflate, br, zstd";

    /**
     * What is asked, where, and how fast.
     *
     * @param from a file or a URL, of a list or a sitemap
     * @param rate the most requests a second
     * @param host where the proxy listens; empty for everywhere
     * @param tls with a certificate, the proxy speaks TLS, and this is the one it is known by
     */
    public record Order(String from, int rate, String host, int port, TlsFiles tls) {

        private String address() {
            return host.isEmpty() ? "127.0.0.1" : host;
        }

        /** Whom a path alone is meant for: the proxy as its start names it. */
        private String self() {
            return (host.isEmpty() ? "localhost" : HostPort.normalizeHost(host)) + ":" + port;
        }
    }

    private final Order order;
    private final PrintStream out;
    private final PrintStream err;
    private final Duration interval;
    private final WarmingProgress tally = new WarmingProgress();
    private final AtomicInteger told = new AtomicInteger();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile boolean unreachable;

    /** @param interval how often it is said how far it has got */
    public CacheWarmer(Order order, PrintStream out, PrintStream err, Duration interval) {
        this.order = order;
        this.out = out;
        this.err = err;
        this.interval = interval;
    }

    /**
     * Asks for everything, and says what came of it.
     *
     * @return whether all went well
     * @throws IOException if it cannot be done at all; its message is a sentence without its full stop
     */
    public boolean run() throws IOException, ConfigException {
        try {
            WarmingList wanted = UrlList.read(order.from(), order.self());
            wanted.bad().forEach(err::println);
            long began = System.nanoTime();
            HttpClient client = client();
            try {
                ask(client, wanted);
            } finally {
                LifeCycle.stop(client);
            }
            if (unreachable) {
                throw new IOException("no proxy answers at " + HostPort.normalizeHost(order.address()) + ":"
                        + order.port() + ": start one, or name its --port");
            }
            out.println((stopped ? "Stopped. " : "") + tally.summary(Duration.ofNanos(System.nanoTime() - began)));
            return !stopped && tally.failed() == 0 && wanted.bad().isEmpty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        } finally {
            ended.countDown();
        }
    }

    /** Begins no more requests, and waits a little until it has been said what came of those there were. */
    @SuppressWarnings("CatchAndPrintStackTrace")
    public void stop() {
        stopped = true;
        try {
            var unused = ended.await(CONNECTING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException atOnce) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpClient client() throws IOException, ConfigException {
        ClientConnector connector = new ClientConnector();
        if (order.tls().certificate().isPresent()) {
            SslContextFactory.Client tls = new SslContextFactory.Client();
            // The server with this very certificate is the proxy, by whatever address it is reached.
            tls.setSslContext(
                    TlsContext.of(new TlsFiles("tls", order.tls().certificate(), Optional.empty(), Optional.empty())));
            tls.setEndpointIdentificationAlgorithm(null);
            connector.setSslContextFactory(tls);
        }
        HttpClient client =
                new HttpClient(new org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP(connector));
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("freshet-warm");
        threads.setDaemon(true);
        client.setExecutor(threads);
        client.setFollowRedirects(false);
        client.setMaxConnectionsPerDestination(MOST_AT_ONCE);
        client.setConnectTimeout(CONNECTING.toMillis());
        client.setUserAgentField(null);
        try {
            client.start();
        } catch (Exception failure) {
            throw new IOException("no client starts: " + failure.getMessage(), failure);
        }
        // Content is counted as it comes, and never unpacked.
        client.getContentDecoderFactories().clear();
        return client;
    }

    private void ask(HttpClient client, WarmingList wanted) throws InterruptedException {
        int all = wanted.targets().size();
        long pause = TimeUnit.SECONDS.toNanos(1) / order.rate();
        long next = System.nanoTime();
        long told = next;
        for (WarmingTarget target : wanted.targets()) {
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            // A proxy that was slow for a while is not hurried afterwards.
            next = Math.max(next, System.nanoTime() - pause) + pause;
            while (!places.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS) && !stopped) {
                err.println(tally.progress(all));
            }
            if (stopped || unreachable) {
                return;
            }
            send(client, target);
            if (System.nanoTime() - told >= interval.toNanos()) {
                told = System.nanoTime();
                err.println(tally.progress(all));
            }
        }
        while (!stopped && !places.tryAcquire(MOST_AT_ONCE, interval.toMillis(), TimeUnit.MILLISECONDS)) {
            err.println(tally.progress(all));
        }
    }

    private void send(HttpClient client, WarmingTarget target) {
        AtomicLong content = new AtomicLong();
        Request request = client.newRequest(order.address(), order.port())
                .scheme(order.tls().certificate().isPresent() ? "https" : "http")
                .path(target.pathAndQuery())
                .timeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .headers(fields -> fields.put(HttpHeader.HOST, target.authority())
                        .put(HttpHeader.ACCEPT, "*/*")
                        .put(HttpHeader.ACCEPT_ENCODING, CODINGS)
                        .put(HttpHeader.USER_AGENT, "Freshet --warm"))
                .onResponseContent((response, piece) -> content.addAndGet(piece.remaining()));
        request.send(result -> ended(result, target, content.get()));
    }

    private void ended(Result result, WarmingTarget target, long content) {
        Response response = result.getResponse();
        if (result.getFailure() instanceof ConnectException) {
            unreachable = true;
        } else if (result.isFailed()) {
            tally.broken();
            tell("no whole response", target);
        } else {
            String said = String.join(", ", response.getHeaders().getValuesList(Field.CACHE_STATUS));
            tally.answered(response.getStatus(), said, content);
            if (response.getStatus() >= 400) {
                tell(Integer.toString(response.getStatus()), target);
            }
        }
        places.release();
    }

    private void tell(String why, WarmingTarget target) {
        if (told.incrementAndGet() <= MOST_TOLD) {
            err.println(why + ": " + WarmingListBuilder.printable(target.authority() + target.pathAndQuery()));
        }
    }
}
