package io.freshet.proxy.exchange;

import io.freshet.engine.storing.CacheFill;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether the rest of a response is read although its client has gone: what is stored is worth reading to its end, if it has one; other
 * content is read to save the connection, as long as that is little. The thread that reads content tells what arrives; any thread may
 * ask.
 */
final class Drain {

    /** Content without a client is read up to this, in bytes, to save the connection; beyond it the connection is closed. */
    private static final long MAX_DRAIN = 64 * 1024;

    /** How long the origin may be silent within what the store still wants when the client has gone. */
    private static final long MAX_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How long content of unknown length is read without a client: it may have no end. */
    private static final long MAX_DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoTime;
    private long drained;
    private volatile long began;
    private volatile long lastArrival;

    Drain(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastArrival = nanoTime.getAsLong();
    }

    void arrived() {
        lastArrival = nanoTime.getAsLong();
    }

    /** So many bytes came without a client. */
    void withoutClient(int bytes) {
        drained += bytes;
    }

    /** Whether the store still gains by waiting for the origin. */
    boolean isWorthWaiting(CacheFill fill) {
        boolean silent = nanoTime.getAsLong() - lastArrival > MAX_SILENCE_NANOS;
        return fill.storing() && !silent && (fill.declared() || isShort());
    }

    /** Whether to read on. */
    boolean goesOn(CacheFill fill) {
        boolean soon = isShort();
        boolean useful = fill.storing() ? fill.declared() || soon : drained <= MAX_DRAIN && soon;
        return useful || fill.isRead();
    }

    private boolean isShort() {
        if (began == 0) {
            began = nanoTime.getAsLong();
        }
        return nanoTime.getAsLong() - began < MAX_DRAIN_NANOS;
    }
}
