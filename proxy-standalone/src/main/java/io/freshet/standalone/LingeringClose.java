package io.freshet.standalone;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Reads what a client of HTTP/1 still sends after it has its response, and throws it away. A connection that is closed with unread bytes
 * in it is reset, and a reset takes the response away from a client that has not read it yet (RFC 9112 §9.6). What is read so is bounded
 * in bytes and in time; then the connection is closed. Of a request in HTTP/2, {@link EarlyResponseStream} sees to it.
 */
final class LingeringClose extends Handler.Wrapper {

    /** The most content of one request that is thrown away, in bytes. */
    private static final long MAX_BYTES = 64L << 20;

    /** The longest time for it. */
    private static final long MAX_SECONDS = 10;

    LingeringClose(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!mayHaveContent(request)) {
            return super.handle(request, response, callback);
        }
        Reader reader = new Reader(request, response, callback);
        return super.handle(reader, response, reader.callback());
    }

    private static boolean mayHaveContent(Request request) {
        // RFC 9112 §6
        return request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2
                && (request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
    }

    /** The request, as long as it is handled; after that, what reads the rest of it. */
    private static final class Reader extends Request.Wrapper {

        private final Response response;
        private final Callback callback;

        // Guarded by this: content may come while the response ends.
        private Runnable available = () -> {};
        private boolean demanded;
        private boolean pending;
        private boolean answered;
        private boolean done;

        private long thrownAway;
        private volatile Scheduler.Task limit = () -> true;

        Reader(Request request, Response response, Callback callback) {
            super(request);
            this.response = response;
            this.callback = callback;
        }

        Callback callback() {
            return Callback.from(callback.getInvocationType(), this::onAnswered, callback::failed);
        }

        @Override
        public void demand(Runnable next) {
            synchronized (this) {
                available = next;
                demanded = true;
                pending = true;
            }
            super.demand(this::onAvailable);
        }

        private void onAvailable() {
            next().run();
        }

        private synchronized Runnable next() {
            pending = false;
            return answered ? this::readOn : available;
        }

        /** From the server, before the head of a response leaves: that must not make the rest of the content unreadable. */
        @Override
        public boolean consumeAvailable() {
            boolean ended = readAvailable();
            if (!ended) {
                // RFC 9112 §9.6: it may have to be closed.
                response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
            }
            return ended;
        }

        private void onAnswered() {
            synchronized (this) {
                answered = true;
                // RFC 9110 §10.1.1: a client that was never told to go on may not send anything.
                done = !demanded && getHeaders().contains(HttpHeader.EXPECT);
            }
            if (done) {
                callback.succeeded();
            } else if (readAvailable()) {
                end();
            } else {
                limit = getComponents().getScheduler().schedule(this::end, MAX_SECONDS, TimeUnit.SECONDS);
                readOn();
            }
        }

        private void readOn() {
            if (readAvailable()) {
                end();
            } else if (mayWait()) {
                super.demand(this::onAvailable);
            }
        }

        private synchronized boolean mayWait() {
            boolean may = !pending && !done;
            pending = pending || may;
            return may;
        }

        /** Whether there is nothing more to be read, for it has ended, was too much or cannot be read. */
        private boolean readAvailable() {
            while (true) {
                Content.Chunk chunk = super.read();
                if (chunk == null) {
                    return false;
                }
                thrownAway += chunk.remaining();
                chunk.release();
                if (chunk.isLast() || Content.Chunk.isFailure(chunk) || thrownAway > MAX_BYTES) {
                    return true;
                }
            }
        }

        private void end() {
            if (becomesDone()) {
                limit.cancel();
                callback.succeeded();
            }
        }

        private synchronized boolean becomesDone() {
            boolean first = !done;
            done = true;
            return first;
        }
    }
}
