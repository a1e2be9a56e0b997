package io.freshet.standalone.control;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One message of the control protocol: a line of printable ASCII. */
final class ControlMessage {

    private static final int MAX_LENGTH = 256;

    private ControlMessage() {}

    /** Writes a line; both sides' lines fit the socket's buffer. */
    static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Reads a line, without its end. Leaves the channel in blocking mode.
     *
     * @throws IOException if none comes in time, or one that is too long, or only a part of one
     */
    static String read(SocketChannel channel, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        ByteBuffer bytes = ByteBuffer.allocate(MAX_LENGTH);
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (bytes.position() == 0 || bytes.get(bytes.position() - 1) != '\n') {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || selector.select(left) == 0) {
                    throw new SocketTimeoutException("no answer in " + timeout.toSeconds() + " s");
                }
                selector.selectedKeys().clear();
                if (!bytes.hasRemaining() || channel.read(bytes) < 0) {
                    throw new IOException("a message that is cut off or too long");
                }
            }
        }
        channel.configureBlocking(true);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().stripTrailing();
    }
}
