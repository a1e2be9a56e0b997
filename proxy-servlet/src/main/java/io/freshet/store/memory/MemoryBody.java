package io.freshet.store.memory;

import io.freshet.store.RangeReading;
import io.freshet.store.StoredBody;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Content in memory. Two bodies are the same only if they have the same number. */
final class MemoryBody implements StoredBody {

    private final byte[][] parts;

    /** Where in the content each part begins; the first one begins before it, where a head is in front. */
    private final long[] starts;

    private final long length;
    private final long number;

    /**
     * @param parts none of them empty but where all is
     * @param start how much of the first part is no content
     * @param length of the content, in bytes
     * @param number which no other content has
     */
    MemoryBody(byte[][] parts, int start, long length, long number) {
        this.parts = parts;
        this.length = length;
        this.number = number;
        starts = new long[parts.length];
        if (parts.length > 0) {
            starts[0] = -start;
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + parts[i - 1].length;
        }
    }

    long number() {
        return number;
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
                int offset = (int) (position - starts[index]);
                int size = (int) Math.min(parts[index].length - offset, end - position);
                return ByteBuffer.wrap(parts[index], offset, size).slice().asReadOnlyBuffer();
            }
        };
    }

    private int partWith(long position) {
        int found = Arrays.binarySearch(starts, position);
        return found < 0 ? -found - 2 : found;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemoryBody same && same.number == number;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}
