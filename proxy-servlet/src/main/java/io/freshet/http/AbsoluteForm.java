package io.freshet.http;

import java.util.Locale;
import java.util.Optional;

/**
 * A request target in absolute form (RFC 9112 §3.2.2), as a server that is no forward proxy reads it.
 *
 * @param authority what the request is for, whatever its {@code Host} says
 * @param originForm path and query; {@code *} for the server as a whole (RFC 9112 §3.2.4)
 */
public record AbsoluteForm(String authority, String originForm) {

    /**
     * Reads {@code target}; empty if that is no clear target of http or https. Which of them it says is no matter: that is what the
     * connection is.
     *
     * @param method the request's
     */
    public static Optional<AbsoluteForm> of(String method, String target) {
        UriReference uri = UriReference.parse(target);
        String scheme = uri.scheme().orElse("").toLowerCase(Locale.ROOT);
        String authority = uri.authority().orElse("");
        boolean clear = (scheme.equals("http") || scheme.equals("https"))
                && HostName.isClear(authority)
                && target.indexOf('#') < 0;
        if (!clear) {
            return Optional.empty();
        }
        boolean server =
                method.equals("OPTIONS") && uri.path().isEmpty() && uri.query().isEmpty();
        String path = uri.path().isEmpty() ? "/" : uri.path();
        String origin = path + uri.query().map(query -> '?' + query).orElse("");
        return Optional.of(new AbsoluteForm(authority, server ? "*" : origin));
    }
}
