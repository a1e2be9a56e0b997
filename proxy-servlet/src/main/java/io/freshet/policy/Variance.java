package io.freshet.policy;

import io.freshet.http.ContentRange;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.Preferences;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/** Which requests a response that depends on request fields can answer (RFC 9111 §4.1, RFC 9110 §12.5.5). */
public final class Variance {

    /** The most names a {@code Vary} is followed in; one with more counts as {@code *}. */
    private static final int MAX_NAMES = 32;

    private static final int DIGEST_BYTES = 16;

    /** The variant of a response without a {@code Vary}: the digest of nothing. */
    public static final String FOR_ALL = name(sha256().digest());

    private Variance() {}

    /** The request fields that {@code Vary} names, in lower case, sorted, each once; at most 32. */
    public static List<String> nominated(HttpFields response) {
        return names(response).stream().limit(MAX_NAMES).toList();
    }

    /** Whether the response depends on something that no comparison of requests can tell: {@code *}, or too many fields. */
    public static boolean star(HttpFields response) {
        SortedSet<String> names = names(response);
        return names.contains("*") || names.size() > MAX_NAMES;
    }

    /** The fields of {@code request} that {@code response} nominates: what to keep with the stored response. */
    public static HttpFields selecting(RequestHead request, ResponseHead response, Concealment concealment) {
        HttpFields.Mutable kept = HttpFields.build();
        for (String name : nominated(response.fields())) {
            if (Concealment.conceals(name)) {
                concealed(name, request.fields(), concealment).ifPresent(digest -> kept.add(name, digest));
            } else {
                request.fields().getFields(name).forEach(kept::add);
            }
        }
        return kept.asImmutable();
    }

    /** Of values that mean the same, the same. */
    private static Optional<String> concealed(String name, HttpFields request, Concealment concealment) {
        return normalised(name, FieldValues.combined(request, name)).map(value -> concealment.of(name, value));
    }

    /** How a stored response fits a request; a later one of these is better. */
    public enum Match {
        /** It answers other requests. */
        NONE,
        /** It is in the language that the request prefers, though {@code Accept-Language} differs. */
        BY_LANGUAGE,
        /** Every nominated field matches. */
        EXACT
    }

    /** Compares {@code request} with the request that {@code stored} answered. */
    public static Match match(StoredHead stored, RequestHead request, Concealment concealment) {
        HttpFields response = stored.response().fields();
        if (star(response)) {
            return Match.NONE;
        }
        List<String> different = nominated(response).stream()
                .filter(name -> !same(name, stored.request().fields(), request.fields(), concealment))
                .toList();
        if (different.isEmpty()) {
            return Match.EXACT;
        }
        boolean byLanguage = different.equals(List.of(LanguageChoice.FIELD)) && LanguageChoice.prefers(request, stored);
        return byLanguage ? Match.BY_LANGUAGE : Match.NONE;
    }

    /** Whether {@code stored} can answer {@code request} at all. */
    public static boolean matches(StoredHead stored, RequestHead request, Concealment concealment) {
        return match(stored, request, concealment) != Match.NONE;
    }

    /**
     * A name for the set of requests that {@code response}, an answer to {@code request}, can answer: equal for equal
     * nominated fields with values that mean the same, and of a 206 for the same range. 22 characters of URL-safe Base64, and
     * the range.
     */
    public static String variant(RequestHead request, ResponseHead response, Concealment concealment) {
        List<String> nominated = nominated(response.fields());
        String name = nominated.isEmpty() ? FOR_ALL : digest(nominated, request, concealment);
        // Each part of a representation is stored by itself (RFC 9111 §3.3).
        return response.status() == HttpStatus.PARTIAL_CONTENT_206
                ? ContentRange.of(response.fields())
                        .map(where -> name + '~' + where.range())
                        .orElse(name)
                : name;
    }

    /** A name for {@code text}: 22 characters of URL-safe Base64. */
    static String digest(String text) {
        return name(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String digest(List<String> nominated, RequestHead request, Concealment concealment) {
        MessageDigest digest = sha256();
        for (String name : nominated) {
            update(digest, name);
            // Absent and empty differ: only a field that is there has a value, even if that has no characters.
            Optional<String> kept = Concealment.conceals(name)
                    ? concealed(name, request.fields(), concealment)
                    : normalised(name, FieldValues.combined(request.fields(), name));
            kept.ifPresentOrElse(value -> update(digest, value), () -> digest.update((byte) 0));
        }
        return name(digest.digest());
    }

    private static String name(byte[] hash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, DIGEST_BYTES));
    }

    private static boolean same(String name, HttpFields stored, HttpFields request, Concealment concealment) {
        Optional<String> value = FieldValues.combined(stored, name);
        if (Concealment.conceals(name)) {
            return value.equals(concealed(name, request, concealment));
        }
        Optional<String> otherValue = FieldValues.combined(request, name);
        return value.equals(otherValue) || normalised(name, value).equals(normalised(name, otherValue));
    }

    /**
     * RFC 9111 §4.1 lets values match that differ in whitespace where the syntax allows it, in how lines are combined, or in
     * what makes no difference according to the field's own specification. Absent only matches absent.
     */
    private static Optional<String> normalised(String name, Optional<String> value) {
        return value.map(text -> Preferences.parse(name, text)
                .map(Preferences::toString)
                // The two forms cannot be mistaken for each other: what looks like the first would have been parsed.
                .orElseGet(() -> String.join(",", FieldValues.elements(text))));
    }

    private static SortedSet<String> names(HttpFields response) {
        SortedSet<String> names = new TreeSet<>();
        for (String name : FieldValues.elements(response, Field.VARY)) {
            names.add(name.toLowerCase(Locale.ROOT));
        }
        return names;
    }

    /** With its length in front, so that no two lists of texts look alike. */
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(("+" + bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
