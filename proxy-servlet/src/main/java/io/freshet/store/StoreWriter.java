package io.freshet.store;

import java.nio.ByteBuffer;

/**
 * Stores one response while it arrives. It commits, or it vanishes: nothing of it can be looked up before {@link #commit}.
 *
 * <p>No method blocks, none throws. A writer that cannot go on (too large, no room, the store is away) discards itself and
 * ignores what follows. Not safe for use by several threads at once.
 */
public interface StoreWriter {

    /** A writer that has discarded itself before it began. */
    static StoreWriter discarded() {
        return Discarded.INSTANCE;
    }

    /** A writer that has discarded itself because the content is larger than the store takes. */
    static StoreWriter tooLarge() {
        return Discarded.TOO_LARGE;
    }

    /** Whether this is {@link #tooLarge()}. */
    default boolean isTooLarge() {
        return this == Discarded.TOO_LARGE;
    }

    /** Whether what is written may still be committed: neither committed nor discarded yet. */
    boolean open();

    /** Whether it is open, and nothing is known that will keep the response from being stored. */
    default boolean promising() {
        return open();
    }

    /** Adds content. The bytes are copied; the buffer's position is left alone. */
    void write(ByteBuffer content);

    /**
     * The response is complete: makes it visible to {@link ResponseStore#lookup}. A lookup on this node that begins after this
     * call returns sees it, even where the store itself is written behind.
     */
    void commit();

    /** Forgets what was written. Has no effect after {@link #commit}. */
    void discard();

    /** What {@link #discarded} and {@link #tooLarge} are. */
    enum Discarded implements StoreWriter {
        INSTANCE,
        TOO_LARGE;

        @Override
        public boolean open() {
            return false;
        }

        @Override
        public void write(ByteBuffer content) {}

        @Override
        public void commit() {}

        @Override
        public void discard() {}
    }
}
