package io.freshet.testing.oracle;

import io.freshet.testing.RawMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The fields by which a client's requests select; empty for those that it does not send. Two values that differ mean different
 * things.
 *
 * @param siteField which field tells the site
 */
record Profile(String codings, String language, String siteField, String site) {

    private static final List<String> CODINGS = List.of("", "identity", "gzip", "br", "gzip, br");
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

    boolean accepts(String coding) {
        return coding.equals("identity") || List.of(codings.split(", ", -1)).contains(coding);
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
