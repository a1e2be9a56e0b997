package io.freshet.engine;

import io.freshet.http.ResponseHead;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;

/**
 * A response that is ready: write its head, then its content.
 *
 * @param head the head as the client gets it, but for what the connection to the client needs
 * @param content the content, in order; empty where the request or the status allows none. {@code next()} may block for the
 *     store, and throws {@link io.freshet.store.StoreException} when a part has gone; the response must then be cut off
 * @param behind what to fetch without making the client wait for it
 */
public record Answer(ResponseHead head, Iterator<ByteBuffer> content, Optional<Refresh> behind) implements Step {

    /** An answer with nothing to be done behind it. */
    public Answer(ResponseHead head, Iterator<ByteBuffer> content) {
        this(head, content, Optional.empty());
    }

    Answer with(Optional<Refresh> refresh) {
        return new Answer(head, content, refresh);
    }
}
