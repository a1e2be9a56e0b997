package io.freshet.standalone.metrics;

import java.time.Duration;

/** Up to which times are counted: half a decade apart. */
final class LatencyBuckets {

    private LatencyBuckets() {}

    /** From a hit out of memory to an origin that takes longer than clients wait. */
    static final Duration[] OF_A_REQUEST = {
        Duration.ofNanos(100_000),
        Duration.ofNanos(300_000),
        Duration.ofMillis(1),
        Duration.ofMillis(3),
        Duration.ofMillis(10),
        Duration.ofMillis(30),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10)
    };
}
