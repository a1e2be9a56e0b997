package io.freshet.policy;

import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.Preferences;
import io.freshet.http.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/** Finds what a request prefers by a response's own language, where requests differ in {@code Accept-Language}. */
final class LanguageChoice {

    /** The field that states the preference, in lower case. */
    static final String FIELD = "accept-language";

    private LanguageChoice() {}

    /**
     * Whether {@code stored} is in the one language that {@code request} prefers to all others, and was chosen by language in
     * the first place. See docs/decisions/0012-choosing-by-language.md.
     */
    static boolean prefers(RequestHead request, StoredHead stored) {
        Optional<String> language = language(stored);
        // RFC 9111 §4.1: a field that is absent from one request only matches its absence from another.
        return language.isPresent()
                && stored.request().fields().contains(FIELD)
                // Not RFC 4647 §3.3.1, where the range "en" takes "en-gb" too: there may be a plain "en" that fits
                // better.
                && preferred(request.fields()).equals(language);
    }

    /** The language of the whole content, in lower case (RFC 9110 §8.5). */
    private static Optional<String> language(StoredHead stored) {
        // Elsewhere than in a 200 it may be the language of an error's description (RFC 9110 §15.5.7).
        if (stored.response().status() != HttpStatus.OK_200) {
            return Optional.empty();
        }
        List<String> languages = FieldValues.elements(stored.response().fields(), Field.CONTENT_LANGUAGE);
        return languages.size() == 1 ? Optional.of(languages.get(0).toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static Optional<String> preferred(HttpFields request) {
        return FieldValues.combined(request, FIELD)
                .flatMap(value -> Preferences.parse(FIELD, value))
                .flatMap(Preferences::first);
    }
}
