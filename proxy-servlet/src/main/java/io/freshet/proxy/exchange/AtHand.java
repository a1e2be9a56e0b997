package io.freshet.proxy.exchange;

import io.freshet.engine.collapsing.ArrivingContent;
import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * Content that has arrived already.
 *
 * @param content {@code next()} may block for the store, and throw {@link io.freshet.store.StoreException}
 */
public record AtHand(Iterator<ByteBuffer> content) implements ArrivingContent {

    @Override
    public Next next(Runnable more) {
        if (!content.hasNext()) {
            return new Next.End();
        }
        ByteBuffer piece = content.next();
        return new Next.Piece(piece, !content.hasNext());
    }

    @Override
    public void close() {}
}
