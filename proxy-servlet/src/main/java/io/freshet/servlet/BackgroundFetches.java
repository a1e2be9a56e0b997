package io.freshet.servlet;

import io.freshet.engine.OriginFailure;
import io.freshet.engine.Step.Fetch;
import io.freshet.engine.Step.Refresh;
import io.freshet.routing.Address;
import io.freshet.routing.Origin;
import io.freshet.servlet.fair.Claimant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;

/** Fetches on nobody's behalf: what comes of them goes to the store. How many there are at once, the engine bounds. */
final class BackgroundFetches implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 1024;
    private static final long IDLE_SECONDS = 30;

    private final Requests requests;
    private final OriginQueues queues;
    private final OriginWatch watch;
    private final ThreadPoolExecutor blocking = new ThreadPoolExecutor(
            THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                Thread thread = new Thread(task, "freshet-behind");
                thread.setDaemon(true);
                return thread;
            });

    /** Makes a request to the origin, ready to be sent. */
    interface Requests {
        /**
         * Makes one.
         *
         * @param again whether the same was sent before, and not answered
         */
        Request make(Fetch fetch, Address address, boolean again);
    }

    /**
     * @param requests makes the request to the origin, ready to be sent
     * @param queues where it waits for its turn, as clients' requests do
     */
    BackgroundFetches(Requests requests, OriginQueues queues, OriginWatch watch) {
        this.requests = requests;
        this.queues = queues;
        this.watch = watch;
        blocking.allowCoreThreadTimeOut(true);
    }

    /** Begins to fetch; does not wait for anything. */
    void run(Refresh refresh, Origin origin) {
        new Chain(refresh.done(), origin).send(refresh.fetch(), true, Optional.empty());
    }

    @Override
    public void close() {
        blocking.shutdownNow();
    }

    /** A fetch and those that come of it, until the last has ended. */
    private final class Chain {

        private final Runnable done;
        private final Origin origin;
        private final AtomicInteger underWay = new AtomicInteger();

        Chain(Runnable done, Origin origin) {
            this.done = done;
            this.origin = origin;
        }

        void send(Fetch fetch, boolean mayRepeat, Optional<Address> failed) {
            underWay.incrementAndGet();
            Optional<Address> chosen = origin.pick(failed);
            if (chosen.isEmpty()) {
                fetch.failed(OriginFailure.SICK);
                ended();
                return;
            }
            OriginResponseListener.Resend resend = new OriginResponseListener.Resend() {
                @Override
                public void fetch(Fetch again) {
                    send(again, false, Optional.empty());
                }

                @Override
                public void behind(Refresh refresh) {
                    run(refresh, origin);
                }

                @Override
                public boolean again(Request originRequest, Throwable failure) {
                    boolean again = mayRepeat && Repetition.worthwhile(originRequest, failure, true, origin);
                    if (again) {
                        send(fetch, false, chosen);
                    }
                    return again;
                }
            };
            OriginResponseListener listener = new OriginResponseListener(fetch, new Nobody(blocking), resend, watch) {
                @Override
                public void onComplete(Result result) {
                    super.onComplete(result);
                    ended();
                }
            };
            Request request = requests.make(fetch, chosen.get(), failed.isPresent());
            queues.enter(Claimant.PROXY, chosen.get(), place -> OriginQueues.send(request, listener, place), busy -> {
                listener.refused(busy);
                ended();
            });
        }

        private void ended() {
            if (underWay.decrementAndGet() == 0) {
                done.run();
            }
        }
    }
}
