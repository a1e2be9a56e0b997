package io.freshet.store;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that many share. A taker that cannot have more goes without and does not wait. Safe for use by many threads. */
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

    /** Whether that many are there now. */
    public boolean hasRoom(long bytes) {
        return free.get() >= bytes;
    }

    /** A part of it that one holder takes little by little and gives back at once. */
    public Share share() {
        return new Share();
    }

    /** What one holder has taken. */
    public final class Share implements AutoCloseable {

        private final AtomicLong held = new AtomicLong();
        private volatile boolean closed;

        private Share() {}

        /** Takes more, as {@link ByteBudget#take} does; nothing once this is closed. */
        public boolean take(long bytes) {
            if (!ByteBudget.this.take(bytes)) {
                return false;
            }
            held.addAndGet(bytes);
            if (closed) {
                giveBack();
            }
            return !closed;
        }

        /** Gives back all that was taken until now. */
        public void giveBack() {
            give(held.getAndSet(0));
        }

        /** Gives all of it back for good; may be said again. */
        @Override
        public void close() {
            closed = true;
            giveBack();
        }
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
