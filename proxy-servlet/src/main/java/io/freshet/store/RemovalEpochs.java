package io.freshet.store;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells a writer whether its key was removed after it began, and even after its response was asked for, in bounded memory: what
 * the origin sent before it carried out the change that a removal is about must not be stored after it. Keys share a fixed
 * number of places, so a removal may also void the writers of another key: a response more is then not stored, which a cache
 * may always do.
 */
public final class RemovalEpochs {

    private static final int PLACES = 1024;

    private final Clock clock;
    private final AtomicLongArray counters = new AtomicLongArray(PLACES);
    private final AtomicLongArray lastMicros = new AtomicLongArray(PLACES);
    private final AtomicLong all = new AtomicLong();
    private final AtomicLong allMicros = new AtomicLong();

    /** @param clock what {@code requestTime}s are read from */
    public RemovalEpochs(Clock clock) {
        this.clock = clock;
    }

    /** A number that changes with every removal of {@code key}. */
    public long of(CacheKey key) {
        return all.get() + counters.get(index(key));
    }

    /** Whether {@code key} was removed after {@code requestTime}, on this node, to the microsecond. */
    public boolean removedSince(CacheKey key, Instant requestTime) {
        long micros = micros(requestTime);
        return allMicros.get() > micros || lastMicros.get(index(key)) > micros;
    }

    /** Call before removing what is stored under {@code key}. */
    public void removing(CacheKey key) {
        lastMicros.accumulateAndGet(index(key), micros(clock.instant()), Math::max);
        counters.incrementAndGet(index(key));
    }

    /** Call before removing everything. */
    public void removingAll() {
        allMicros.accumulateAndGet(micros(clock.instant()), Math::max);
        all.incrementAndGet();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static int index(CacheKey key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }
}
