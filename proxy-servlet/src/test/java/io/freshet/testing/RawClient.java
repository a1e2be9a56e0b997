package io.freshet.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One connection to a server: sends the bytes it is given and reads responses as they come, complete or not. */
public final class RawClient implements Closeable {

    /** How long a read waits; far longer than anything a test expects, so that only a failure takes this long. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
    }

    /** Connects to a port of this machine. */
    public static RawClient connect(int port) {
        try {
            return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same from another address of this machine, such as 127.0.0.2. */
    public static RawClient connectFrom(String address, int port) {
        try {
            return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a message written as {@link RawMessage#bytes} describes. */
    public RawClient send(String message) {
        return send(RawMessage.bytes(message));
    }

    /** Sends these bytes and nothing else. A server that no longer listens shows in the response, not here. */
    @SuppressWarnings("EmptyCatch")
    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException closedByServer) {
            // Its last words may still be readable.
        }
        return this;
    }

    /** Reads the response to anything but a HEAD. */
    public RawResponse read() {
        return read(false);
    }

    /** Reads the response to a HEAD, which has no content whatever its fields say. */
    public RawResponse readToHead() {
        return read(true);
    }

    /** Reads one head, interim or final, and leaves its content unread. */
    public RawHead readHead() throws IOException {
        return RawHead.read(in);
    }

    /** The content after a {@link #readHead head}, to be read piece by piece; throws where it is cut. */
    public InputStream body(RawHead head) {
        return BodyStream.ofResponse(in, head, false);
    }

    /** So many bytes, whatever they are; fewer where the server sends no more. */
    public byte[] readBytes(int length) {
        try {
            return in.readNBytes(length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawResponse read(boolean toHead) {
        List<RawHead> interim = new ArrayList<>();
        RawHead head = new RawHead("", List.of());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        List<String> trailerLines = List.of();
        RawResponse.End end;
        try {
            head = readHead();
            while (head.startLine().startsWith("HTTP/1.1 1")) {
                interim.add(head);
                head = new RawHead("", List.of());
                head = readHead();
            }
            BodyStream body = BodyStream.ofResponse(in, head, toHead);
            body.transferTo(content);
            trailerLines = body.trailerLines();
            end = RawResponse.End.COMPLETE;
        } catch (EOFException e) {
            end = RawResponse.End.TRUNCATED;
        } catch (SocketTimeoutException e) {
            end = RawResponse.End.SILENT;
        } catch (SocketException e) {
            end = RawResponse.End.RESET;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RawResponse(interim, head, content.toByteArray(), trailerLines, end);
    }

    /** Sends no more, and still reads. */
    public RawClient shutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Leaves with a reset in place of an orderly end. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    @SuppressWarnings("EmptyCatch")
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Nothing left to do with it.
        }
    }
}
