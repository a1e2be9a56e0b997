package io.freshet.policy;

import java.time.Duration;

/** Comparing durations. */
final class Durations {

    private Durations() {}

    static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    static Duration atLeastZero(Duration duration) {
        return longer(duration, Duration.ZERO);
    }
}
