package io.freshet.log;

/**
 * Text that others wrote, as it may be written to a terminal, a log or a page. A character that steers instead of shows is written
 * as {@code \}{@code uXXXX}, for each of its UTF-16 units: controls (C0, DEL, C1, so carriage return, line feed and escape), the line and
 * paragraph separators U+2028 and U+2029, format characters (such as those that turn the direction of writing), and surrogates
 * without their other half. Everything else stays as it is. In JSON such a character can only be within a string, where this spelling means the same.
 */
public final class Printable {

    private static final String HEX = "0123456789abcdef";

    private Printable() {}

    /** One line without a character that steers. */
    public static String of(String text) {
        return escaped(text, false);
    }

    /** Escapes all but line feeds: for text whose own lines are known to be meant, such as JSON that is indented. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    /**
     * The beginning of a text.
     *
     * @param most how many of its characters are shown; three dots stand for the rest
     */
    public static String brief(String text, int most) {
        return of(text.length() > most ? text.substring(0, most) + "..." : text);
    }

    private static String escaped(String text, boolean lines) {
        int plain = 0;
        while (plain < text.length() && text.charAt(plain) >= ' ' && text.charAt(plain) <= '~') {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, plain);
        int at = plain;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            int end = at + Character.charCount(c);
            if (!steers(c) || (lines && c == '\n')) {
                out.append(text, at, end);
            } else {
                text.substring(at, end).chars().forEach(unit -> escape(unit, out));
            }
            at = end;
        }
        return out.toString();
    }

    private static boolean steers(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    private static void escape(int unit, StringBuilder out) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(unit >> shift & 0xf));
        }
    }
}
