package io.freshet.store.memory;

import io.freshet.store.StoredBody;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;

/** Content in memory. Compared by identity: two bodies are the same only if one is the other. */
final class MemoryBody implements StoredBody {

    private final List<ByteBuffer> parts;
    private final long length;

    /**
     * @param parts read-only, none of them empty
     * @param length of all parts together, in bytes
     */
    MemoryBody(List<ByteBuffer> parts, long length) {
        this.parts = List.copyOf(parts);
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    /** Every reader has positions of its own over the same bytes. */
    @Override
    public Iterator<ByteBuffer> open() {
        Iterator<ByteBuffer> each = parts.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public ByteBuffer next() {
                return each.next().duplicate();
            }
        };
    }
}
