package io.freshet.store;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** One reading of a range of content, piece by piece, wherever the pieces come from. */
public abstract class RangeReading implements Iterator<ByteBuffer> {

    private final long end;
    private long position;

    /**
     * @param from the first byte of the range
     * @param end the byte after its last; {@code from} for none
     */
    protected RangeReading(long from, long end) {
        this.position = from;
        this.end = end;
    }

    @Override
    public final boolean hasNext() {
        return position < end;
    }

    @Override
    public final ByteBuffer next() throws StoreException {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ByteBuffer piece = piece(position, end);
        position += piece.remaining();
        return piece;
    }

    /** What follows at {@code position}, in a buffer of its own: one byte at least, and none from {@code end} on. */
    protected abstract ByteBuffer piece(long position, long end) throws StoreException;
}
