package io.freshet.store.memory;

import io.freshet.store.ByteBudget;
import io.freshet.store.StoreWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Gathers content in buffers that grow with what has arrived, never with what was announced. */
final class MemoryWriter implements StoreWriter {

    /** Most small responses come in one piece, which is then the buffer's size. */
    private static final int SMALLEST_BUFFER = 512;

    private static final int LARGEST_BUFFER = 256 * 1024;

    private final long maxObject;
    private final ByteBudget inFlight;
    private final boolean promising;
    private final BiConsumer<byte[][], Long> onCommit;

    private final List<byte[]> full = new ArrayList<>();
    private ByteBuffer filling = ByteBuffer.allocate(0);
    private long length;
    private long taken;
    private boolean open = true;

    MemoryWriter(long maxObject, ByteBudget inFlight, boolean promising, BiConsumer<byte[][], Long> onCommit) {
        this.maxObject = maxObject;
        this.inFlight = inFlight;
        this.promising = promising;
        this.onCommit = onCommit;
    }

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public boolean promising() {
        return open && promising;
    }

    @Override
    public void write(ByteBuffer content) {
        if (!open) {
            return;
        }
        ByteBuffer source = content.duplicate();
        length += source.remaining();
        if (length > maxObject) {
            discard();
            return;
        }
        while (source.hasRemaining()) {
            if (!filling.hasRemaining() && !nextBuffer()) {
                discard();
                return;
            }
            int part = Math.min(filling.remaining(), source.remaining());
            filling.put(source.duplicate().limit(source.position() + part));
            source.position(source.position() + part);
        }
    }

    private boolean nextBuffer() {
        int size = (int) Math.min(LARGEST_BUFFER, Math.max(SMALLEST_BUFFER, length));
        if (!inFlight.take(size)) {
            return false;
        }
        taken += size;
        finishBuffer();
        filling = ByteBuffer.allocate(size);
        return true;
    }

    /** Keeps what was filled, in an array of just that size. */
    private void finishBuffer() {
        filling.flip();
        if (filling.hasRemaining()) {
            boolean exact = filling.limit() == filling.capacity();
            full.add(exact ? filling.array() : Arrays.copyOf(filling.array(), filling.limit()));
        }
        filling = ByteBuffer.allocate(0);
    }

    @Override
    public void commit() {
        if (!open) {
            return;
        }
        finishBuffer();
        byte[][] parts = length <= LARGEST_BUFFER ? together() : full.toArray(byte[][]::new);
        discard();
        onCommit.accept(parts, length);
    }

    /** In one array, so that it is written to a client at once. */
    private byte[][] together() {
        if (full.size() < 2) {
            return full.toArray(byte[][]::new);
        }
        ByteBuffer all = ByteBuffer.allocate((int) length);
        full.forEach(all::put);
        return new byte[][] {all.array()};
    }

    @Override
    public void discard() {
        if (open) {
            open = false;
            full.clear();
            filling = ByteBuffer.allocate(0);
            inFlight.give(taken);
        }
    }
}
