package io.freshet.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private long nanos = Long.MAX_VALUE - 5;
    private final CircuitBreaker breaker = new CircuitBreaker(() -> nanos);

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void openIt() {
        breaker.failed();
        breaker.failed();
        assertThat(breaker.failed()).isTrue();
    }

    @Test
    void opens_after_three_failures_in_a_row() {
        assertThat(breaker.failed()).isFalse();
        assertThat(breaker.failed()).isFalse();
        assertThat(breaker.succeeded()).isFalse();
        assertThat(breaker.failed()).isFalse();
        assertThat(breaker.failed()).isFalse();
        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.failed()).isTrue();

        assertThat(breaker.admits()).isFalse();
        assertThat(breaker.isClosed()).isFalse();
        assertThat(breaker.failed()).as("is open already").isFalse();
    }

    @Test
    void admits_one_call_after_each_pause_and_pauses_longer_and_longer() {
        openIt();
        List<Long> millis = new ArrayList<>();
        long opened = nanos;
        while (millis.size() < 7) {
            pass(Duration.ofMillis(100));
            if (breaker.admits()) {
                assertThat(breaker.admits()).isFalse();
                millis.add(Duration.ofNanos(nanos - opened).toMillis());
                opened = nanos;
                breaker.failed();
            }
        }

        assertThat(millis).containsExactly(500L, 1000L, 2000L, 4000L, 5000L, 5000L, 5000L);
    }

    @Test
    void closes_when_a_call_succeeds_and_begins_anew() {
        openIt();
        pass(Duration.ofSeconds(1));
        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.succeeded()).isTrue();
        assertThat(breaker.isClosed()).isTrue();
        assertThat(breaker.admits()).isTrue();
        assertThat(breaker.succeeded()).isFalse();

        openIt();
        pass(CircuitBreaker.FIRST_PAUSE.minusNanos(1));
        assertThat(breaker.admits()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(breaker.admits()).isTrue();
    }
}
