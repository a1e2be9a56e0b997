package io.freshet.config;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 512}, {@code 64k}, {@code 256m}, {@code 2g}; a k is 1024 bytes. */
public final class ByteSizes {

    /** Nine digits: even as gibibytes they fit a long. */
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})([kmg]?)");

    private ByteSizes() {}

    /** Reads a size in bytes; empty when {@code text} is none. */
    public static OptionalLong parse(String text) {
        Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        return matcher.matches()
                ? OptionalLong.of(Long.parseLong(matcher.group(1)) << shift(matcher.group(2)))
                : OptionalLong.empty();
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "" -> 0;
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> throw new AssertionError("the pattern lets no other unit through: " + unit);
        };
    }

    /** The shortest exact spelling that {@link #parse} reads back, for example {@code 256m}. */
    public static String format(long bytes) {
        if (bytes == 0 || bytes % (1 << 10) != 0) {
            return Long.toString(bytes);
        }
        if (bytes % (1 << 20) != 0) {
            return (bytes >> 10) + "k";
        }
        return bytes % (1 << 30) == 0 ? (bytes >> 30) + "g" : (bytes >> 20) + "m";
    }
}
