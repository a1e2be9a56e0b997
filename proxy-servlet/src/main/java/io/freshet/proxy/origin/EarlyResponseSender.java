package io.freshet.proxy.origin;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.client.transport.internal.HttpChannelOverHTTP;
import org.eclipse.jetty.client.transport.internal.HttpSenderOverHTTP;
import org.eclipse.jetty.util.Callback;

/**
 * Sends requests over HTTP/1.1 and, where one cannot be sent to its end, leaves it to the connection's other direction to say what became
 * of it. An origin may answer and close before it has all of the content (RFC 9112 §9.5); Jetty gives up what has come of the answer
 * then.
 */
final class EarlyResponseSender extends HttpSenderOverHTTP {

    /** Fails what waits for the write that failed; until then, that is taken for under way. */
    private final AtomicReference<Optional<Runnable>> heldBack = new AtomicReference<>(Optional.empty());

    EarlyResponseSender(HttpChannelOverHTTP channel) {
        super(channel);
    }

    @Override
    protected void sendHeaders(HttpExchange exchange, ByteBuffer content, boolean last, Callback callback) {
        super.sendHeaders(exchange, content, last, last ? callback : patient(callback));
    }

    @Override
    protected void sendContent(HttpExchange exchange, ByteBuffer content, boolean last, Callback callback) {
        super.sendContent(exchange, content, last, patient(callback));
    }

    private Callback patient(Callback callback) {
        return Callback.from(
                callback.getInvocationType(),
                callback::succeeded,
                failure -> heldBack.set(Optional.of(() -> callback.failed(failure))));
    }

    /** The exchange is over. */
    @Override
    protected void dispose() {
        super.dispose();
        heldBack.getAndSet(Optional.empty()).ifPresent(Runnable::run);
    }
}
