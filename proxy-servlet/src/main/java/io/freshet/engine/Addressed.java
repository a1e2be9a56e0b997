package io.freshet.engine;

import io.freshet.http.RequestHead;
import java.util.Locale;
import java.util.Optional;

/**
 * How a client addressed this proxy, as far as the origin is told. An origin may build links and redirects from it, so that one
 * client's {@code Host} must never select another's response: it is part of the key.
 */
final class Addressed {

    private Addressed() {}

    /** Scheme and host, for example {@code https://www.example.com}; empty parts where the origin is not told. */
    static String by(RequestHead request) {
        return field(request, "X-Forwarded-Proto") + "://" + field(request, "X-Forwarded-Host");
    }

    private static String field(RequestHead request, String name) {
        return Optional.ofNullable(request.fields().get(name)).orElse("").toLowerCase(Locale.ROOT);
    }
}
