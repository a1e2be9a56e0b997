package io.freshet.engine.compression;

import io.freshet.coding.Coder;
import io.freshet.store.StoreWriter;
import io.freshet.store.StoredBody;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;

/** Content on its way through a coder into the store, as long as that is worth it. Holds only a piece of it at a time. */
final class CodedContent extends OutputStream {

    /** What saves less than this part of the source is not worth a variant. */
    private static final int LEAST_SAVING = 20;

    private static final int PIECE_BYTES = 16 * 1024;

    private final StoreWriter writer;
    private final long longest;
    private long length;

    /** @param sourceLength in bytes */
    CodedContent(StoreWriter writer, long sourceLength) {
        this.writer = writer;
        longest = sourceLength - sourceLength / LEAST_SAVING;
    }

    /**
     * Codes all of {@code source}. May block for the store.
     *
     * @throws IOException where it gets no smaller, the store does not take it, or the thread was interrupted
     */
    void write(StoredBody source, Coder coder) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        try (OutputStream out = coder.onto(this)) {
            Iterator<ByteBuffer> content = source.open();
            while (content.hasNext()) {
                ByteBuffer bytes = content.next();
                while (bytes.hasRemaining()) {
                    if (Thread.interrupted()) {
                        throw new InterruptedIOException("closing");
                    }
                    int size = Math.min(piece.length, bytes.remaining());
                    bytes.get(piece, 0, size);
                    out.write(piece, 0, size);
                }
            }
        }
    }

    /** What was written so far, in bytes. */
    long length() {
        return length;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int size) throws IOException {
        length += size;
        if (length >= longest) {
            throw new IOException("no smaller");
        }
        if (!writer.open()) {
            throw new IOException("the store does not take it");
        }
        writer.write(ByteBuffer.wrap(bytes, offset, size));
    }
}
