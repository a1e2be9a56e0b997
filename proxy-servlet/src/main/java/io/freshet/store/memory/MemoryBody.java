package io.freshet.store.memory;

import io.freshet.store.RangeReading;
import io.freshet.store.StoredBody;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Content in memory. Compared by identity: two bodies are the same only if one is the other. */
final class MemoryBody implements StoredBody {

    private static final AtomicLong MADE = new AtomicLong();

    private final long number = MADE.incrementAndGet();
    private final List<ByteBuffer> parts;

    /** Where in the content each part begins. */
    private final long[] starts;

    private final long length;

    /**
     * @param parts read-only, from their beginning on, none of them empty
     * @param length of all parts together, in bytes
     */
    MemoryBody(List<ByteBuffer> parts, long length) {
        this.parts = List.copyOf(parts);
        this.length = length;
        starts = new long[parts.size()];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + parts.get(i - 1).limit();
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Optional<String> identity() {
        return Optional.of(Long.toString(number));
    }

    @Override
    public boolean atHand() {
        return true;
    }

    /** Every reader has positions of its own over the same bytes. */
    @Override
    public Iterator<ByteBuffer> open(long from, long length) {
        Objects.checkFromIndexSize(from, length, this.length);
        return new RangeReading(from, from + length) {
            @Override
            protected ByteBuffer piece(long position, long end) {
                int index = partWith(position);
                ByteBuffer part = parts.get(index);
                int start = (int) (position - starts[index]);
                return part.slice(start, (int) Math.min(part.limit() - start, end - position));
            }
        };
    }

    private int partWith(long position) {
        int found = Arrays.binarySearch(starts, position);
        return found < 0 ? -found - 2 : found;
    }
}
