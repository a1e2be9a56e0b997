package io.freshet.store;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spares callers something that keeps failing. Closed, it lets all through; after some failures in a row it opens and lets
 * one call through from time to time, less and less often, until one succeeds. Safe for use by many threads.
 */
final class CircuitBreaker {

    /** Failures in a row until it opens. */
    static final int FAILURES_TO_OPEN = 3;

    static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;

    private int failures;

    /** Changed under this only. */
    private volatile boolean open;

    private Duration pause = FIRST_PAUSE;
    private long pausedAt;

    /**
     * @param nanoTime a clock as {@link System#nanoTime} is
     */
    CircuitBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether to make a call; then say how it went. While open, true once in every pause. */
    synchronized boolean admits() {
        if (!open) {
            return true;
        }
        if (nanoTime.getAsLong() - pausedAt < pause.toNanos()) {
            return false;
        }
        lengthenPause();
        return true;
    }

    /** Whether calls pass without being a trial. */
    boolean isClosed() {
        return !open;
    }

    /** A call went well: closes. Returns whether it was open. */
    synchronized boolean succeeded() {
        boolean wasOpen = open;
        open = false;
        failures = 0;
        pause = FIRST_PAUSE;
        return wasOpen;
    }

    /** A call failed. Returns whether it opened for that. */
    synchronized boolean failed() {
        if (open || ++failures < FAILURES_TO_OPEN) {
            return false;
        }
        open = true;
        pausedAt = nanoTime.getAsLong();
        return true;
    }

    private void lengthenPause() {
        pausedAt = nanoTime.getAsLong();
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
