package io.freshet.store;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;

/** The content of a stored response. Can be read any number of times, by several readers at once. */
public interface StoredBody {

    /** The length in bytes, 0 or more. */
    long length();

    /** Whether all of it is in this process' memory, so that reading it never blocks. */
    default boolean atHand() {
        return false;
    }

    /**
     * What is equal for the same content of the same stored response, also after that was freshened, and for no other in this store;
     * empty where that cannot be told.
     */
    default Optional<String> identity() {
        return Optional.empty();
    }

    /** Opens the whole content, as {@link #open(long, long)} does. */
    default Iterator<ByteBuffer> open() throws StoreException {
        return open(0, length());
    }

    /**
     * Opens a range of the content. What comes out are read-only buffers, in order, none of them empty; together they have
     * {@code length} bytes. {@code next()} may block for I/O, bounded by the store's own timeout, and throws {@link
     * StoreException} when a part has gone.
     *
     * @param from the first byte of the range, 0 to {@link #length()}
     * @param length how many bytes, 0 or more; the range ends within the content
     * @throws StoreException if the range, or its first part, cannot be had; the entry is then as good as absent
     * @throws IndexOutOfBoundsException if the content has no such range
     */
    Iterator<ByteBuffer> open(long from, long length) throws StoreException;
}
