package io.freshet.engine.collapsing;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Content that is read while it arrives. Never blocks, but where the content is all in a store: an implementation says so. Not safe for use
 * by several threads at once.
 */
public interface ArrivingContent {

    /** What there is of it now. */
    sealed interface Next {

        /**
         * The next piece.
         *
         * @param bytes read-only, not empty
         * @param last whether it is known that nothing follows
         */
        record Piece(ByteBuffer bytes, boolean last) implements Next {}

        /** Nothing has come yet. */
        record Later() implements Next {}

        /** The content is complete. */
        record End() implements Next {}

        /** The content broke off: the response must be cut off as well. */
        record Broken() implements Next {}

        /**
         * The reader was so slow that the next piece is not in memory any more.
         *
         * @param rest gives all that follows out of the store, or nothing where that has gone as well; may block
         */
        record Behind(Supplier<Optional<Iterator<ByteBuffer>>> rest) implements Next {}
    }

    /**
     * What comes next.
     *
     * @param more run once, on any thread, where the answer is {@link Next.Later}, as soon as there is something else to say; must
     *     not block
     */
    Next next(Runnable more);

    /** Nothing more is read. */
    void close();
}
