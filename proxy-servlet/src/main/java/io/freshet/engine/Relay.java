package io.freshet.engine;

import io.freshet.http.ResponseHead;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;

/**
 * Pass the origin's response on: write {@code head}, then give each piece of content first to {@code fill}, then to the client.
 *
 * @param head the head as the client gets it, but for what the connection to the client needs
 * @param withContent whether the client gets the content; where not, it has its whole response with the head, and the
 *     content is for {@code fill} alone
 * @param fill where the content goes to be stored
 * @param stored what comes before the origin's content, and is treated as if it had come from there; {@code next()} may block
 *     for the store and throw {@link io.freshet.store.StoreException}
 * @param behind what to fetch without making the client wait for it
 */
public record Relay(
        ResponseHead head, boolean withContent, Fill fill, Iterator<ByteBuffer> stored, Optional<Refresh> behind)
        implements Step {}
