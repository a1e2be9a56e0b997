package io.freshet.http;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;

/**
 * The names by which a response can be purged together with others: {@code Surrogate-Key}, separated by spaces (Fastly, Varnish),
 * and {@code Cache-Tag}, separated by commas (Cloudflare, Akamai). Compared character by character.
 *
 * @param names at most {@value #MAX_TAGS} of at most {@value #MAX_LENGTH} characters each
 * @param complete whether these are all that the response names; if not, purges could pass it by, and it must not be stored
 */
public record CacheTags(Set<String> names, boolean complete) {

    public static final int MAX_TAGS = 1_000;

    public static final int MAX_LENGTH = 1_024;

    private static final CacheTags NONE = new CacheTags(Set.of(), true);

    public CacheTags {
        names = Set.copyOf(names);
    }

    public static CacheTags of(HttpFields fields) {
        if (!fields.contains("Surrogate-Key") && !fields.contains("Cache-Tag")) {
            return NONE;
        }
        Set<String> names = new LinkedHashSet<>();
        boolean complete = Stream.concat(
                        elements(fields, "Surrogate-Key", "[ \t]+"), elements(fields, "Cache-Tag", ","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .allMatch(name -> name.length() <= MAX_LENGTH
                        && (names.contains(name) || (names.size() < MAX_TAGS && names.add(name))));
        return new CacheTags(names, complete);
    }

    private static Stream<String> elements(HttpFields fields, String name, String separator) {
        return fields.getValuesList(name).stream().flatMap(value -> Arrays.stream(value.split(separator)));
    }
}
