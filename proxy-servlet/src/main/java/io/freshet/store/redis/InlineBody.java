package io.freshet.store.redis;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/** Content that came with its entry. */
record InlineBody(EntryHeader header, ByteBuffer inline) implements RedisBody {

    @Override
    public boolean atHand() {
        return true;
    }

    @Override
    public Iterator<ByteBuffer> open(long from, long length) {
        Objects.checkFromIndexSize(from, length, length());
        return length == 0
                ? Collections.emptyIterator()
                : List.of(inline.slice((int) from, (int) length)).iterator();
    }
}
