package io.freshet.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The content codings that this cache can make (RFC 9110 §8.4.1). */
public enum ContentCoding {
    /** RFC 9110 §8.4.1.3. */
    GZIP("gzip"),
    /** RFC 7932. */
    BROTLI("br");

    private final String token;

    ContentCoding(String token) {
        this.token = token;
    }

    /** Its name in {@code Content-Encoding} and {@code Accept-Encoding}. */
    public String token() {
        return token;
    }

    /** The one with this name, in any case (RFC 9110 §8.4.1). */
    public static Optional<ContentCoding> of(String token) {
        String name = token.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(each -> each.token.equals(name)).findFirst();
    }
}
