package io.freshet.http;

import java.util.List;
import java.util.Locale;

/**
 * Some media types: {@code application/json}, all of one type as {@code text/*}, or all that are built on
 * one, and that one: {@code *+json} is {@code application/json}, too (RFC 6838 §4.2.8).
 */
public final class MediaTypePatterns {

    private final List<String> patterns;

    private MediaTypePatterns(List<String> patterns) {
        this.patterns = patterns;
    }

    public static MediaTypePatterns of(List<String> patterns) {
        return new MediaTypePatterns(
                patterns.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList());
    }

    /** The type that a {@code Content-Type} names, in lower case, without its parameters (RFC 9110 §8.3.1). */
    public static String withoutParameters(String contentType) {
        int semicolon = contentType.indexOf(';');
        return FieldValues.trim(semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .toLowerCase(Locale.ROOT);
    }

    /** Whether the type that a {@code Content-Type} names is one of them, whatever its parameters (RFC 9110 §8.3.1). */
    public boolean match(String contentType) {
        String type = withoutParameters(contentType);
        for (String pattern : patterns) {
            if (matches(pattern, type)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String type) {
        if (pattern.endsWith("/*")) {
            return type.startsWith(pattern.substring(0, pattern.length() - 1));
        }
        if (pattern.startsWith("*+")) {
            return type.endsWith(pattern.substring(1)) || type.equals("application/" + pattern.substring(2));
        }
        return type.equals(pattern);
    }
}
