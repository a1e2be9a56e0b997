package io.freshet.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpFields;

/** The cookies of a request (RFC 6265 §4.2), read as it stands: names are case-sensitive, values keep their quotes. */
public final class Cookies {

    private static final String FIELD = Field.COOKIE;

    private Cookies() {}

    /** The values of every cookie with this name, in order: which of them counts, each server says for itself. */
    public static List<String> values(HttpFields request, String name) {
        return values(request, name::equals);
    }

    /** The values of every cookie whose name is meant, in order. */
    public static List<String> values(HttpFields request, Predicate<String> meant) {
        return pairs(request).stream()
                .filter(pair -> meant.test(name(pair)))
                .map(pair -> pair.indexOf('=') < 0 ? "" : pair.substring(pair.indexOf('=') + 1))
                .toList();
    }

    /** {@code request} without the cookies whose names are meant; without the field where none is left. */
    public static HttpFields without(HttpFields request, Predicate<String> meant) {
        List<String> pairs = pairs(request);
        List<String> kept =
                pairs.stream().filter(pair -> !meant.test(name(pair))).toList();
        if (kept.size() == pairs.size()) {
            return request;
        }
        HttpFields.Mutable fields = HttpFields.build(request).remove(FIELD);
        if (!kept.isEmpty()) {
            fields.add(FIELD, String.join("; ", kept));
        }
        return fields.asImmutable();
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return (equals < 0 ? pair : pair.substring(0, equals)).strip();
    }

    private static List<String> pairs(HttpFields request) {
        List<String> pairs = new ArrayList<>();
        for (String line : request.getValuesList(FIELD)) {
            for (String pair : line.split(";", -1)) {
                String text = pair.strip();
                if (!text.isEmpty()) {
                    pairs.add(text);
                }
            }
        }
        return pairs;
    }
}
