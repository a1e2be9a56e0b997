package io.freshet.standalone.core;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/** Writes content to a client piece by piece, the next when the client has taken the last. Never blocks. */
public final class ContentSender extends IteratingCallback {

    /** The JVM copies what it writes out of the heap: so much at a time, for what the socket does not take is copied again. */
    private static final int PIECE_BYTES = 128 * 1024;

    private final Iterator<ByteBuffer> content;
    private final Response response;
    private final Callback callback;
    private ByteBuffer rest = BufferUtil.EMPTY_BUFFER;
    private boolean done;

    public ContentSender(Iterator<ByteBuffer> content, Response response, Callback callback) {
        this.content = content;
        this.response = response;
        this.callback = callback;
    }

    @Override
    protected Action process() {
        if (done) {
            return Action.SUCCEEDED;
        }
        if (!rest.hasRemaining() && content.hasNext()) {
            rest = content.next();
        }
        int length = Math.min(PIECE_BYTES, rest.remaining());
        ByteBuffer piece = rest.slice(rest.position(), length);
        rest.position(rest.position() + length);
        done = !rest.hasRemaining() && !content.hasNext();
        response.write(done, piece, this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
        callback.succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable failure) {
        callback.failed(failure);
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }
}
