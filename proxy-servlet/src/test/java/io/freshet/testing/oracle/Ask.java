package io.freshet.testing.oracle;

import io.freshet.testing.RawHead;
import java.util.List;
import java.util.Optional;

/**
 * A request.
 *
 * @param fields lines of its head, besides {@code Host}
 * @param most how many bytes of content the client reads before it leaves
 */
public record Ask(String method, String path, List<String> fields, int most) {

    /** It leaves when it has all. */
    static final int ALL = Integer.MAX_VALUE;

    /** The value of the first line with this name. */
    Optional<String> value(String name) {
        return Got.value(fields, name);
    }

    /** The fields by which it selects. */
    Profile profile(String siteField) {
        return Profile.of(new RawHead(method + " " + path, fields), siteField);
    }

    String head() {
        return method + " " + path + "\n" + String.join("\n", fields);
    }
}
