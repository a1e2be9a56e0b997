package io.freshet.testing.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An origin that speaks HTTP/1.1 and is as strict as RFC 9112 lets it be: what could mean two things is a fault. It answers every
 * message with what it took it for, and keeps the connection.
 */
public final class StrictOrigin implements Closeable {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern REQUEST_LINE = Pattern.compile("(" + TOKEN + ") (/[!-~]*) HTTP/1\\.1");
    private static final Pattern FIELD_LINE = Pattern.compile("(" + TOKEN + "):[ \t]*([ -~\t\\x80-\\xFF]*)");
    private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9A-Fa-f]{1,8}");

    private static final class Malformed extends IOException {

        private static final long serialVersionUID = 1L;

        Malformed(String why) {
            super(why);
        }
    }

    private final ServerSocket listener;
    private final Recorder recorder;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private StrictOrigin(Recorder recorder) throws IOException {
        this.recorder = recorder;
        this.listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Listens from when this returns. */
    public static StrictOrigin start(Recorder recorder) {
        try {
            return new StrictOrigin(recorder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "strict-origin");
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("EmptyCatch")
    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                connections.add(connection);
                start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // By close().
        }
    }

    @SuppressWarnings("EmptyCatch")
    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (true) {
                Recorder.Seen seen = message(in);
                recorder.saw(seen);
                String answer = "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 0\r\n" + Recorder.SEEN
                        + ": " + seen.told() + "\r\n\r\n";
                connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
            }
        } catch (Malformed fault) {
            recorder.fault(String.valueOf(fault.getMessage()));
        } catch (IOException cut) {
            // Between two messages, or within one: that is none then.
        } finally {
            connections.remove(connection);
        }
    }

    private static Recorder.Seen message(InputStream in) throws IOException {
        String first = line(in);
        Matcher request = REQUEST_LINE.matcher(first);
        if (!request.matches()) {
            throw new Malformed("no request line: " + first);
        }
        List<String> hosts = new ArrayList<>();
        List<String> lengths = new ArrayList<>();
        List<String> codings = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            Matcher field = FIELD_LINE.matcher(line);
            if (!field.matches()) {
                throw new Malformed("no field line: " + line + " of " + first);
            }
            String value = field.group(2).strip();
            switch (field.group(1).toLowerCase(Locale.ROOT)) {
                case "host" -> hosts.add(value);
                case "content-length" -> lengths.add(value);
                case "transfer-encoding" -> codings.add(value);
                case "expect" -> throw new Malformed("an expectation that this proxy keeps to itself: " + first);
                default -> {}
            }
        }
        if (hosts.size() != 1 || lengths.size() + codings.size() > 1) {
            throw new Malformed("hosts " + hosts + ", lengths " + lengths + ", codings " + codings + " of " + first);
        }
        byte[] content = codings.isEmpty() ? counted(in, first, lengths) : chunks(in, first, codings.get(0));
        return Recorder.Seen.of(request.group(1), request.group(2), content);
    }

    private static byte[] counted(InputStream in, String first, List<String> lengths) throws IOException {
        String length = lengths.isEmpty() ? "0" : lengths.get(0);
        if (!length.matches("0|[1-9][0-9]{0,8}")) {
            throw new Malformed("the length " + length + " of " + first);
        }
        return exactly(in, Integer.parseInt(length));
    }

    private static byte[] chunks(InputStream in, String first, String coding) throws IOException {
        if (!coding.equals("chunked")) {
            throw new Malformed("the coding " + coding + " of " + first);
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int size = -1; size != 0; ) {
            String line = line(in);
            if (!CHUNK_SIZE.matcher(line).matches()) {
                throw new Malformed("the chunk size " + line + " of " + first);
            }
            size = Integer.parseInt(line, 16);
            content.writeBytes(exactly(in, size));
            String end = line(in);
            if (!end.isEmpty()) {
                throw new Malformed("after a chunk or at the end: " + end + " of " + first);
            }
        }
        return content.toByteArray();
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("cut");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("cut");
            }
            if (next == '\n' && !line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
                line.setLength(line.length() - 1);
                return line.toString();
            }
            if (next == '\n' || (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') || line.length() > 65_536) {
                throw new Malformed("a line that does not end as lines do: " + line);
            }
            line.append((char) next);
        }
    }
}
