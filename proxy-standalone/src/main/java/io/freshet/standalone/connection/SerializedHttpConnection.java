package io.freshet.standalone.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that one thread at a time reads. Jetty answers a request that it cannot parse on another thread, which may come back to
 * read on while the one that parsed has still to let go of the connection's buffer. Then both let go of it, two connections get it, and read
 * each other's requests. See docs/decisions/0031.
 */
public class SerializedHttpConnection extends HttpConnection {

    /** RFC 9110 §15.5.9. */
    private static final byte[] LATE = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final Lock turn = new ReentrantLock();
    private final Duration headTimeout;

    // In turns only.
    private long requests;
    private long bytesBefore;
    private Optional<Scheduler.Task> headTimer = Optional.empty();

    /**
     * How long a client that has shut down its side still gets a response, in milliseconds. Whether it has left or still reads
     * cannot be told. See docs/decisions/0043.
     */
    private static final long HALF_CLOSED_MILLIS = 1_000;

    private final WatchedEndPoint watched;
    private final Callback nextRequest;

    /** @param headTimeout the longest time for the head of a request, from its first byte on */
    public SerializedHttpConnection(
            HttpConfiguration http, Connector connector, EndPoint endPoint, Duration headTimeout) {
        this(http, connector, new WatchedEndPoint(endPoint, connector.getExecutor()), headTimeout);
    }

    private SerializedHttpConnection(
            HttpConfiguration http, Connector connector, WatchedEndPoint endPoint, Duration headTimeout) {
        super(http, connector, endPoint);
        this.headTimeout = headTimeout;
        watched = endPoint;
        nextRequest = Callback.from(
                connector.getServer().getInvocationType(), this::onFillable, this::onFillInterestedFailed);
    }

    /**
     * Runs {@code task} once if the client closes the connection, or loses it, while nothing is read from it; in place of a former
     * task, and on any thread. It may come late, when another request is under way.
     */
    public void whenGone(Runnable task) {
        watched.whenGone(() -> getConnector().getScheduler().schedule(task, HALF_CLOSED_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** The response to the request under way is complete: its client may go. */
    public void stopWatching() {
        watched.stopWatching();
    }

    @Override
    public void onFillable() {
        turn.lock();
        try {
            super.onFillable();
        } finally {
            turn.unlock();
        }
        boundHead();
    }

    /**
     * When a response ends on a thread that has not read its request, Jetty has a third one look for the next request. Mostly none is there
     * yet: then it is enough to be told when it comes.
     */
    @Override
    protected Executor getExecutor() {
        Executor threads = super.getExecutor();
        return task -> {
            if (task == this && isRequestBufferEmpty() && getParser().isStart()) {
                boundHead();
                fillInterested(nextRequest);
            } else {
                threads.execute(task);
            }
        };
    }

    /**
     * The time of a client runs while it is waited for, and not while the origin is. Jetty would fail a write that has just begun when
     * nothing had been written before for long enough, and a request that no thread handles yet.
     */
    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(getEndPoint().getIdleTimeout());
        boolean itsTurn = getHttpChannel().getRequest() == null || watched.isAwaited(nanos);
        return itsTurn && super.onIdleExpired(timeout);
    }

    /** While a head is coming, its time runs; a byte before it, such as an empty line, begins it. */
    private void boundHead() {
        turn.lock();
        try {
            if (getMessagesIn() != requests) {
                requests = getMessagesIn();
                bytesBefore = getBytesIn();
            }
            boolean coming = isHeadComing();
            if (coming && headTimer.isEmpty()) {
                long nth = requests;
                headTimer = Optional.of(getConnector()
                        .getScheduler()
                        .schedule(
                                () -> getExecutor().execute(() -> endLateHead(nth)),
                                headTimeout.toMillis(),
                                TimeUnit.MILLISECONDS));
            } else if (!coming) {
                headTimer.ifPresent(Scheduler.Task::cancel);
                headTimer = Optional.empty();
            }
        } finally {
            turn.unlock();
        }
    }

    private boolean isHeadComing() {
        return getEndPoint().isOpen()
                && getEndPoint().getConnection() == this
                && getHttpChannel().getRequest() == null
                && (!getParser().isStart() || getBytesIn() > bytesBefore);
    }

    private void endLateHead(long nth) {
        turn.lock();
        try {
            if (getMessagesIn() == nth && isHeadComing()) {
                getEndPoint().write(Callback.from(getEndPoint()::close), ByteBuffer.wrap(LATE));
            }
        } finally {
            turn.unlock();
        }
    }
}
