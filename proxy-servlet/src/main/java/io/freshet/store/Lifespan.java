package io.freshet.store;

import io.freshet.policy.StoredHead;
import java.time.Duration;
import java.time.Instant;

/** When a stored response is forgotten. */
public final class Lifespan {

    /** No retention is longer, so that sums of instants and durations never overflow. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private Lifespan() {}

    /** {@code retention}, at most ten years, from {@code head.responseTime()} on. */
    public static Instant end(StoredHead head, Duration retention) {
        return head.responseTime().plus(retention.compareTo(LONGEST) < 0 ? retention : LONGEST);
    }
}
