package io.freshet.http;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The path of a request's target, read once for all who decide by it: rules, key, base path. A path in which servers see different
 * dot segments is none, because what it leads to depends on who reads it; see docs/decisions/0036. Bytes are characters of the
 * same number.
 *
 * @param text as received; what the origin is asked for
 * @param normal with the same meaning to every server (RFC 3986 §6.2.2): what is percent-encoded without need is decoded, dot
 *     segments are removed
 * @param others how servers read it that decode slashes, drop parameters of segments, merge slashes, or leave dot segments as they
 *     are; without {@code normal}
 */
public record TargetPath(String text, String normal, List<String> others) {

    private static final Pattern SEPARATORS = Pattern.compile("[/\\\\?#]");
    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** What decoders that are not strict take for ASCII (RFC 3629 §3 forbids it). */
    private static final Pattern OVERLONG = Pattern.compile("[\u00c0\u00c1][\u0080-\u00bf]"
            + "|\u00e0[\u0080\u0081][\u0080-\u00bf]|\u00f0\u0080[\u0080\u0081][\u0080-\u00bf]");

    public TargetPath {
        others = List.copyOf(others);
    }

    /** The root. */
    public static final TargetPath ROOT = new TargetPath("/", "/", List.of());

    /**
     * Reads a path. Empty where it is to be refused: it does not begin with a slash; a percent sign in it stands for nothing (RFC
     * 3986 §2.1); it holds a NUL; a dot segment is disguised, or stands behind what some servers take for a slash or for nothing;
     * its dot segments lead out of the root.
     */
    public static Optional<TargetPath> of(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        if (isPlain(path)) {
            return Optional.of(new TargetPath(path, path, List.of()));
        }
        String decoded = decoded(path);
        if (STRAY_PERCENT.matcher(path).find() || decoded.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        List<String> seen = Arrays.stream(SEPARATORS.split(decoded.substring(1), -1))
                .map(TargetPath::bare)
                .toList();
        String written = unescaped(path);
        DotSegments removed = DotSegments.removedFrom(written);
        boolean dotted = seen.stream().anyMatch(DotSegments::isDots);
        if (dotted && (removed.climbs() || !alike(path, seen))) {
            return Optional.empty();
        }
        LinkedHashSet<String> others = new LinkedHashSet<>(List.of(written, loose(path)));
        others.remove(removed.path());
        return Optional.of(new TargetPath(path, removed.path(), List.copyOf(others)));
    }

    /** Nothing in it that servers read differently, as in nearly every path. */
    private static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean special = c == '%' || c == '\\' || c == ';' || c == '\0' || c > '~';
            boolean behindSlash = (c == '/' || c == '.') && i > 0 && path.charAt(i - 1) == '/';
            if (special || behindSlash) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether dot segments mean the same to all: each is written as it is, and in front of the last of them stand only segments
     * that no server splits, or takes for nothing.
     */
    private static boolean alike(String path, List<String> seen) {
        List<String> written = List.of(path.substring(1).split("/", -1));
        int last = seen.size() - 1;
        while (!DotSegments.isDots(seen.get(last))) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            boolean differs =
                    i >= written.size() || DotSegments.isDots(seen.get(i)) != DotSegments.isDots(written.get(i));
            if (differs || seen.get(i).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** A segment without its parameters (RFC 3986 §3.3), and without the blanks and controls that file systems strip. */
    private static String bare(String segment) {
        int parameters = segment.indexOf(';');
        return (parameters < 0 ? segment : segment.substring(0, parameters)).trim();
    }

    /** Decoded until nothing is left to decode: servers stand behind servers, and each may decode. */
    private static String decoded(String path) {
        StringBuilder text = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            text.append(path.charAt(i));
            for (int value = escape(text, text.length() - 3); value >= 0; value = escape(text, text.length() - 3)) {
                text.setLength(text.length() - 3);
                text.append((char) value);
            }
        }
        return OVERLONG.matcher(text).replaceAll(match -> {
            String bytes = match.group();
            int last = bytes.charAt(bytes.length() - 1);
            int above = bytes.charAt(bytes.length() - 2);
            int ascii = ((above & 1) << 6) | (last & 0x3f);
            return Matcher.quoteReplacement(String.valueOf((char) ascii));
        });
    }

    /** As a server reads it that decodes what stands for a slash, drops parameters and merges slashes. */
    private static String loose(String path) {
        StringBuilder slashes = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            int value = escape(path, i);
            char c = value >= 0 ? (char) value : path.charAt(i);
            boolean meant = c == '/' || c == '\\' || c == ';';
            slashes.append(meant ? (c == '\\' ? '/' : c) : path.charAt(i));
            i += meant && value >= 0 ? 2 : 0;
        }
        String merged = Arrays.stream(slashes.substring(1).split("/", -1))
                .map(segment -> segment.indexOf(';') < 0 ? segment : segment.substring(0, segment.indexOf(';')))
                .collect(Collectors.joining("/", "/", ""))
                .replaceAll("/{2,}", "/");
        return DotSegments.removedFrom(unescaped(merged)).path();
    }

    /** {@code path} with what RFC 3986 §2.3 calls unreserved decoded, and with all other encodings in capitals (§6.2.2.1, §6.2.2.2). */
    public static String unescaped(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        StringBuilder text = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            int value = escape(path, i);
            if (value < 0) {
                text.append(path.charAt(i));
                continue;
            }
            if (QueryParameter.isUnreserved((byte) value)) {
                text.append((char) value);
            } else {
                text.append(path.substring(i, i + 3).toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return text.toString();
    }

    /** The value of the percent-encoding at {@code at}, or -1 where there is none. */
    private static int escape(CharSequence text, int at) {
        if (at < 0 || at + 2 >= text.length() || text.charAt(at) != '%') {
            return -1;
        }
        int high = hex(text.charAt(at + 1));
        int low = hex(text.charAt(at + 2));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /** Not {@link Character#digit}, to which digits of other scripts are digits. */
    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
