package io.freshet.policy;

import java.time.Duration;

/** How long a stored response can be of any use. */
public final class Retention {

    /** No response is kept longer, whatever it says: HTTP long took a year for "forever". */
    public static final Duration MAX = Duration.ofDays(365);

    private Retention() {}

    /**
     * How long a store should keep {@code stored}, from its {@code responseTime} on, at most {@link #MAX}; zero when it is not
     * worth storing. It is of use while fresh, while it may be served stale, and while it can be validated.
     */
    public static Duration of(StoredHead stored, PolicySettings settings) {
        return of(stored, ResponseDirectives.of(stored.response(), settings), settings);
    }

    /** The retention where the directives of {@code stored} have been read already. */
    static Duration of(StoredHead stored, ResponseDirectives directives, PolicySettings settings) {
        Duration remaining = Freshness.of(stored, directives, settings, stored.responseTime())
                .remaining();
        Duration useful =
                Durations.longer(servable(directives, remaining, settings), validatable(stored, remaining, settings));
        return Durations.shorter(MAX, Durations.atLeastZero(useful));
    }

    /** While it may be served as it is: fresh, and after that for either of the reasons of RFC 5861. */
    private static Duration servable(ResponseDirectives response, Duration remaining, PolicySettings settings) {
        Duration stale = Durations.longer(
                StaleIfError.window(response, settings), StaleWhileRevalidate.window(response, settings));
        return response.mustValidate() ? Duration.ZERO : remaining.plus(stale);
    }

    /** While the origin can be asked about it. */
    private static Duration validatable(StoredHead stored, Duration remaining, PolicySettings settings) {
        return Validation.hasValidator(stored.response())
                ? Durations.atLeastZero(remaining).plus(settings.keep())
                : Duration.ZERO;
    }
}
