package io.freshet.engine.collapsing;

import io.freshet.store.CacheKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When unsafe requests of this node last changed what, in bounded memory: a response that was asked for before a change may
 * have been made before it, and must not be stored after it (RFC 9111 §4.4). Keys share a fixed number of places, so that a
 * change may also keep another key's response from being stored, which a cache may always do.
 */
public final class InvalidationClock {

    private static final int PLACES = 4096;

    private final AtomicLongArray lastMicros = new AtomicLongArray(PLACES);

    public void changed(CacheKey key, Instant now) {
        lastMicros.accumulateAndGet(place(key), micros(now), Math::max);
    }

    /** Whether {@code key} was changed after {@code requestTime}, to the microsecond. */
    public boolean since(CacheKey key, Instant requestTime) {
        return lastMicros.get(place(key)) > micros(requestTime);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static int place(CacheKey key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }
}
