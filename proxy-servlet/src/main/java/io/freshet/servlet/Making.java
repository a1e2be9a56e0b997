package io.freshet.servlet;

import io.freshet.proxy.origin.Attempt;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;

/**
 * What the hooks of Jetty's proxy servlet make a request to the origin of: they are given the client's request alone.
 *
 * @param pathAndQuery the target at the origin
 * @param repeatable whether its content, if it has any, can be sent again
 */
record Making(Attempt attempt, String pathAndQuery, boolean repeatable) {

    static final String ATTRIBUTE = Making.class.getName();

    static Making of(HttpServletRequest request) {
        return Objects.requireNonNull(
                (Making) request.getAttribute(ATTRIBUTE), "no request to the origin is being made");
    }
}
