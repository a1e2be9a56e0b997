package io.freshet.store.redis;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Content that came with its entry. */
record InlineBody(EntryHeader header, ByteBuffer inline) implements RedisBody {

    @Override
    public Iterator<ByteBuffer> open() {
        return inline.hasRemaining() ? List.of(inline.duplicate()).iterator() : Collections.emptyIterator();
    }
}
