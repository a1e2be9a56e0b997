package io.freshet.store;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that many share; who cannot have more goes without, nobody waits. Safe for use by many threads. */
public final class ByteBudget {

    private final AtomicLong free;
    private final long all;

    /**
     * @param bytes how many there are, 0 or more
     */
    public ByteBudget(long bytes) {
        free = new AtomicLong(bytes);
        all = bytes;
    }

    /**
     * Takes all of {@code bytes} or none.
     *
     * @param bytes 0 or more
     * @return whether they were there
     */
    public boolean take(long bytes) {
        long before = free.get();
        while (before >= bytes) {
            if (free.compareAndSet(before, before - bytes)) {
                return true;
            }
            before = free.get();
        }
        return false;
    }

    /** How many are taken. */
    public long taken() {
        return all - free.get();
    }

    /** Gives back what was taken. */
    public void give(long bytes) {
        free.addAndGet(bytes);
    }
}
