package io.freshet.standalone;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/** A stream of HTTP/2 that knows since when its client is waited for: for content, or to take a piece. See docs/decisions/0052. */
final class TimedHttp2Stream extends HttpStream.Wrapper {

    private static final String ATTRIBUTE = TimedHttp2Stream.class.getName();

    // Guarded by this.
    private boolean reads;
    private long readsSince;
    private int writes;
    private long writesSince;

    private TimedHttp2Stream(HttpStream stream) {
        super(stream);
    }

    /** Has the stream of a request know it. */
    static void watch(Request request) {
        if (request.getConnectionMetaData().getConnection() instanceof HTTP2Connection http2) {
            HTTP2Stream stream = http2.getSession().getStream(Integer.parseInt(request.getId()));
            if (stream != null) {
                request.addHttpStreamWrapper(wrapped -> {
                    TimedHttp2Stream awaited = new TimedHttp2Stream(wrapped);
                    stream.setAttribute(ATTRIBUTE, awaited);
                    return awaited;
                });
            }
        }
    }

    /** Whether a stream that has been idle for its timeout expires: its client has been waited for as long. Else the origin is. */
    static boolean expires(Stream idle) {
        return !(idle instanceof HTTP2Stream stream
                        && stream.getAttribute(ATTRIBUTE) instanceof TimedHttp2Stream awaited)
                || awaited.isAwaited(TimeUnit.MILLISECONDS.toNanos(stream.getIdleTimeout()));
    }

    private synchronized boolean isAwaited(long nanos) {
        long now = System.nanoTime();
        return (reads && now - readsSince >= nanos) || (writes > 0 && now - writesSince >= nanos);
    }

    @Override
    public void demand() {
        synchronized (this) {
            reads = true;
            readsSince = System.nanoTime();
        }
        super.demand();
    }

    @Override
    public Content.Chunk read() {
        synchronized (this) {
            reads = false;
        }
        return super.read();
    }

    @Override
    public void send(
            MetaData.Request request, MetaData.Response response, boolean last, ByteBuffer content, Callback callback) {
        synchronized (this) {
            writes++;
            writesSince = System.nanoTime();
        }
        super.send(request, response, last, content, Callback.from(this::sent, callback));
    }

    private synchronized void sent() {
        writes--;
    }
}
