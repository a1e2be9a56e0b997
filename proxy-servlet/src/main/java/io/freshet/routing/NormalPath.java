package io.freshet.routing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * A path as rules see it (RFC 3986 §6.2.2): what is percent-encoded without need is decoded, and dot segments are resolved, so
 * that no other spelling of a path gets by a rule about it. What goes to the origin stays as the client wrote it.
 */
final class NormalPath {

    private NormalPath() {}

    static String of(String path) {
        String decoded = path.indexOf('%') < 0 ? path : decoded(path);
        return decoded.contains("/.") ? withoutDots(decoded) : decoded;
    }

    private static String decoded(String path) {
        StringBuilder text = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            int value = c == '%' && i + 2 < path.length() ? value(path, i + 1) : -1;
            if (value < 0) {
                text.append(c);
                continue;
            }
            if (unreserved(value)) {
                text.append((char) value);
            } else {
                text.append(path.substring(i, i + 3).toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return text.toString();
    }

    private static int value(String path, int at) {
        int high = Character.digit(path.charAt(at), 16);
        int low = Character.digit(path.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /** RFC 3986 §2.3. */
    private static boolean unreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /** RFC 3986 §5.2.4. */
    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            boolean up = segments[i].equals("..");
            if (up) {
                kept.pollLast();
            }
            if (!up && !segments[i].equals(".")) {
                kept.addLast(segments[i]);
            } else if (last) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }
}
