package io.freshet.proxy.origin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/** A TCP connection to an origin. Jetty's own tells a reset connection as one that the peer has closed in an orderly way. */
final class OriginEndPoint extends SocketChannelEndPoint {

    OriginEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /**
     * As in Jetty; but HTTP/1.1 without TLS, where the end of the connection may be the end of a response, is told of a failure. TLS has
     * an end of its own, and so has HTTP/2.
     *
     * @throws EofException if the connection ended in any other way than with a FIN
     */
    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (isInputShutdown()) {
            return -1;
        }
        int position = BufferUtil.flipToFill(buffer);
        try {
            int filled = getChannel().read(buffer);
            if (filled > 0) {
                notIdle();
            } else if (filled < 0) {
                shutdownInput();
            }
            return filled;
        } catch (IOException broken) {
            shutdownInput();
            if (getConnection() instanceof OriginConnection) {
                throw new EofException(broken);
            }
            return -1;
        } finally {
            BufferUtil.flipToFlush(buffer, position);
        }
    }
}
