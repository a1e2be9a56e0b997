package io.freshet.standalone.connection;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadPendingException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * A client's connection that can be watched while nothing is read from it: whether the client closes it. What the client sends
 * meanwhile is kept, up to a limit, and comes out of the next {@link #fill}. See docs/decisions/0043.
 */
final class WatchedEndPoint implements EndPoint, EndPoint.Wrapper {

    /** The most that is read ahead, in bytes. A client that sends more is not watched until that is read. */
    private static final int MAX_AHEAD = 4096;

    private final EndPoint endPoint;
    private final Executor executor;
    private final Callback watch = new Watch();

    // Guarded by this.
    private Optional<Runnable> gone = Optional.empty();
    private Optional<Callback> reader = Optional.empty();
    private ByteBuffer ahead = BufferUtil.EMPTY_BUFFER;
    private boolean watching;
    private long readsSince;
    private long writesSince;
    private int writes;

    WatchedEndPoint(EndPoint endPoint, Executor executor) {
        this.endPoint = endPoint;
        this.executor = executor;
    }

    /** Runs {@code task} once when the client shuts down or loses the connection; on any thread. In place of a former task. */
    void whenGone(Runnable task) {
        synchronized (this) {
            gone = Optional.of(task);
        }
        lookOut();
    }

    /** What the client does is of no interest any more; what it sends stays to be read. */
    synchronized void stopWatching() {
        gone = Optional.empty();
    }

    private void lookOut() {
        synchronized (this) {
            if (watching || gone.isEmpty() || ahead.remaining() >= MAX_AHEAD) {
                return;
            }
            watching = endPoint.tryFillInterested(watch);
        }
    }

    private final class Watch implements Callback {

        @Override
        public void succeeded() {
            Optional<Callback> woken;
            boolean left = false;
            synchronized (WatchedEndPoint.this) {
                watching = false;
                woken = reader;
                reader = Optional.empty();
                // What is read ahead is read before another can ask to be told of it. Without a watch it stays for the
                // selector to tell.
                if (woken.isEmpty() && gone.isPresent()) {
                    left = isAtEnd();
                }
            }
            if (woken.isPresent()) {
                woken.get().succeeded();
            } else if (left) {
                leave();
            } else {
                lookOut();
            }
        }

        @Override
        public void failed(Throwable failure) {
            Optional<Callback> woken;
            synchronized (WatchedEndPoint.this) {
                watching = false;
                woken = reader;
                reader = Optional.empty();
            }
            if (woken.isPresent()) {
                woken.get().failed(failure);
            } else if (failure instanceof TimeoutException) {
                lookOut();
            } else {
                leave();
            }
        }

        @Override
        public InvocationType getInvocationType() {
            synchronized (WatchedEndPoint.this) {
                return reader.map(Callback::getInvocationType).orElse(InvocationType.NON_BLOCKING);
            }
        }
    }

    private void leave() {
        Optional<Runnable> told;
        synchronized (this) {
            told = gone;
            gone = Optional.empty();
        }
        told.ifPresent(Runnable::run);
    }

    /** Reads ahead; says whether the client sends no more. With the lock alone. */
    private boolean isAtEnd() {
        if (ahead.capacity() == 0) {
            ahead = BufferUtil.allocate(MAX_AHEAD);
        }
        BufferUtil.compact(ahead);
        try {
            return BufferUtil.space(ahead) > 0 && endPoint.fill(ahead) < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        synchronized (this) {
            if (ahead.hasRemaining()) {
                int position = BufferUtil.flipToFill(buffer);
                int filled = BufferUtil.put(ahead, buffer);
                BufferUtil.flipToFlush(buffer, position);
                return filled;
            }
            ahead = BufferUtil.EMPTY_BUFFER;
            return endPoint.fill(buffer);
        }
    }

    @Override
    public void fillInterested(Callback callback) {
        if (!tryFillInterested(callback)) {
            throw new ReadPendingException();
        }
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        synchronized (this) {
            readsSince = System.nanoTime();
            if (!ahead.hasRemaining()) {
                if (watching && reader.isEmpty()) {
                    reader = Optional.of(callback);
                    return true;
                }
                return endPoint.tryFillInterested(callback);
            }
        }
        // Not from here: the caller would be in the midst of what this goes on with.
        executor.execute(callback::succeeded);
        return true;
    }

    @Override
    public boolean isFillInterested() {
        synchronized (this) {
            return watching ? reader.isPresent() : endPoint.isFillInterested();
        }
    }

    @Override
    public EndPoint unwrap() {
        return endPoint;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return endPoint.getLocalSocketAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return endPoint.getRemoteSocketAddress();
    }

    @Override
    public boolean isOpen() {
        return endPoint.isOpen();
    }

    @Override
    public long getCreatedTimeStamp() {
        return endPoint.getCreatedTimeStamp();
    }

    @Override
    public void shutdownOutput() {
        endPoint.shutdownOutput();
    }

    @Override
    public boolean isOutputShutdown() {
        return endPoint.isOutputShutdown();
    }

    @Override
    public boolean isInputShutdown() {
        return endPoint.isInputShutdown();
    }

    @Override
    public void close(Throwable cause) {
        endPoint.close(cause);
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        return endPoint.flush(buffers);
    }

    @Override
    public Object getTransport() {
        return endPoint.getTransport();
    }

    @Override
    public long getIdleTimeout() {
        return endPoint.getIdleTimeout();
    }

    @Override
    public void setIdleTimeout(long idleTimeout) {
        endPoint.setIdleTimeout(idleTimeout);
    }

    @Override
    public void write(Callback callback, ByteBuffer... buffers) {
        synchronized (this) {
            writes++;
            writesSince = System.nanoTime();
        }
        endPoint.write(Callback.from(this::written, callback), buffers);
    }

    private synchronized void written() {
        writes--;
    }

    /**
     * Whether the client is waited for, and has been for at least so many nanoseconds: something is to be read from it, or what was
     * written has not left yet.
     */
    synchronized boolean isAwaited(long nanos) {
        long now = System.nanoTime();
        boolean reads = isFillInterested() && now - readsSince >= nanos;
        return reads || (writes > 0 && now - writesSince >= nanos);
    }

    @Override
    public Callback cancelWrite(Throwable cause) {
        return endPoint.cancelWrite(cause);
    }

    @Override
    public Connection getConnection() {
        return endPoint.getConnection();
    }

    @Override
    public void setConnection(Connection connection) {
        endPoint.setConnection(connection);
    }

    @Override
    public void onOpen() {
        endPoint.onOpen();
    }

    @Override
    public void onClose(Throwable cause) {
        endPoint.onClose(cause);
    }

    @Override
    public void upgrade(Connection connection) {
        endPoint.upgrade(connection);
    }

    @Override
    public SslSessionData getSslSessionData() {
        return endPoint.getSslSessionData();
    }

    @Override
    public boolean isSecure() {
        return endPoint.isSecure();
    }

    @Override
    public String toString() {
        return "watched " + endPoint;
    }
}
