package io.freshet.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells whether something has happened to a key since, in bounded memory: what began before it does not go on after it. Keys
 * share a fixed number of counters, so what happens to one may also be told of another, which must do no harm. Safe for use by
 * many threads.
 */
public final class KeyGenerations {

    private static final int COUNTERS = 1024;

    private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);
    private final AtomicLong all = new AtomicLong();

    /** A number that changes whenever something happens to {@code key}. */
    public long of(CacheKey key) {
        return all.get() + counters.get(index(key));
    }

    /** Something happens to {@code key}; to be called before it can be seen, for example before a removal. */
    public void advance(CacheKey key) {
        counters.incrementAndGet(index(key));
    }

    /** Something happens to every key; to be called before it can be seen. */
    public void advanceAll() {
        all.incrementAndGet();
    }

    private static int index(CacheKey key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (COUNTERS - 1);
    }
}
