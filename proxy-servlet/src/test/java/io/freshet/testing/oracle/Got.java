package io.freshet.testing.oracle;

import java.util.List;
import java.util.Optional;

/**
 * What a client got.
 *
 * @param status 0 for none
 * @param fields lines of the head
 * @param body without its transfer coding
 * @param whole whether it ended as its framing says
 */
@SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
public record Got(int status, List<String> fields, byte[] body, boolean whole) {

    Optional<String> value(String name) {
        return value(fields, name);
    }

    static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    String coding() {
        return value("Content-Encoding").orElse("identity");
    }

    String head() {
        return status + " " + (whole ? "" : "(cut after " + body.length + " bytes)") + "\n" + String.join("\n", fields);
    }
}
