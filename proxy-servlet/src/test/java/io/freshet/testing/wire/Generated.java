package io.freshet.testing.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * A request that the generator makes of a seed and a number; the same two always make the same.
 *
 * @param number which one it is; its target tells
 * @param method known or made up
 * @param typed whether its content has a type
 * @param expects whether the client waits for 100 (Continue) before it sends the content
 * @param connection what its {@code Connection} names, in HTTP/1
 * @param content that of the next request, where a reader loses its place
 * @param cut after which byte the client leaves, if it does not stay
 * @param writes in how many pieces it is written
 */
public record Generated(
        long number,
        String method,
        Framing framing,
        boolean typed,
        boolean expects,
        Optional<String> connection,
        String content,
        OptionalInt cut,
        int writes) {

    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "OPTIONS",
            "PATCH",
            "QUERY",
            "PROPFIND",
            "MKCOL",
            "PURGEX",
            "M-SEARCH",
            "X",
            "BREW'N~");
    private static final List<String> CONNECTIONS = List.of(
            "close",
            "keep-alive",
            "content-length",
            "transfer-encoding",
            "Content-Length, Transfer-Encoding, close",
            "host",
            "content-type",
            "expect",
            "te, upgrade",
            ", ,X-Nothing");
    private static final int[] SIZES = {1, 2, 17, 100, 1024, 5000, 65_536, 65_537, 70_000, 200_000};

    /**
     * Makes one. A third of them are whole and plain: every method, framing and type, in turn. A third are cut: every framing at
     * every byte, in turn. A third are left to chance.
     *
     * @param turn which one it is of those in these framings
     */
    static Generated of(long seed, long number, int turn, List<Framing> framings) {
        int nth = turn / 3;
        if (turn % 3 == 0) {
            return cut(number, nth, framings);
        }
        boolean plain = turn % 3 == 1;
        Random random = new Random(seed * 1_000_003 + number);
        int shapes = METHODS.size() * framings.size() * 2;
        int shape = plain ? nth % shapes : random.nextInt(shapes);
        Framing framing = framings.get(shape / 2 % framings.size());
        int size = random.nextInt(8) > 0 ? SIZES[random.nextInt(4)] : SIZES[random.nextInt(SIZES.length)];
        boolean expects = !plain && framing.hasContent() && random.nextInt(6) == 0;
        return new Generated(
                number,
                METHODS.get(shape / 2 / framings.size()),
                framing,
                shape % 2 == 1,
                expects && framing.protocol() == Framing.Protocol.HTTP_1_1,
                plain || random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(CONNECTIONS.get(random.nextInt(CONNECTIONS.size()))),
                framing.hasContent() ? content(number, size) : "",
                OptionalInt.empty(),
                plain ? 1 : 1 + random.nextInt(5));
    }

    private static Generated cut(long number, int nth, List<Framing> framings) {
        Framing framing = framings.get(nth % framings.size());
        int at = nth / framings.size();
        return new Generated(
                number,
                METHODS.get(at % METHODS.size()),
                framing,
                at % 2 == 1,
                false,
                Optional.empty(),
                framing.hasContent() ? content(number, 40) : "",
                OptionalInt.of(at),
                1);
    }

    private static String content(long number, int size) {
        String next = "GET /smuggled/" + number + " HTTP/1.1\r\nHost: smuggled.test\r\n\r\n";
        return next.repeat(size / next.length() + 1).substring(0, size);
    }

    /** The path behind the proxy. */
    public String target() {
        return "/g/" + number;
    }

    /** Without what only one request of the same shape has. */
    String shape() {
        return method + " " + framing + (typed ? " typed" : "") + (expects ? " expects" : "") + " "
                + connection.orElse("-") + " " + content.length() + (cut.isPresent() ? " cut" : "") + " /" + writes;
    }

    /** What the origin is to see, if anything. */
    Recorder.Seen message() {
        return Recorder.Seen.of(method, target(), content.getBytes(ISO_8859_1));
    }

    /** The head in HTTP/1, with its empty line. */
    byte[] head(String contextPath, String authority) {
        StringBuilder head = new StringBuilder();
        head.append(method).append(' ').append(contextPath).append(target());
        head.append(framing.protocol() == Framing.Protocol.HTTP_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
        head.append("Host: ").append(authority).append("\r\n");
        if (typed) {
            head.append("Content-Type: text/plain\r\n");
        }
        if (expects) {
            head.append("Expect: 100-continue\r\n");
        }
        connection.ifPresent(names -> head.append("Connection: ").append(names).append("\r\n"));
        for (String line : framingLines()) {
            head.append(line).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    private List<String> framingLines() {
        String length = "Content-Length: " + content.length();
        String chunked = "Transfer-Encoding: chunked";
        return switch (framing) {
            case NO_LENGTH_OF_ZERO, LENGTH, OLD_LENGTH -> List.of(length);
            case CHUNKED, CHUNKED_IN_SMALL_PIECES, CHUNKED_WITH_EXTENSIONS, CHUNKED_AND_EMPTY, OLD_CHUNKED ->
                List.of(chunked);
            case CHUNKED_WITH_TRAILERS, CHUNKED_WITH_LENGTH_IN_TRAILERS -> List.of("Trailer: X-Sum", chunked);
            case LENGTH_AND_CHUNKED -> List.of(length, chunked);
            case TWO_EQUAL_LENGTHS -> List.of(length, length);
            case TWO_LENGTHS -> List.of(length, "Content-Length: 0");
            case LIST_OF_LENGTHS -> List.of(length + ", " + content.length());
            case SIGNED_LENGTH -> List.of("Content-Length: +" + content.length());
            case GZIP_AND_CHUNKED -> List.of("Transfer-Encoding: gzip, chunked");
            case CHUNKED_TWICE -> List.of("Transfer-Encoding: chunked, chunked");
            case OTHER_CODING -> List.of("Transfer-Encoding: identity");
            default -> List.of();
        };
    }

    /** The content as it is framed in HTTP/1. */
    byte[] body() {
        if (!framing.chunked()) {
            return content.getBytes(ISO_8859_1);
        }
        int most = framing == Framing.CHUNKED_IN_SMALL_PIECES ? Math.max(3, content.length() / 50) : content.length();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int from = 0; from < content.length(); from += most) {
            int size = Math.min(most, content.length() - from);
            String extension = framing == Framing.CHUNKED_WITH_EXTENSIONS ? ";a=b;c=\"d\"" : "";
            body.writeBytes((Integer.toHexString(size) + extension + "\r\n").getBytes(ISO_8859_1));
            body.writeBytes(content.substring(from, from + size).getBytes(ISO_8859_1));
            body.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        String trailers =
                switch (framing) {
                    case CHUNKED_WITH_TRAILERS -> "X-Sum: 1\r\n";
                    case CHUNKED_WITH_LENGTH_IN_TRAILERS -> "Content-Length: 3\r\n";
                    default -> "";
                };
        body.writeBytes(("0\r\n" + trailers + "\r\n").getBytes(ISO_8859_1));
        return body.toByteArray();
    }

    /** The first bytes of {@code whole} that the client sends before it leaves. */
    public byte[] untilCut(byte[] whole) {
        return cut.isPresent() ? Arrays.copyOf(whole, cut.getAsInt() % whole.length) : whole;
    }

    @Override
    public String toString() {
        return "#" + number + " " + shape() + (cut.isPresent() ? " after " + cut.getAsInt() : "");
    }
}
