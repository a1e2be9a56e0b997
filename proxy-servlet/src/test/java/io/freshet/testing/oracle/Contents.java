package io.freshet.testing.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Which edition bytes are of. */
final class Contents {

    private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+|\\*)");
    private static final Pattern BOUNDARY = Pattern.compile("multipart/byteranges; ?boundary=\"?([^\";]+)\"?");

    /** Some bytes of a content, and where they are. */
    @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
    private record Piece(int first, int length, byte[] bytes) {

        boolean isOf(byte[] whole) {
            return (length < 0 || length == whole.length)
                    && first + bytes.length <= whole.length
                    && Arrays.equals(bytes, 0, bytes.length, whole, first, first + bytes.length);
        }
    }

    private Contents() {}

    /** The editions that a response's content can be of; several where it is a short part. */
    static List<Edition> of(Got got, Map<Edition, byte[]> editions) {
        if (got.status() != 206) {
            return whole(got.body(), got.coding(), editions);
        }
        Optional<List<Piece>> pieces = pieces(got);
        return pieces.isEmpty()
                ? List.of()
                : matching(
                        editions,
                        (edition, bytes) -> edition.coding().equals(got.coding())
                                && pieces.orElseThrow().stream().allMatch(piece -> piece.isOf(bytes)));
    }

    /** The same of all bytes, in what {@code Content-Encoding} says. */
    static List<Edition> whole(byte[] body, String coding, Map<Edition, byte[]> editions) {
        List<Edition> asSent =
                matching(editions, (edition, bytes) -> edition.coding().equals(coding) && Arrays.equals(bytes, body));
        if (!asSent.isEmpty() || coding.equals("identity")) {
            return asSent;
        }
        Optional<byte[]> decoded = decoded(body, coding);
        return decoded.isEmpty()
                ? List.of()
                : matching(
                        editions,
                        (edition, bytes) ->
                                edition.coding().equals("identity") && Arrays.equals(bytes, decoded.orElseThrow()));
    }

    /** Those whose bytes begin like that. */
    static List<Edition> beginning(byte[] body, String coding, Map<Edition, byte[]> editions) {
        return matching(
                editions, (edition, bytes) -> edition.coding().equals(coding) && new Piece(0, -1, body).isOf(bytes));
    }

    private interface Test {
        boolean holds(Edition edition, byte[] bytes);
    }

    private static List<Edition> matching(Map<Edition, byte[]> editions, Test test) {
        return editions.entrySet().stream()
                .filter(each -> test.holds(each.getKey(), each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Optional<byte[]> decoded(byte[] body, String coding) {
        try (InputStream in = decoder(body, coding)) {
            return Optional.of(in.readAllBytes());
        } catch (IOException | IllegalArgumentException notThat) {
            return Optional.empty();
        }
    }

    private static InputStream decoder(byte[] body, String coding) throws IOException {
        InputStream in = new ByteArrayInputStream(body);
        if (coding.equals("gzip")) {
            return new GZIPInputStream(in);
        }
        Brotli4jLoader.ensureAvailability();
        return new BrotliInputStream(in);
    }

    private static Optional<List<Piece>> pieces(Got got) {
        Matcher boundary = BOUNDARY.matcher(got.value("Content-Type").orElse(""));
        if (!boundary.matches()) {
            return piece(got.value("Content-Range").orElse(""), got.body()).map(List::of);
        }
        String text = new String(got.body(), ISO_8859_1);
        List<Piece> pieces = new ArrayList<>();
        String line = "--" + boundary.group(1);
        for (int at = text.indexOf(line); at >= 0; ) {
            int next = text.indexOf(line, at + line.length());
            int content = text.indexOf("\r\n\r\n", at) + 4;
            if (next < 0 || content < 4 || content > next) {
                break;
            }
            List<String> head = List.of(text.substring(at, content).split("\r\n", -1));
            Optional<Piece> piece = piece(
                    Got.value(head, "Content-Range").orElse(""),
                    text.substring(content, next - 2).getBytes(ISO_8859_1));
            if (piece.isEmpty()) {
                return Optional.empty();
            }
            pieces.add(piece.orElseThrow());
            at = next;
        }
        return pieces.isEmpty() ? Optional.empty() : Optional.of(pieces);
    }

    private static Optional<Piece> piece(String range, byte[] bytes) {
        Matcher parts = RANGE.matcher(range);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(parts.group(1));
        int length = parts.group(3).equals("*") ? -1 : Integer.parseInt(parts.group(3));
        return Integer.parseInt(parts.group(2)) - first + 1 == bytes.length
                ? Optional.of(new Piece(first, length, bytes))
                : Optional.empty();
    }
}
