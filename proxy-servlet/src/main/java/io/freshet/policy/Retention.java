package io.freshet.policy;

import io.freshet.http.CacheControl;
import java.time.Duration;

/** How long a stored response can be of any use. */
public final class Retention {

    /** No response is kept longer, whatever it says: HTTP long took a year for "forever". */
    public static final Duration MAX = Duration.ofDays(365);

    private Retention() {}

    /**
     * How long a store should keep {@code stored}, from its {@code responseTime} on, at most {@link #MAX}; zero when it is not
     * worth storing. It is of use while fresh, while it may stand in for a failing origin, and while it can be validated.
     */
    public static Duration of(StoredHead stored, PolicySettings settings) {
        Duration remaining =
                Freshness.of(stored, settings, stored.responseTime()).remaining();
        Duration useful =
                Durations.longer(servable(stored, remaining, settings), validatable(stored, remaining, settings));
        return Durations.shorter(MAX, Durations.atLeastZero(useful));
    }

    /** While it may be served as it is: fresh, and after that to stand in for a failing origin. */
    private static Duration servable(StoredHead stored, Duration remaining, PolicySettings settings) {
        return StaleUse.mustValidate(CacheControl.of(stored.response().fields()))
                ? Duration.ZERO
                : remaining.plus(StaleIfError.window(stored.response(), settings));
    }

    /** While the origin can be asked about it. */
    private static Duration validatable(StoredHead stored, Duration remaining, PolicySettings settings) {
        return Validation.hasValidator(stored.response())
                ? Durations.atLeastZero(remaining).plus(settings.keep())
                : Duration.ZERO;
    }
}
