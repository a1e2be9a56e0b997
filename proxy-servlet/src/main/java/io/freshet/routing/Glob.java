package io.freshet.routing;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A pattern in which {@code *} stands for any characters, also none, and every other character for itself. Matches in time
 * linear in the text for each star: no text makes it slow.
 */
final class Glob {

    private static final Glob ANYTHING = new Glob("*");

    private final List<String> pieces;

    private Glob(String pattern) {
        pieces = List.of(pattern.split("\\*", -1));
    }

    static Glob of(String pattern) {
        return pattern.equals("*") ? ANYTHING : new Glob(pattern);
    }

    /** For texts whose case does not matter: they must be given in lower case. */
    static Glob caseless(String pattern) {
        return of(pattern.toLowerCase(Locale.ROOT));
    }

    /** The only text that matches, where there is no star. */
    Optional<String> literal() {
        return pieces.size() == 1 ? Optional.of(pieces.get(0)) : Optional.empty();
    }

    boolean matches(String text) {
        String first = pieces.get(0);
        if (pieces.size() == 1) {
            return text.equals(first);
        }
        String last = pieces.get(pieces.size() - 1);
        int end = text.length() - last.length();
        if (!text.startsWith(first) || !text.endsWith(last) || end < first.length()) {
            return false;
        }
        int from = first.length();
        for (String piece : pieces.subList(1, pieces.size() - 1)) {
            int found = text.indexOf(piece, from);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            from = found + piece.length();
        }
        return true;
    }
}
