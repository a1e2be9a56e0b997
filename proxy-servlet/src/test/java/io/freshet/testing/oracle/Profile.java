package io.freshet.testing.oracle;

import io.freshet.testing.RawMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The fields by which a client's requests select; empty for those that it does not send. Two values that differ mean different
 * things.
 *
 * @param siteField which field tells the site
 */
record Profile(String codings, String language, String siteField, String site) {

    private static final List<String> CODINGS = List.of(
            "",
            "identity",
            "gzip",
            "br",
            "gzip, br",
            "gzip;q=0.5, br",
            "br;q=0, gzip",
            "*",
            "*;q=0.5, br;q=0",
            "gzip;q=0, *;q=0.1",
            "gzip;q=0, br;q=0.000");
    private static final List<String> LANGUAGES = List.of("", "de", "en");
    private static final List<String> SITES = List.of("", "https://a.test", "https://b.test");

    static Profile of(Random random, String siteField) {
        return new Profile(
                CODINGS.get(random.nextInt(CODINGS.size())),
                LANGUAGES.get(random.nextInt(LANGUAGES.size())),
                siteField,
                SITES.get(random.nextInt(SITES.size())));
    }

    /** What the lines of a head say. */
    static Profile of(RawMessage request, String siteField) {
        return new Profile(
                request.value("Accept-Encoding").orElse(""),
                request.value("Accept-Language").orElse(""),
                siteField,
                request.value(siteField).orElse(""));
    }

    /** RFC 9110 §12.5.3. What is not coded is always accepted, as no value refuses it. */
    boolean accepts(String coding) {
        return coding.equals("identity") || weight(coding).or(() -> weight("*")).orElse(0.0) > 0;
    }

    private Optional<Double> weight(String name) {
        return Stream.of(codings.split(", ", -1))
                .map(member -> member.split(";q=", -1))
                .filter(parts -> parts[0].equals(name))
                .map(parts -> parts.length == 1 ? 1.0 : Double.parseDouble(parts[1]))
                .findFirst();
    }

    /** Whether a cookie tells the site: then each request is about one person. */
    boolean personal() {
        return siteField.equals("Cookie") && !site.isEmpty();
    }

    /** What it says in a field that {@code Vary} may name. */
    String value(String field) {
        if (field.equalsIgnoreCase(siteField)) {
            return site;
        }
        return switch (field) {
            case "Accept-Encoding" -> codings;
            case "Accept-Language" -> language;
            default -> "";
        };
    }

    /** The lines of a request's head. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String field : List.of("Accept-Encoding", "Accept-Language", siteField)) {
            if (!value(field).isEmpty()) {
                lines.add(field + ": " + value(field));
            }
        }
        return lines;
    }
}
