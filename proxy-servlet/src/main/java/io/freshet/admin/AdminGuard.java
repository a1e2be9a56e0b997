package io.freshet.admin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Decides which callers may use the admin API. Where a token is set, a caller must have it. Where none is, only this machine can reach it; then a web page in a
 * browser of this machine must not, not even by a name of its own for this address (DNS rebinding).
 */
public final class AdminGuard {

    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

    private static final String BEARER = "bearer ";

    private final Optional<String> token;

    /** @param token what callers must say (RFC 6750), if anything */
    public AdminGuard(Optional<String> token) {
        this.token = token;
    }

    /** Why a request with these fields may not pass; empty if it may. */
    public Optional<AdminReply> refusal(HttpFields fields) {
        Optional<String> origin = Optional.ofNullable(fields.get(HttpHeader.ORIGIN));
        Optional<String> host = Optional.ofNullable(fields.get(HttpHeader.HOST));
        if (origin.isPresent() && !origin.map(AdminGuard::authority).equals(host)) {
            return Optional.of(Json.problem(403, "pages of other sites may not use this"));
        }
        if (token.isPresent()) {
            return hasToken(fields)
                    ? Optional.empty()
                    : Optional.of(Json.problem(401, "send the token of --admin-token: Authorization: Bearer ..."));
        }
        boolean named = host.map(AdminGuard::withoutPort)
                .filter(THIS_MACHINE.asMatchPredicate())
                .isPresent();
        return named
                ? Optional.empty()
                : Optional.of(Json.problem(403, "without --admin-token this answers to localhost and 127.0.0.1 only"));
    }

    /** In a time that tells nothing of how much of it was right. */
    private boolean hasToken(HttpFields fields) {
        String value = Optional.ofNullable(fields.get(HttpHeader.AUTHORIZATION)).orElse("");
        boolean bearer = value.toLowerCase(Locale.ROOT).startsWith(BEARER);
        String said = bearer ? value.substring(BEARER.length()) : "";
        return MessageDigest.isEqual(
                said.getBytes(StandardCharsets.UTF_8), token.orElseThrow().getBytes(StandardCharsets.UTF_8));
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority()).orElse("");
        } catch (IllegalArgumentException notOne) {
            return "";
        }
    }

    private static String withoutPort(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]+$", "");
    }
}
