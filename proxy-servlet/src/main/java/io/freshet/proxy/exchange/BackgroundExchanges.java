package io.freshet.proxy.exchange;

import io.freshet.engine.response.Step.Refresh;
import io.freshet.proxy.fair.Claimant;
import io.freshet.proxy.origin.Attempt;
import io.freshet.proxy.origin.OriginRequestBuilder;
import io.freshet.routing.Origin;
import io.freshet.thread.DaemonThreads;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.client.Request;

/** Exchanges that no client waits for: what comes of them goes to the store. How many there are at once, the engine bounds. */
public final class BackgroundExchanges implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 1024;
    private static final long IDLE_SECONDS = 30;

    private final OriginRequestBuilder requests;
    private final Supplier<ExchangeContext> context;
    private final ThreadPoolExecutor blocking = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            new DaemonThreads("freshet-refresh"));

    /** @param context what these exchanges have in common with those of clients */
    public BackgroundExchanges(OriginRequestBuilder requests, Supplier<ExchangeContext> context) {
        this.requests = requests;
        this.context = context;
        blocking.allowCoreThreadTimeOut(true);
    }

    /** Begins one; does not wait for anything. */
    public void begin(Refresh refresh, Origin origin) {
        Exchange exchange = new Exchange(
                context.get(), origin, Claimant.PROXY, new Requests(), new DiscardingSink(blocking), refresh.done());
        exchange.take(refresh.fetch());
    }

    /**
     * Runs what may block for a store, where no client is left whose container has a thread for it.
     *
     * @throws RejectedExecutionException if too much waits already
     */
    public void onBlockingThread(Runnable task) {
        blocking.execute(task);
    }

    @Override
    public void close() {
        blocking.shutdownNow();
    }

    private final class Requests implements Exchange.OriginRequests {

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public Optional<Request> make(Attempt attempt) {
            return Optional.of(requests.own(attempt));
        }
    }
}
