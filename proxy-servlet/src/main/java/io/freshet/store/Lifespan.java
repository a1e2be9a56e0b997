package io.freshet.store;

import io.freshet.policy.Retention;
import io.freshet.policy.StoredHead;
import java.time.Duration;
import java.time.Instant;

/** When a stored response, and what is to be known of it, is forgotten. */
public final class Lifespan {

    /**
     * How long it is known that something was invalidated: longer than any response lives that this may mean. The day more is
     * for those that were requested before and arrived after it, and for clocks that differ.
     */
    public static final Duration OF_INVALIDATION = Retention.MAX.plusDays(1);

    private Lifespan() {}

    /** {@code retention}, at most {@link Retention#MAX}, from {@code head.responseTime()} on. */
    public static Instant end(StoredHead head, Duration retention) {
        return head.responseTime().plus(retention.compareTo(Retention.MAX) < 0 ? retention : Retention.MAX);
    }
}
