package io.freshet.routing;

import io.freshet.http.TargetPath;
import io.freshet.http.UriReference;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How paths of the proxy and of the origin correspond. Paths go through byte for byte: nothing is decoded, normalised or
 * re-encoded, because only the origin knows what its paths mean.
 *
 * @param origin the origin's base URI, without a trailing slash
 */
public record OriginMapping(URI origin) {

    /** For responses that come from no origin. */
    public static final OriginMapping NONE = new OriginMapping(URI.create("http://origin.invalid"));

    private static final Pattern UNSEEN = Pattern.compile("[\\t\\n\\r]+");

    /**
     * The path and query to ask the origin for.
     *
     * @param path below the web application's
     * @param query the target's query as received, if any
     */
    public String pathAndQuery(TargetPath path, Optional<String> query) {
        return basePath() + path.text() + query.map(text -> "?" + text).orElse("");
    }

    /** What {@link #uri} was made of. */
    public static String pathAndQuery(String uri) {
        return uri.substring(uri.indexOf('/', uri.indexOf("://") + "://".length()));
    }

    /** The target URI of a request for {@code pathAndQuery} at {@code authority}. */
    public String uri(String authority, String pathAndQuery) {
        return origin.getScheme() + "://" + authority + pathAndQuery;
    }

    /**
     * A {@code Location} (RFC 9110 §10.2.2) as the proxy's client must see it: one that names the origin becomes a path of
     * the proxy, whatever name the client knows the proxy by. Any other stays as it is.
     */
    public String location(String value, String contextPath) {
        String path;
        String base = origin.getScheme() + "://" + origin.getRawAuthority();
        if (startsWithIgnoringCase(value, base)) {
            path = value.substring(base.length());
            if (path.isEmpty() || path.startsWith("?") || path.startsWith("#")) {
                path = "/" + path;
            }
        } else if (value.startsWith("/") && !value.startsWith("//")) {
            path = value;
        } else {
            return value;
        }
        if (!path.startsWith("/") || !underBasePath(path)) {
            return value;
        }
        String rest = path.substring(basePath().length());
        if (UriReference.parse(rest).climbs()) {
            return value;
        }
        String mapped = contextPath + (rest.startsWith("/") ? rest : "/" + rest);
        return namesHost(mapped) ? "/." + mapped : mapped;
    }

    /**
     * The {@code Path} of a cookie (RFC 6265 §5.1.4) as the proxy's client must see it: one that covers all that the proxy asks the origin
     * for covers all of the proxy. Empty where none of that is below it.
     *
     * @param path begins with a slash
     */
    public Optional<String> cookiePath(String path, String contextPath) {
        String base = basePath();
        if (path.equals("/") || path.equals(base) || (base.startsWith(path) && startsSegment(base, path))) {
            return Optional.of(contextPath.isEmpty() ? "/" : contextPath);
        }
        return path.startsWith(base + '/')
                ? Optional.of(contextPath + path.substring(base.length()))
                : Optional.empty();
    }

    private static boolean startsSegment(String path, String prefix) {
        return prefix.endsWith("/") || path.charAt(prefix.length()) == '/';
    }

    /**
     * Whether a reference that begins with a slash names a host: it begins with two (RFC 3986 §4.2). To a browser a backslash is one,
     * and tabs and line ends are not there (URL Standard §4.4).
     */
    private static boolean namesHost(String reference) {
        String read = UNSEEN.matcher(reference).replaceAll("");
        return read.length() > 1 && (read.charAt(1) == '/' || read.charAt(1) == '\\');
    }

    /** The path in the origin's base URI; empty for none. */
    public String basePath() {
        return origin.getRawPath() == null ? "" : origin.getRawPath();
    }

    private boolean underBasePath(String path) {
        String base = basePath();
        return path.startsWith(base)
                && (path.length() == base.length() || "/?#".indexOf(path.charAt(base.length())) >= 0 || base.isEmpty());
    }

    private static boolean startsWithIgnoringCase(String value, String base) {
        return value.regionMatches(true, 0, base, 0, base.length())
                && (value.length() == base.length() || "/?#".indexOf(value.charAt(base.length())) >= 0);
    }
}
