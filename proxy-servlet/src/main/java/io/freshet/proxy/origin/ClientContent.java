package io.freshet.proxy.origin;

import java.nio.ByteBuffer;
import org.eclipse.jetty.client.AsyncRequestContent;
import org.eclipse.jetty.util.Callback;

/**
 * The content of a client's request on its way to the origin, of exactly the length that the origin is told. The HTTP client
 * counts nothing: a byte too many would be the next request on the connection.
 */
public final class ClientContent extends AsyncRequestContent {

    /** The length of content that tells its end by itself. */
    public static final long DELIMITED = -1;

    private final long length;
    private final boolean atHand;
    private long written;
    private volatile boolean sent;

    /**
     * Content that comes piece by piece.
     *
     * @param length how long it is, in bytes, or {@link #DELIMITED}
     */
    public ClientContent(long length) {
        this(length, false);
    }

    /** Content that is here. */
    public ClientContent(byte[] content) {
        this(content.length, true);
        write(true, ByteBuffer.wrap(content), Callback.NOOP);
    }

    private ClientContent(long length, boolean atHand) {
        // Without a type of its own: the client has said what it is, or has not.
        super((String) null);
        this.length = length;
        this.atHand = atHand;
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public void write(boolean last, ByteBuffer piece, Callback taken) {
        written += piece.remaining();
        boolean exact = last ? written == length : written <= length;
        if (length == DELIMITED || exact) {
            super.write(last, piece, taken);
        } else {
            NotTheOrigin wrong = new NotTheOrigin("Content of another length than the origin was told");
            fail(wrong);
            taken.failed(wrong);
        }
    }

    @Override
    public void close() {
        write(true, ByteBuffer.allocate(0), Callback.NOOP);
    }

    /** The request has left for the origin, all of it. */
    public void allSent() {
        sent = true;
    }

    /** Whether all of the request has left for the origin. */
    public boolean isSent() {
        return sent;
    }

    /** Whether all of it was here before any of it left; what the client does has no part in a failure then. */
    boolean isAtHand() {
        return atHand;
    }
}
