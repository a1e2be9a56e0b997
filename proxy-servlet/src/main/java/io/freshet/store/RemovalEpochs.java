package io.freshet.store;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells a writer whether its key was removed after it began, in bounded memory. Keys share a fixed number of counters, so a
 * removal may also void the writers of another key: a response more is then not stored, which a cache may always do.
 */
public final class RemovalEpochs {

    private static final int COUNTERS = 1024;

    private final AtomicLongArray counters = new AtomicLongArray(COUNTERS);
    private final AtomicLong all = new AtomicLong();

    /** A number that changes with every removal of {@code key}. */
    public long of(CacheKey key) {
        return all.get() + counters.get(index(key));
    }

    /** Call before removing what is stored under {@code key}. */
    public void removing(CacheKey key) {
        counters.incrementAndGet(index(key));
    }

    /** Call before removing everything. */
    public void removingAll() {
        all.incrementAndGet();
    }

    private static int index(CacheKey key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (COUNTERS - 1);
    }
}
