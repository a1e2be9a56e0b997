package io.freshet.store.redis;

import io.freshet.store.RangeReading;
import io.freshet.store.StoreException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Content in keys of its own, read one part at a time. */
record PartedBody(EntryTable table, RedisKeys redisKeys, String variant, EntryHeader header) implements RedisBody {

    private static final Logger LOG = LoggerFactory.getLogger(PartedBody.class);

    @Override
    public ByteBuffer inline() {
        return ByteBuffer.allocate(0).asReadOnlyBuffer();
    }

    /** Has the first part before it returns, so that an entry without a body is found out before anything is sent. */
    @Override
    public Iterator<ByteBuffer> open(long from, long length) throws StoreException {
        Objects.checkFromIndexSize(from, length, length());
        return length == 0 ? Collections.emptyIterator() : new Range(from, from + length);
    }

    /** The bytes {@code from} to before {@code end}, of which there is one at least. */
    private final class Range extends RangeReading {

        private final ByteBuffer first;
        private boolean begun;

        Range(long from, long end) throws StoreException {
            super(from, end);
            first = part(indexOf(from));
        }

        @Override
        protected ByteBuffer piece(long position, long end) throws StoreException {
            ByteBuffer part = begun ? part(indexOf(position)) : first;
            begun = true;
            int start = (int) (position % EntryHeader.PART_LENGTH);
            return part.slice(start, (int) Math.min(part.limit() - start, end - position));
        }
    }

    private static int indexOf(long position) {
        return (int) (position / EntryHeader.PART_LENGTH);
    }

    private ByteBuffer part(int index) throws StoreException {
        Optional<byte[]> value = table.readPart(redisKeys, header.bodyId(), index);
        Optional<ByteBuffer> part = value.flatMap(bytes -> BodyPart.open(bytes, header.partLength(index)));
        if (part.isEmpty()) {
            value.ifPresent(bytes -> table.foundDamaged());
            LOG.debug("Part {} of {} is gone or damaged: removing the entry", index, redisKeys.hash());
            table.drop(redisKeys, PackedEntries.packed(variant), header.identity());
            throw new StoreException("a part of the stored content has gone");
        }
        return part.get();
    }
}
