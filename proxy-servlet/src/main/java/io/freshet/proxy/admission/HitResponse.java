package io.freshet.proxy.admission;

import io.freshet.http.ResponseHead;
import java.nio.ByteBuffer;
import java.util.Iterator;

/**
 * A whole answer out of memory; nothing of it blocks.
 *
 * @param head the head as it goes to the client, ready to be written
 * @param content the content, in order: read-only buffers
 */
public record HitResponse(ResponseHead head, Iterator<ByteBuffer> content) {}
