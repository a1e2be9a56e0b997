package io.freshet.store.tiered;

import io.freshet.store.RangeReading;
import io.freshet.store.StoreException;
import io.freshet.store.StoredBody;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Content of the far store that stays in memory as it is read from its beginning on; readers behind that have it from here.
 * Safe for use by many threads.
 */
final class GatheredBody implements StoredBody {

    private record Piece(long start, ByteBuffer bytes) {
        long end() {
            return start + bytes.remaining();
        }
    }

    private final StoredBody far;

    /** From the beginning on, without gaps. */
    private final List<Piece> pieces = new ArrayList<>();

    private long gathered;
    private volatile boolean whole;

    GatheredBody(StoredBody far) {
        this.far = far;
    }

    StoredBody far() {
        return far;
    }

    @Override
    public Optional<String> identity() {
        return far.identity();
    }

    @Override
    public long length() {
        return far.length();
    }

    @Override
    public boolean atHand() {
        return whole;
    }

    /** The near tier does not count this any more: nothing is kept for it that is not whole. */
    synchronized void release() {
        // Who was told that all is at hand does not expect to wait.
        if (!whole) {
            pieces.clear();
            gathered = 0;
        }
    }

    private synchronized Optional<Piece> at(long position) {
        if (position >= gathered) {
            return Optional.empty();
        }
        int low = 0;
        int high = pieces.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (pieces.get(middle).start() <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return Optional.of(pieces.get(low));
    }

    private synchronized void add(long start, ByteBuffer bytes) {
        if (start == gathered) {
            pieces.add(new Piece(start, bytes.slice()));
            gathered += bytes.remaining();
            whole = gathered == length();
        }
    }

    @Override
    public Iterator<ByteBuffer> open(long from, long length) throws StoreException {
        Objects.checkFromIndexSize(from, length, length());
        return new Reading(from, from + length);
    }

    private final class Reading extends RangeReading {

        /** The piece of a range may be small, and hold on to much. */
        private final boolean all;

        private Optional<Iterator<ByteBuffer>> farther = Optional.empty();

        Reading(long from, long end) throws StoreException {
            super(from, end);
            all = from == 0 && end == length();
            if (from < end && at(from).isEmpty()) {
                // So that content which has gone is found out before anything is sent.
                farther = Optional.of(far.open(from, end - from));
            }
        }

        @Override
        protected ByteBuffer piece(long position, long end) throws StoreException {
            Optional<Piece> known = farther.isPresent() ? Optional.empty() : at(position);
            if (known.isPresent()) {
                Piece piece = known.get();
                int offset = (int) (position - piece.start());
                return piece.bytes().slice(offset, (int) (Math.min(piece.end(), end) - position));
            }
            if (farther.isEmpty()) {
                farther = Optional.of(far.open(position, end - position));
            }
            ByteBuffer read = farther.get().next();
            if (all) {
                add(position, read);
            }
            return read;
        }
    }
}
