package io.freshet.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URI reference taken apart as RFC 3986 Appendix B does it. Any text can be taken apart, also one with characters that a
 * strict parser refuses but that servers do send; nothing is decoded or encoded.
 *
 * @param scheme in front of the first colon
 * @param authority what follows {@code //}
 * @param path perhaps empty
 * @param query without its question mark
 */
public record UriReference(Optional<String> scheme, Optional<String> authority, String path, Optional<String> query) {

    private static final Pattern PARTS = Pattern.compile(
            "(?:([A-Za-z][A-Za-z0-9+.-]*+):)?+(?://([^/?#]*+))?+([^?#]*+)(?:\\?([^#]*+))?+(?:#.*+)?+", Pattern.DOTALL);

    /** Takes {@code text} apart; its fragment is left out. */
    public static UriReference parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new AssertionError("the pattern matches every text");
        }
        return new UriReference(
                Optional.ofNullable(parts.group(1)),
                Optional.ofNullable(parts.group(2)),
                parts.group(3),
                Optional.ofNullable(parts.group(4)));
    }

    /** The target of {@code reference} where this is the base, absolute (RFC 3986 §5.2.2). */
    public UriReference resolve(UriReference reference) {
        if (reference.scheme.isPresent()) {
            return new UriReference(
                    reference.scheme,
                    reference.authority,
                    DotSegments.removedFrom(reference.path).path(),
                    reference.query);
        }
        if (reference.authority.isPresent()) {
            return new UriReference(
                    scheme,
                    reference.authority,
                    DotSegments.removedFrom(reference.path).path(),
                    reference.query);
        }
        if (reference.path.isEmpty()) {
            return new UriReference(scheme, authority, path, reference.query.isPresent() ? reference.query : query);
        }
        return new UriReference(
                scheme,
                authority,
                DotSegments.removedFrom(merge(reference.path)).path(),
                reference.query);
    }

    /** RFC 3986 §5.2.3. */
    private String merge(String relative) {
        if (relative.startsWith("/")) {
            return relative;
        }
        return path.isEmpty() ? '/' + relative : path.substring(0, path.lastIndexOf('/') + 1) + relative;
    }

    /** Whether the path's dot segments lead out of its root (RFC 3986 §5.2.4). */
    public boolean climbs() {
        return DotSegments.removedFrom(path).climbs();
    }

    /** Whether scheme, host and port are the same (RFC 9110 §4.3.1); a port that is left out is the scheme's own. */
    public boolean sameOrigin(UriReference other) {
        return scheme.isPresent()
                && other.scheme.isPresent()
                && scheme.get().equalsIgnoreCase(other.scheme.get())
                && hostAndPort().equalsIgnoreCase(other.hostAndPort());
    }

    private String hostAndPort() {
        String host = authority.orElse("");
        String ownPort = scheme.filter("https"::equalsIgnoreCase).isPresent() ? ":443" : ":80";
        if (host.endsWith(":")) {
            return host + ownPort.substring(1);
        }
        return host.lastIndexOf(':') > host.lastIndexOf(']') ? host : host + ownPort;
    }
}
