package io.freshet.http;

import java.util.Optional;

/** What the members of {@link Preferences} begin with, before parameters and weights. */
enum RangeSyntax {
    /** RFC 9110 §12.5.1; these may have parameters. */
    MEDIA_RANGE,
    /** A charset or a content coding; the star is a token, too (RFC 9110 §12.5.2, §12.5.3). */
    TOKEN,
    /** A basic language range (RFC 9110 §12.5.4, RFC 4647 §2.1). */
    LANGUAGE_RANGE;

    private static final int MAX_SUBTAG = 8;

    /** By the name of the field in lower case. */
    static Optional<RangeSyntax> of(String fieldName) {
        return switch (fieldName) {
            case "accept" -> Optional.of(MEDIA_RANGE);
            case "accept-charset", "accept-encoding" -> Optional.of(TOKEN);
            case "accept-language" -> Optional.of(LANGUAGE_RANGE);
            default -> Optional.empty();
        };
    }

    /** Where the range that {@code member} begins with ends; 0 when it begins with none. */
    int end(String member) {
        int end = Tokens.end(member, 0);
        return switch (this) {
            case TOKEN -> end;
            case LANGUAGE_RANGE -> isLanguageRange(member.substring(0, end)) ? end : 0;
            case MEDIA_RANGE -> mediaRangeEnd(member, end);
        };
    }

    private static int mediaRangeEnd(String member, int slash) {
        if (slash == 0 || slash == member.length() || member.charAt(slash) != '/') {
            return 0;
        }
        int end = Tokens.end(member, slash + 1);
        // Of all types there are all subtypes only.
        boolean wildcard = member.startsWith("*/");
        return end == slash + 1 || (wildcard && !member.substring(0, end).equals("*/*")) ? 0 : end;
    }

    /** {@code *}, or subtags of up to 8 letters and, but for the first, digits, with hyphens between. */
    private static boolean isLanguageRange(String token) {
        if (token.equals("*")) {
            return true;
        }
        int length = 0;
        boolean primary = true;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c == '-' && length > 0) {
                primary = false;
                length = 0;
            } else if (length < MAX_SUBTAG && (Tokens.isAlpha(c) || (!primary && Tokens.isDigit(c)))) {
                length++;
            } else {
                return false;
            }
        }
        return length > 0;
    }
}
