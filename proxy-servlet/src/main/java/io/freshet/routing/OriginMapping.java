package io.freshet.routing;

import java.net.URI;
import java.util.Locale;
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

    private static final String PARENT = "..";
    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /**
     * The path and query to ask the origin for, or none when the request's target cannot be mapped: it lies outside the
     * context path, its dot segments climb above the root and so perhaps out of the origin's base path, or a percent sign
     * in it stands for nothing (RFC 3986 §2.1), which the next to read it may understand as anything.
     *
     * @param requestUri the target's path as received
     * @param contextPath the web application's context path, empty for the root
     * @param query the target's query as received, if any
     */
    public Optional<String> pathAndQuery(String requestUri, String contextPath, Optional<String> query) {
        if (!requestUri.startsWith(contextPath)) {
            return Optional.empty();
        }
        String path = requestUri.substring(contextPath.length());
        if (path.isEmpty()) {
            path = "/";
        }
        if (!path.startsWith("/") || climbsAboveRoot(path)) {
            return Optional.empty();
        }
        String mapped = basePath() + path + query.map(text -> "?" + text).orElse("");
        return hasStrayPercent(mapped) ? Optional.empty() : Optional.of(mapped);
    }

    private static boolean hasStrayPercent(String target) {
        return target.indexOf('%') >= 0 && STRAY_PERCENT.matcher(target).find();
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
        String mapped = contextPath + (rest.startsWith("/") ? rest : "/" + rest);
        // A reference that begins with two slashes would name a host (RFC 3986 §4.2).
        return mapped.startsWith("//") ? "/." + mapped : mapped;
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

    private static boolean climbsAboveRoot(String path) {
        boolean dots = path.contains("..") || path.indexOf('%') >= 0;
        if (!dots) {
            return false;
        }
        int depth = 0;
        for (String segment : path.substring(1).split("/", -1)) {
            String plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
            int parameters = plain.indexOf(';');
            if (parameters >= 0) {
                plain = plain.substring(0, parameters);
            }
            if (plain.equals(PARENT)) {
                depth--;
            } else if (!plain.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }
}
