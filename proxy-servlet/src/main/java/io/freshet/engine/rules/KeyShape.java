package io.freshet.engine.rules;

import io.freshet.http.Cookies;
import io.freshet.http.ParameterPatterns;
import io.freshet.http.QueryParameter;
import io.freshet.http.RequestHead;
import java.util.List;
import java.util.Optional;

/**
 * What of a request is part of its key.
 *
 * @param dropped query parameters that are not
 * @param kept the only query parameters that are; empty for all but those
 * @param sorted whether the order of query parameters does not matter
 * @param caseless whether upper and lower case of path and query do not matter
 * @param fields names of request fields whose values are, in lower case
 * @param cookie the name of a cookie whose value is
 */
public record KeyShape(
        ParameterPatterns dropped,
        Optional<ParameterPatterns> kept,
        boolean sorted,
        boolean caseless,
        List<String> fields,
        Optional<String> cookie) {

    /** The URI without some parameters, and nothing else. */
    public static KeyShape without(ParameterPatterns dropped) {
        return new KeyShape(dropped, Optional.empty(), false, false, List.of(), Optional.empty());
    }

    public KeyShape {
        fields = List.copyOf(fields);
    }

    /** {@code uri} by what of it matters; absolute. */
    String significant(String uri) {
        String shaped = dropped.removeFrom(uri);
        if (kept.isPresent()) {
            shaped = kept.get().keepIn(shaped);
        }
        if (sorted) {
            shaped = sorted(shaped);
        }
        return caseless ? lowerCase(shaped) : shaped;
    }

    /** Whether one URI has several keys. */
    boolean selects() {
        return !fields.isEmpty() || cookie.isPresent();
    }

    /** What else than the URI matters; no two requests that differ in it have the same text. */
    String selected(RequestHead request) {
        StringBuilder text = new StringBuilder();
        for (String field : fields) {
            List<String> values = request.fields().getValuesList(field);
            part(text, field, values);
        }
        cookie.ifPresent(name -> part(text, "cookie " + name, Cookies.values(request.fields(), name)));
        return text.toString();
    }

    private static void part(StringBuilder text, String name, List<String> values) {
        text.append(name);
        values.forEach(value -> text.append(value.length()).append(':').append(value));
        text.append('-');
    }

    private static String sorted(String uri) {
        int question = uri.indexOf('?');
        if (question < 0) {
            return uri;
        }
        String query = uri.substring(question + 1);
        // Where a semicolon separates as well, the order of members is also that of what is in them.
        return query.indexOf(';') >= 0 ? uri : uri.substring(0, question + 1) + QueryParameter.sorted(query);
    }

    /** In ASCII only: what is above are bytes, not letters. */
    private static String lowerCase(String uri) {
        StringBuilder lower = new StringBuilder(uri.length());
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return lower.toString();
    }
}
