package io.freshet.store;

import java.nio.ByteBuffer;
import java.util.Iterator;

/** The content of a stored response. Can be read any number of times, by several readers at once. */
public interface StoredBody {

    /** The length in bytes, 0 or more. */
    long length();

    /**
     * Opens the content. What comes out are read-only buffers, in order, none of them empty; together they have {@link
     * #length()} bytes. {@code next()} may block for I/O, bounded by the store's own timeout, and throws {@link
     * StoreException} when a part has gone.
     *
     * @throws StoreException if the content, or its first part, cannot be had; the entry is then as good as absent
     */
    Iterator<ByteBuffer> open() throws StoreException;
}
