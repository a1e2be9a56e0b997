package io.freshet.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/**
 * One connection that speaks HTTP/2 and says whatever it is told to, right or wrong: fields go out as they are, without
 * compression. Settings and pings are acknowledged, and what arrives is made room for, unless {@link #keepWindowShut}.
 */
final class Http2Client implements Closeable {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);
    private static final int PATIENCE_MILLIS = 15_000;

    /** What has come on one stream, and how it ended: {@code COMPLETE}, {@code RESET n}, {@code GOAWAY n}, {@code SILENT} or {@code CLOSED}. */
    record Response(
            List<Integer> interim, int status, HttpFields fields, String text, HttpFields trailers, String end) {

        Optional<String> value(String name) {
            return Optional.ofNullable(fields.get(name));
        }
    }

    private static final class Incoming {
        final List<Integer> interim = new ArrayList<>();
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        int status;
        HttpFields fields = HttpFields.EMPTY;
        HttpFields trailers = HttpFields.EMPTY;
        String end = "";
    }

    private final Socket socket;
    private final DataInputStream in;
    private final HpackDecoder decoder = new HpackDecoder(1 << 20, System::nanoTime);
    private final Map<Integer, Incoming> streams = new HashMap<>();
    private String over = "";
    private boolean shut;
    private int windows;
    private int next = 1;

    private Http2Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream().write(PREFACE);
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    static Http2Client connect(int port) {
        try {
            return new Http2Client(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** On a connection that is there already. */
    static Http2Client on(Socket socket) throws IOException {
        return new Http2Client(socket);
    }

    /** Takes no more content than fits the first windows of 65,535 bytes. */
    Http2Client keepWindowShut() {
        shut = true;
        return this;
    }

    /** The lines of the request that {@code message} is in HTTP/1.1, over a connection without TLS. */
    static String[] lines(String message) {
        String[] lines = message.strip().split("\n", -1);
        String[] target = lines[0].split(" ", -1);
        List<String> made = new ArrayList<>(List.of(":method: " + target[0], ":scheme: http", ":path: " + target[1]));
        for (int i = 1; i < lines.length; i++) {
            String[] field = lines[i].split(": ", 2);
            String name = field[0].toLowerCase(Locale.ROOT);
            made.add(
                    name.equals("host") ? 1 : made.size(),
                    (name.equals("host") ? ":authority" : name) + ": " + field[1]);
        }
        return made.toArray(String[]::new);
    }

    /** A request's lines, such as {@code :method: GET}, and nothing after them. */
    int request(String... lines) {
        return begin(true, lines);
    }

    /** The same with {@link #data} to come. */
    int begin(boolean end, String... lines) {
        int stream = next;
        next += 2;
        headers(stream, end, lines);
        return stream;
    }

    void headers(int stream, boolean end, String... lines) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (String line : lines) {
            int colon = line.indexOf(": ", 1);
            block.write(0); // a literal that is not remembered (RFC 7541 §6.2.2)
            string(block, line.substring(0, colon));
            string(block, line.substring(colon + 2));
        }
        frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block.toByteArray());
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                block.write(rest % 128 + 128);
                rest /= 128;
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    void data(int stream, boolean end, String content) {
        frame(DATA, end ? END_STREAM : 0, stream, content.getBytes(ISO_8859_1));
    }

    void reset(int stream) {
        frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
    }

    /** A server that has hung up shows in what is read. */
    @SuppressWarnings("EmptyCatch")
    void frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        try {
            socket.getOutputStream().write(frame.array());
            socket.getOutputStream().flush();
        } catch (IOException hungUp) {
            // Its last words may still be readable.
        }
    }

    /** All of what comes on a stream. */
    Response read(int stream) {
        Incoming incoming = streams.computeIfAbsent(stream, unknown -> new Incoming());
        while (incoming.end.isEmpty() && over.isEmpty()) {
            next();
        }
        return response(incoming);
    }

    /** What has come on a stream when its head has. */
    Response readHead(int stream) {
        Incoming incoming = streams.computeIfAbsent(stream, unknown -> new Incoming());
        while (incoming.status == 0 && incoming.end.isEmpty() && over.isEmpty()) {
            next();
        }
        return response(incoming);
    }

    /** Reads until there is room for more content of requests, or the server has gone. */
    void awaitWindow() {
        int before = windows;
        while (windows < before + 1 && over.isEmpty()) {
            next();
        }
    }

    /** Reads to the end of the connection; says how it ended. */
    String readToEnd() {
        while (over.isEmpty() || over.startsWith("GOAWAY")) {
            String before = over;
            over = "";
            next();
            if (!over.isEmpty() && !over.startsWith("GOAWAY")) {
                return (before + " " + over).trim();
            }
            over = over.isEmpty() ? before : over;
        }
        return over;
    }

    private Response response(Incoming incoming) {
        return new Response(
                List.copyOf(incoming.interim),
                incoming.status,
                incoming.fields,
                incoming.body.toString(ISO_8859_1),
                incoming.trailers,
                incoming.end.isEmpty() ? over : incoming.end);
    }

    private void next() {
        try {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = in.readNBytes(lengthAndType >>> 8);
            take(lengthAndType & 0xff, flags, stream, payload);
        } catch (EOFException | SocketException hungUp) {
            over = "CLOSED";
        } catch (SocketTimeoutException silent) {
            over = "SILENT";
        } catch (IOException | HpackException failure) {
            throw new AssertionError(failure);
        }
    }

    private void take(int type, int flags, int stream, byte[] payload) throws HpackException {
        Incoming incoming = streams.computeIfAbsent(stream, unknown -> new Incoming());
        switch (type) {
            case DATA -> {
                incoming.body.writeBytes(payload);
                if (!shut && payload.length > 0) {
                    byte[] more = ByteBuffer.allocate(4).putInt(payload.length).array();
                    frame(WINDOW_UPDATE, 0, 0, more);
                    if ((flags & END_STREAM) == 0) {
                        frame(WINDOW_UPDATE, 0, stream, more);
                    }
                }
            }
            case HEADERS -> head(incoming, decoder.decode(ByteBuffer.wrap(payload)));
            case RST_STREAM ->
                incoming.end = "RESET " + ByteBuffer.wrap(payload).getInt();
            case GOAWAY -> {
                int code = ByteBuffer.wrap(payload).getInt(4);
                if (code != 0) {
                    over = "GOAWAY " + code;
                }
            }
            case SETTINGS, PING -> {
                if (flags == 0) {
                    frame(type, ACK, 0, type == PING ? payload : new byte[0]);
                }
            }
            case WINDOW_UPDATE -> windows++;
            default -> {}
        }
        if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0 && incoming.end.isEmpty()) {
            incoming.end = "COMPLETE";
        }
    }

    private static void head(Incoming incoming, MetaData head) {
        if (!(head instanceof MetaData.Response response)) {
            incoming.trailers = head.getHttpFields();
        } else if (response.getStatus() < 200) {
            incoming.interim.add(response.getStatus());
        } else {
            incoming.status = response.getStatus();
            incoming.fields = response.getHttpFields();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
