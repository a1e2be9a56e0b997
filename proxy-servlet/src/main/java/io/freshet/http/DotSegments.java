package io.freshet.http;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A path without its dot segments (RFC 3986 §5.2.4).
 *
 * @param path what remains
 * @param climbs whether a {@code ..} had nothing in front of it to take away: the path leads out of its root
 */
public record DotSegments(String path, boolean climbs) {

    /** Takes the dot segments out of {@code path}. Only a path with a slash in front has segments that can be told. */
    static DotSegments removedFrom(String path) {
        if (!path.startsWith("/")) {
            return new DotSegments(path, false);
        }
        Deque<String> kept = new ArrayDeque<>();
        boolean climbs = false;
        String[] segments = path.substring(1).split("/", -1);
        for (String segment : segments) {
            if (segment.equals("..")) {
                climbs |= kept.pollLast() == null;
            } else if (!segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        if (isDots(segments[segments.length - 1])) {
            kept.addLast("");
        }
        return new DotSegments('/' + String.join("/", kept), climbs);
    }

    /** Whether any segment of {@code path} is a dot segment. */
    public static boolean anyIn(String path) {
        return Arrays.stream(path.split("/", -1)).anyMatch(DotSegments::isDots);
    }

    /** Whether a segment is {@code .} or {@code ..} (RFC 3986 §3.3). */
    static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }
}
