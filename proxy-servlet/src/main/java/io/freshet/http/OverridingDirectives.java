package io.freshet.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * Cache directives that this cache sets itself, and that count before every field of a response as those of a targeted field do (RFC
 * 9213 §2.2). No message carries them.
 *
 * @param text a Dictionary (RFC 9651 §3.2), not empty, of at most {@value StructuredFields#MAX_LENGTH} characters
 */
public record OverridingDirectives(String text) {

    private static final String NAME = "Overriding";

    /** @throws IllegalArgumentException if {@code text} cannot be read */
    public OverridingDirectives {
        if (parse(text).isEmpty()) {
            throw new IllegalArgumentException("no Dictionary");
        }
    }

    /** The directives that {@code text} states; empty if it cannot be read. */
    public static Optional<OverridingDirectives> read(String text) {
        return parse(text).isPresent() ? Optional.of(new OverridingDirectives(text)) : Optional.empty();
    }

    private static Optional<CacheControl> parse(String text) {
        return CacheControl.targeted(HttpFields.build().add(NAME, text), NAME);
    }

    /** What the directives say. */
    public CacheControl control() {
        return parse(text).orElseThrow();
    }
}
