package io.freshet.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a Redis is: {@code redis[s]://[[user]:password@]host[:port][/database]}. Or {@code redis[s]-sentinel://} with several hosts,
 * commas between, and {@code /master[/database]} behind; or {@code redis[s]-cluster://} with several hosts and nothing behind.
 */
final class RedisUriSyntax implements Syntax<URI> {

    static final String ALLOWED =
            "a redis:// or rediss:// address, such as redis://localhost:6379/0 or rediss://user:password@host;"
                    + " redis-sentinel://host,host/master or redis-cluster://host,host";

    private static final Set<String> SCHEMES =
            Set.of("redis", "rediss", "redis-sentinel", "rediss-sentinel", "redis-cluster", "rediss-cluster");
    private static final Pattern SEVERAL =
            Pattern.compile("([^@]*@)?[A-Za-z0-9.-]+(:[0-9]{1,5})?(,[A-Za-z0-9.-]+(:[0-9]{1,5})?)*");
    private static final Pattern MASTER = Pattern.compile("/[A-Za-z0-9._-]{1,64}(/[0-9]{1,4})?/?");
    private static final Pattern DATABASE = Pattern.compile("/?|/[0-9]{1,4}");

    @Override
    public String allowed() {
        return ALLOWED;
    }

    /** Which part of a malformed address is the password cannot be told. */
    @Override
    public boolean mayBeQuoted() {
        return false;
    }

    @Override
    public URI parse(String text) throws SyntaxException {
        // In lower case (RFC 3986 §6.2.2.1), so that a comparison does not take REDISS for a connection without TLS.
        int colon = Math.max(text.indexOf(':'), 0);
        URI uri = uri(text.substring(0, colon).toLowerCase(Locale.ROOT) + text.substring(colon));
        if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme())) {
            throw new SyntaxException(ALLOWED);
        }
        if (uri.getScheme().endsWith("-sentinel") || uri.getScheme().endsWith("-cluster")) {
            return ofSeveral(uri);
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

    /** Java's URI does not look into an authority with commas. */
    private static URI ofSeveral(URI uri) throws SyntaxException {
        String authority = uri.getRawAuthority();
        if (authority == null || !SEVERAL.matcher(authority).matches()) {
            throw new SyntaxException("an address with hosts of letters, digits, hyphens and dots, commas between;"
                    + " special characters in a password are written as %40 for @, %2F for / and so on");
        }
        RedisConfig read = new RedisConfig(uri, "", Duration.ZERO, 1);
        if (read.rawUserInfo().filter(info -> !info.contains(":")).isPresent()) {
            throw new SyntaxException("an address with :password@ or user:password@ before the hosts");
        }
        if (read.nodes().stream().anyMatch(node -> node.port() < 1 || node.port() > 65_535)) {
            throw new SyntaxException("an address whose ports are from 1 to 65535");
        }
        boolean sentinel = read.topology() == RedisConfig.Topology.SENTINEL;
        String path = uri.getRawPath();
        boolean fits = sentinel ? MASTER.matcher(path).matches() : path.isEmpty() || path.equals("/");
        if (!fits || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new SyntaxException(
                    sentinel
                            ? "an address with the master's name after the hosts, and perhaps a database number, 0 to 9999:"
                                    + " redis-sentinel://host,host/master/0"
                            : "an address with nothing after the hosts: a cluster has no databases");
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
