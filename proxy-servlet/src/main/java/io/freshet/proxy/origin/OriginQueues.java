package io.freshet.proxy.origin;

import io.freshet.config.OriginConnections;
import io.freshet.proxy.fair.Claimant;
import io.freshet.proxy.fair.FairQueue;
import io.freshet.routing.OriginAddress;
import io.freshet.thread.SerialExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;

/**
 * In front of the HTTP client: a request is sent when there is a connection for it, and no client has more than its share of them.
 * One queue for each place that the HTTP client has connections to.
 */
public final class OriginQueues {

    private final Supplier<HttpClient> client;
    private final OriginConnections connections;
    private final double share;
    private final Map<String, FairQueue> queues = new ConcurrentHashMap<>();

    /**
     * @param client asked for once it is started
     * @param share the part of the connections, and of the places to wait for one, that one client address may hold
     */
    public OriginQueues(Supplier<HttpClient> client, OriginConnections connections, double share) {
        this.client = client;
        this.connections = connections;
        this.share = share;
    }

    /** How many requests wait. */
    public int waiting() {
        return queues.values().stream().mapToInt(FairQueue::waiting).sum();
    }

    /**
     * Asks for a connection. Calls one of the two, at once or later; see {@link FairQueue#enter}.
     *
     * @param granted {@linkplain #send sends} the request, or gives the place back
     */
    public FairQueue.Place enter(
            Claimant who,
            OriginAddress address,
            Consumer<FairQueue.Place> granted,
            Consumer<RuntimeException> refused) {
        return queues.computeIfAbsent(address.uri() + " " + address.origin(), place -> queue())
                .enter(
                        who,
                        granted,
                        why -> refused.accept(
                                why == FairQueue.Refusal.LATE
                                        ? new QueueTimeoutException()
                                        : new RejectedExecutionException("Too many requests wait for the origin")));
    }

    private FairQueue queue() {
        return new FairQueue(
                connections.max(),
                connections.maxQueued(),
                share,
                connections.queueWait(),
                client.get().getScheduler(),
                new SerialExecutor()::run);
    }

    /** Sends a request that has its place, which it gives back when the exchange is over, however that ends. */
    public static void send(Request request, Response.CompleteListener listener, FairQueue.Place place) {
        request.onComplete(over -> place.release());
        try {
            request.send(listener);
        } catch (RuntimeException unsent) {
            place.release();
            throw unsent;
        }
    }
}
