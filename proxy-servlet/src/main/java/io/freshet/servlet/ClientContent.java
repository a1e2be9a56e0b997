package io.freshet.servlet;

import java.nio.ByteBuffer;
import org.eclipse.jetty.client.AsyncRequestContent;
import org.eclipse.jetty.util.Callback;

/**
 * The content of a client's request on its way to the origin. Its first piece sends the request; content that is malformed or
 * breaks off before that reaches nobody.
 */
final class ClientContent extends AsyncRequestContent {

    private final Runnable send;
    private boolean begun;
    private volatile boolean sent;

    /** @param send sends the request that this is the content of */
    ClientContent(Runnable send) {
        this.send = send;
    }

    @Override
    public void write(boolean last, ByteBuffer piece, Callback taken) {
        begin();
        super.write(last, piece, taken);
    }

    @Override
    public void close() {
        begin();
        super.close();
    }

    /** The request has left for the origin, all of it. */
    void allSent() {
        sent = true;
    }

    /** Whether all of the request has left for the origin. */
    boolean isSent() {
        return sent;
    }

    /** Whether any of it has come. */
    boolean isBegun() {
        return begun;
    }

    private void begin() {
        if (!begun) {
            begun = true;
            send.run();
        }
    }
}
