package io.freshet.config;

import io.freshet.http.DotSegments;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * The base URI of an origin, normalised (RFC 3986 §6.2.2.1, §6.2.3): scheme and host in lower case, no default port, no
 * slash at the end. Two spellings of one origin therefore share their stored responses.
 */
public final class OriginSyntax implements Syntax<URI> {

    static final String ALLOWED =
            "an http:// or https:// address, such as https://dummyjson.com or http://localhost:8080/api";

    @Override
    public String allowed() {
        return ALLOWED;
    }

    @Override
    public URI parse(String text) throws SyntaxException {
        URI uri = uri(text);
        String scheme = scheme(uri);
        if (uri.getRawUserInfo() != null || text.contains("@")) {
            throw new SyntaxException("an address without user and password");
        }
        if (uri.getHost() == null) {
            throw new SyntaxException(
                    "an address whose host is a name of letters, digits, hyphens and dots, or an IP address");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new SyntaxException("an address without ? and #");
        }
        return URI.create(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port(uri, scheme) + path(uri));
    }

    private static URI uri(String text) throws SyntaxException {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            throw new SyntaxException(ALLOWED);
        }
    }

    private static String scheme(URI uri) throws SyntaxException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getRawAuthority() == null || !List.of("http", "https").contains(scheme)) {
            throw new SyntaxException(ALLOWED);
        }
        return scheme;
    }

    private static String port(URI uri, String scheme) throws SyntaxException {
        int port = uri.getPort();
        if (port == -1 || port == (scheme.equals("http") ? 80 : 443)) {
            return "";
        }
        if (port < 1 || port > 65_535) {
            throw new SyntaxException("an address whose port is from 1 to 65535");
        }
        return ":" + port;
    }

    /** Dot segments are refused, not resolved: what the operator meant by them is a guess. */
    private static String path(URI uri) throws SyntaxException {
        String path = uri.getRawPath();
        if (DotSegments.anyIn(path)) {
            throw new SyntaxException("an address without . and .. in its path");
        }
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
