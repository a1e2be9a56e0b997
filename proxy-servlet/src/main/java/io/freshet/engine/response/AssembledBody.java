package io.freshet.engine.response;

import io.freshet.engine.lookup.Candidates;
import io.freshet.http.ByteRange;
import io.freshet.policy.StoredParts;
import io.freshet.store.StoreException;
import io.freshet.store.StoredBody;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The content of a representation as far as it is stored in parts. Only ranges that the parts cover can be opened.
 *
 * @param parts which bytes are where
 * @param candidates the stored responses that the parts are
 */
public record AssembledBody(StoredParts parts, Candidates candidates) implements StoredBody {

    /** Of the whole, as far as it is known; else to the end of the last part. */
    @Override
    public long length() {
        return parts.completeLength().orElseGet(() -> parts.parts().stream()
                .mapToLong(part -> part.where().range().last() + 1)
                .max()
                .orElse(0));
    }

    @Override
    public Iterator<ByteBuffer> open(long from, long length) throws StoreException {
        if (length == 0) {
            return Collections.emptyIterator();
        }
        List<StoredParts.Piece> pieces = parts.covering(new ByteRange(from, from + length - 1))
                .orElseThrow(() -> new IndexOutOfBoundsException("a range that is not stored"));
        return Concatenation.of(pieces.stream().map(this::opening).toList());
    }

    private Supplier<Iterator<ByteBuffer>> opening(StoredParts.Piece piece) {
        return () -> candidates.with(piece.part()).body().open(piece.offset(), piece.length());
    }
}
