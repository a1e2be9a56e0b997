package io.freshet.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Where a Redis is: {@code redis[s]://[[user]:password@]host[:port][/database]}. */
final class RedisUriSyntax implements Syntax<URI> {

    static final String ALLOWED =
            "a redis:// or rediss:// address, such as redis://localhost:6379/0 or rediss://user:password@host";

    private static final Set<String> SCHEMES = Set.of("redis", "rediss");
    private static final Pattern DATABASE = Pattern.compile("/?|/[0-9]{1,4}");

    @Override
    public String allowed() {
        return ALLOWED;
    }

    @Override
    public URI parse(String text) throws SyntaxException {
        // In lower case (RFC 3986 §6.2.2.1), so that nobody who compares it takes REDISS for a connection without TLS.
        int colon = Math.max(text.indexOf(':'), 0);
        URI uri = uri(text.substring(0, colon).toLowerCase(Locale.ROOT) + text.substring(colon));
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
            throw new SyntaxException(ALLOWED);
        }
        if (uri.getHost() == null) {
            throw new SyntaxException("an address with a host of letters, digits, hyphens and dots, or an IP address;"
                    + " special characters in a password are written as %40 for @, %2F for / and so on");
        }
        if (uri.getRawUserInfo() != null && !uri.getRawUserInfo().contains(":")) {
            throw new SyntaxException("an address with :password@ or user:password@ before the host");
        }
        if (uri.getPort() != -1 && (uri.getPort() < 1 || uri.getPort() > 65_535)) {
            throw new SyntaxException("an address whose port is from 1 to 65535");
        }
        if (!DATABASE.matcher(uri.getRawPath()).matches()
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new SyntaxException("an address with nothing but a database number, 0 to 9999, after the host");
        }
        return uri;
    }

    private static URI uri(String text) throws SyntaxException {
        try {
            return new URI(text);
        } catch (URISyntaxException malformed) {
            // Not chained: its message quotes the text, and with it the password.
            throw new SyntaxException(ALLOWED);
        }
    }
}
