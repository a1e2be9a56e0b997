package io.freshet.proxy.origin;

import io.freshet.http.KeepAlive;
import io.freshet.policy.ConnectionAuthentication;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.client.transport.SendFailure;
import org.eclipse.jetty.client.transport.internal.HttpChannelOverHTTP;
import org.eclipse.jetty.client.transport.internal.HttpConnectionOverHTTP;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EndPoint;

/**
 * A connection of HTTP/1.1 to an origin. It ends before the origin ends it: without a request on it, it is kept for a shorter time than
 * the origin says in {@code Keep-Alive}. See docs/decisions/0034 and docs/decisions/0035.
 */
final class OriginConnection extends HttpConnectionOverHTTP {

    /** How long a connection is kept without a request on it where the origin does not say. */
    static final Duration MAX_IDLE = Duration.ofSeconds(20);

    /** How much earlier than the origin it is closed: as long as a request may take to get there, and no more than half of the time. */
    private static final Duration HEAD_START = Duration.ofSeconds(1);

    /**
     * After how long without a request a connection gets none any more that is not to be lost with it: the origin may be closing it, and
     * does not say when.
     */
    private static final long MAX_IDLE_FOR_LAST_TRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final long busyTimeout;
    private long bytesInBefore;
    private volatile long idleSince = System.nanoTime();
    private volatile Duration keptFor = MAX_IDLE;
    private volatile boolean last;

    OriginConnection(EndPoint endPoint, Map<String, Object> context) {
        super(endPoint, context);
        this.busyTimeout = endPoint.getIdleTimeout();
    }

    /** Whether some of an answer to a request that failed had come. */
    static boolean answered(Request originRequest) {
        return originRequest.getConnection() instanceof OriginConnection connection
                && connection.getBytesIn() > connection.bytesInBefore;
    }

    /** A connection may be opened for a request that another one takes before it is open. */
    @Override
    public void onOpen() {
        becomesIdle();
        super.onOpen();
    }

    private void becomesIdle() {
        idleSince = System.nanoTime();
        long millis = keptFor.toMillis();
        getEndPoint().setIdleTimeout(busyTimeout > 0 ? Math.min(busyTimeout, millis) : millis);
    }

    @Override
    protected HttpChannelOverHTTP newHttpChannel() {
        return new Channel(this);
    }

    @Override
    public SendFailure send(HttpExchange exchange) {
        if (isLastTry(exchange.getRequest()) && System.nanoTime() - idleSince > MAX_IDLE_FOR_LAST_TRY_NANOS) {
            close();
            return new SendFailure(new NotTheOrigin("The origin may be closing this connection"), true);
        }
        return super.send(exchange);
    }

    /** Whether a request will not be sent again. Where it authenticates the connection, no other one would do. */
    private boolean isLastTry(Request request) {
        boolean again = RetryRule.possible(request) && !ConnectionUse.isOnce(getHttpDestination());
        return !again && !ConnectionUse.isOneClient(getHttpDestination());
    }

    /** An exchange begins. */
    private void begin(Request request) {
        bytesInBefore = getBytesIn();
        if (request.getIdleTimeout() < 0) {
            getEndPoint().setIdleTimeout(busyTimeout);
        }
    }

    /** An exchange has ended. */
    private void end(HttpFields response) {
        boolean stranger =
                ConnectionAuthentication.offered(response) && !ConnectionUse.isOneClient(getHttpDestination());
        last = stranger || ConnectionUse.isOnce(getHttpDestination());
        KeepAlive.timeout(response).ifPresent(stated -> keptFor = shortened(stated));
    }

    private static Duration shortened(Duration stated) {
        Duration half = stated.dividedBy(2);
        Duration kept = stated.minus(HEAD_START.compareTo(half) < 0 ? HEAD_START : half);
        return kept.compareTo(MAX_IDLE) < 0 ? kept : MAX_IDLE;
    }

    /** The connection may be used again. */
    @Override
    public void release() {
        if (last || keptFor.isZero()) {
            close();
            return;
        }
        becomesIdle();
        getHttpDestination().release(this);
    }

    /** What is sent and received on a connection. */
    private static final class Channel extends HttpChannelOverHTTP {

        Channel(OriginConnection connection) {
            super(connection);
        }

        private OriginConnection connection() {
            return (OriginConnection) getHttpConnection();
        }

        @Override
        protected EarlyResponseSender newHttpSender() {
            return new EarlyResponseSender(this);
        }

        @Override
        public void send(HttpExchange exchange) {
            connection().begin(exchange.getRequest());
            super.send(exchange);
        }

        @Override
        public void exchangeTerminated(HttpExchange exchange, Result result) {
            connection().end(result.getResponse().getHeaders());
            super.exchangeTerminated(exchange, result);
        }
    }
}
