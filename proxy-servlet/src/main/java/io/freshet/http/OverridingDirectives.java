package io.freshet.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Cache directives that this cache sets itself, and that count before every field of a response as those of a targeted field do (RFC
 * 9213 §2.2). No message carries them.
 */
public final class OverridingDirectives {

    private static final String NAME = "Overriding";

    private final String text;

    private OverridingDirectives(String text) {
        this.text = text;
    }

    /**
     * The directives that {@code text} states; empty if it cannot be read.
     *
     * @param text a Dictionary (RFC 9651 §3.2), not empty, of at most {@value StructuredFields#MAX_LENGTH} characters
     */
    public static Optional<OverridingDirectives> read(String text) {
        return parse(text).map(readable -> new OverridingDirectives(text));
    }

    /** What was read. */
    public String text() {
        return text;
    }

    private static Optional<CacheControl> parse(String text) {
        return CacheControl.targeted(HttpFields.build().add(NAME, text), NAME);
    }

    /** What the directives say. */
    public CacheControl control() {
        return parse(text).orElseThrow();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OverridingDirectives same && same.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
