package io.freshet.policy;

import io.freshet.http.Field;
import io.freshet.http.ResponseHead;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether the clock of an origin is far from the cache's. What the origin says of lifetimes is then shorter or longer than it means (RFC
 * 9111 §4.2.3), so that operators want to hear of it.
 */
public final class ClockSkew {

    /** Clocks that are kept right differ by less, and so does a response that was long on its way. */
    static final Duration FAR = Duration.ofSeconds(60);

    private ClockSkew() {}

    /**
     * Whether {@code Date} is more than a minute before or after the arrival. A response with {@code Age} comes out of another cache,
     * and may be as old as it likes.
     *
     * @param responseTime when the response's head arrived
     */
    public static boolean isFar(ResponseHead response, Instant responseTime) {
        Duration apart = Duration.between(Lifetime.date(response, responseTime), responseTime);
        return apart.abs().compareTo(FAR) > 0 && !response.fields().contains(Field.AGE);
    }
}
