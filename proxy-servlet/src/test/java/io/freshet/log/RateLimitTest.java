package io.freshet.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final long PERIOD = TimeUnit.SECONDS.toNanos(RateLimit.SECONDS);

    private final RateLimit limit = new RateLimit();

    private long told(String kind, int lines, long nanos) {
        long told = 0;
        for (int i = 0; i < lines; i++) {
            told += limit.decide(kind, nanos).told() ? 1 : 0;
        }
        return told;
    }

    @Test
    void aKindIsToldSoOften_andTheRestCounted() {
        assertThat(told("a", 1_000, 0)).isEqualTo(RateLimit.MOST);
        assertThat(told("b", 1, 0)).isEqualTo(1);
        assertThat(told("a", 1, PERIOD - 1)).isZero();
        assertThat(limit.decide("a", PERIOD)).isEqualTo(new RateLimit.Decision(true, 1_001 - RateLimit.MOST));
        assertThat(limit.decide("a", PERIOD)).isEqualTo(new RateLimit.Decision(true, 0));
    }

    @Test
    void whatWasLeftOutIsToldOfOnce() {
        told("a", RateLimit.MOST + 5, 0);

        assertThat(limit.leftOut()).containsExactly(java.util.Map.entry("a", 5L));
        assertThat(limit.leftOut()).isEmpty();
        assertThat(limit.decide("a", PERIOD).leftOut()).isZero();
    }

    /** However many kinds there are, what is remembered has an end, and so has what is told. */
    @Test
    void tooManyKindsShareOne() {
        long told = 0;
        for (int i = 0; i < 100_000; i++) {
            told += told("kind " + i, 1, 0);
        }

        assertThat(told).isEqualTo(1_000 + RateLimit.MOST);
    }
}
