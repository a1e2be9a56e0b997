package io.freshet.store;

import java.nio.ByteBuffer;

/** What {@link StoreWriter#discarded} is. */
enum DiscardedWriter implements StoreWriter {
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
