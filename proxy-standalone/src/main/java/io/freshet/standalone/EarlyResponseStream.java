package io.freshet.standalone;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A stream of HTTP/2 that ends as RFC 9113 §8.1 has it when the response is whole and the request is not: with {@code NO_ERROR}, upon
 * which the client keeps the response. Jetty says {@code CANCEL}.
 */
final class EarlyResponseStream extends HttpStream.Wrapper {

    /** How long the client may stop by itself: curl up to 7.88 throws the answer away when the stream is closed while it is sending. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final Scheduler scheduler;
    private volatile boolean whole;

    EarlyResponseStream(HttpStream stream, Scheduler scheduler) {
        super(stream);
        this.scheduler = scheduler;
    }

    @Override
    public void send(
            MetaData.Request request, MetaData.Response response, boolean last, ByteBuffer content, Callback callback) {
        Callback sent = last
                ? Callback.from(
                        callback.getInvocationType(),
                        () -> {
                            whole = true;
                            callback.succeeded();
                        },
                        callback::failed)
                : callback;
        super.send(request, response, last, content, sent);
    }

    @Override
    public void succeeded() {
        if (whole && consumeAvailable() != null) {
            stopClient();
        } else {
            super.succeeded();
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (whole) {
            stopClient();
        } else {
            super.failed(failure);
        }
    }

    /** Until then, nothing makes room for more than the client's windows let through. */
    private void stopClient() {
        scheduler.schedule(() -> super.failed(CONTENT_NOT_CONSUMED), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
