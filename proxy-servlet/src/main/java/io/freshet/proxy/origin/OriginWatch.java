package io.freshet.proxy.origin;

import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.store.Measures;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;
import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpDestination;

/** Watches the way to the origin: how long it takes to answer, why it does not, and who waits for a connection to it. */
public final class OriginWatch {

    private static final String BEGUN = OriginWatch.class.getName() + ".begun";

    private final FailedHandshakes handshakes = new FailedHandshakes();
    private final Reachability reachability = new Reachability();
    private volatile OriginObserver observer = OriginObserver.NONE;
    private volatile Optional<HttpClient> client = Optional.empty();
    private volatile IntSupplier waiting = () -> 0;

    /** Tells {@code next} alone from now on. */
    public void observe(OriginObserver next) {
        observer = next;
    }

    /**
     * Watches what goes through {@code next}.
     *
     * @param waitingBefore how many requests wait to be given to it
     */
    public void watch(HttpClient next, IntSupplier waitingBefore) {
        next.getRequestListeners().addBeginListener(originRequest -> originRequest.attribute(BEGUN, System.nanoTime()));
        next.addBean(handshakes);
        client = Optional.of(next);
        waiting = waitingBefore;
    }

    /** Whether a request was about to be sent, or has been: before that, not a byte of it has left. */
    static boolean begun(Request originRequest) {
        return originRequest.getAttributes().containsKey(BEGUN);
    }

    /** The head of a final response has come. */
    public void answered(Response originResponse) {
        reachability.answered(originResponse.getRequest());
        if (originResponse.getRequest().getAttributes().get(BEGUN) instanceof Long begun) {
            observer.answered(originResponse.getStatus(), System.nanoTime() - begun);
        }
    }

    /** A request has come to nothing; it may be sent once more. Gives the failure that it comes from. */
    public Throwable failed(Request originRequest, Throwable failure) {
        Throwable why = handshakes.explain(originRequest, failure);
        reachability.failed(originRequest, why);
        return why;
    }

    /** There is no response, and there will be none. */
    public void failed(OriginFailure why) {
        observer.failed(why);
    }

    public void measure(Measures measures) {
        measures.gauge(
                "origin.waiting.requests",
                "requests that wait for a connection to the origin",
                () -> waiting.getAsInt() + sum(HttpDestination::getQueuedRequestCount));
        measures.gauge(
                "origin.connections",
                "open connections to the origin",
                () -> sum(origin -> pool(origin, AbstractConnectionPool::getConnectionCount)));
        measures.gauge(
                "origin.busy.connections",
                "connections to the origin with a request on them",
                () -> sum(origin -> pool(origin, AbstractConnectionPool::getActiveConnectionCount)));
    }

    private double sum(ToDoubleFunction<HttpDestination> ofOne) {
        return client.stream()
                .flatMap(open -> open.getDestinations().stream())
                .mapToDouble(one -> one instanceof HttpDestination origin ? ofOne.applyAsDouble(origin) : 0)
                .sum();
    }

    private static double pool(HttpDestination origin, ToDoubleFunction<AbstractConnectionPool> ofOne) {
        return origin.getConnectionPool() instanceof AbstractConnectionPool pool ? ofOne.applyAsDouble(pool) : 0;
    }
}
