package io.freshet.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A head as it was on the wire. Every byte is one {@code char} (ISO 8859-1), so nothing is lost or repaired. */
public interface RawMessage {

    /** The request line or the status line. */
    String startLine();

    /** The field lines in order, without their line ends, otherwise untouched. */
    List<String> fieldLines();

    /** The values of every line with this name, in order, without the white space around them. */
    default List<String> values(String name) {
        return fieldLines().stream()
                .filter(line -> nameOf(line).equalsIgnoreCase(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .toList();
    }

    /** The value of the first line with this name. */
    default Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    default boolean has(String name) {
        return !values(name).isEmpty();
    }

    /**
     * The bytes of a message written as a text block: the lines of the head, an empty line, the content. Head lines get their
     * CRLF here; the content, and a {@code \r} somebody wrote, stay as they are.
     */
    static byte[] bytes(String text) {
        int end = text.indexOf("\n\n");
        String head = end < 0 ? text : text.substring(0, end);
        String content = end < 0 ? "" : text.substring(end + 2);
        return (head.replace("\n", "\r\n") + "\r\n\r\n" + content).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String nameOf(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon);
    }
}
