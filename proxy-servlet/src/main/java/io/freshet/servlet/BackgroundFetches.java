package io.freshet.servlet;

import io.freshet.engine.Fetch;
import io.freshet.engine.Refresh;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;

/** Fetches on nobody's behalf: what comes of them goes to the store. How many there are at once, the engine bounds. */
final class BackgroundFetches implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 1024;
    private static final long IDLE_SECONDS = 30;

    private final Function<Fetch, Request> requests;
    private final ThreadPoolExecutor blocking = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                Thread thread = new Thread(task, "freshet-behind");
                thread.setDaemon(true);
                return thread;
            });

    /** @param requests makes the request to the origin, ready to be sent */
    BackgroundFetches(Function<Fetch, Request> requests) {
        this.requests = requests;
        blocking.allowCoreThreadTimeOut(true);
    }

    /** Begins to fetch; does not wait for anything. */
    void run(Refresh refresh) {
        new Chain(refresh.done()).send(refresh.fetch(), true);
    }

    @Override
    public void close() {
        blocking.shutdownNow();
    }

    /** A fetch and those that come of it, until the last has ended. */
    private final class Chain {

        private final Runnable done;
        private final AtomicInteger underWay = new AtomicInteger();

        Chain(Runnable done) {
            this.done = done;
        }

        void send(Fetch fetch, boolean mayRetry) {
            underWay.incrementAndGet();
            OriginResponseListener.Resend resend = new OriginResponseListener.Resend() {
                @Override
                public void fetch(Fetch again) {
                    send(again, false);
                }

                @Override
                public boolean retry(Throwable failure) {
                    boolean again = mayRetry && OriginFailures.connectionClosed(failure);
                    if (again) {
                        send(fetch, false);
                    }
                    return again;
                }
            };
            requests.apply(fetch).send(new OriginResponseListener(fetch, new Nobody(blocking), resend) {
                @Override
                public void onComplete(Result result) {
                    super.onComplete(result);
                    if (underWay.decrementAndGet() == 0) {
                        done.run();
                    }
                }
            });
        }
    }
}
