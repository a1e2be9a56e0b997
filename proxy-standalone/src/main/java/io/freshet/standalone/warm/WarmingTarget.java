package io.freshet.standalone.warm;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * What is to be asked for.
 *
 * @param authority the site's name as clients use it, perhaps with a port
 * @param pathAndQuery as it goes to the wire
 */
record WarmingTarget(String authority, String pathAndQuery) {

    /** Longer ones no client sends. */
    static final int MAX_LENGTH = 8_192;

    /**
     * Reads a URL, or a path from its root. A fragment is the client's own business, and left out.
     *
     * @param self whom a path alone is meant for
     */
    static Optional<WarmingTarget> of(String text, String self) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            boolean path = uri.getScheme() == null && uri.getRawAuthority() == null && text.startsWith("/");
            boolean whole = ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null;
            if (!path && !whole) {
                return Optional.empty();
            }
            String rawPath = Optional.ofNullable(uri.getRawPath())
                    .filter(some -> !some.isEmpty())
                    .orElse("/");
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return Optional.of(new WarmingTarget(path ? self : uri.getRawAuthority(), ascii(rawPath + query)));
        } catch (URISyntaxException notOne) {
            return Optional.empty();
        }
    }

    /** Java takes letters of all alphabets for a URI; on the wire they are percent-encoded. */
    private static String ascii(String pathAndQuery) {
        return URI.create(pathAndQuery.startsWith("//") ? "/." + pathAndQuery : pathAndQuery)
                .toASCIIString()
                .replaceFirst("^/\\.//", "//");
    }
}
