package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.store.StoreException;
import io.freshet.store.redis.KeySpace.Place;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Content in keys of its own, read one part at a time. */
record PartedBody(EntryTable table, Place place, String variant, EntryHeader header) implements RedisBody {

    private static final Logger LOG = LoggerFactory.getLogger(PartedBody.class);

    @Override
    public ByteBuffer inline() {
        return ByteBuffer.allocate(0).asReadOnlyBuffer();
    }

    /** Has the first part before it returns, so that an entry without a body is found out before anything is sent. */
    @Override
    public Iterator<ByteBuffer> open() throws StoreException {
        ByteBuffer first = part(0);
        return new Iterator<>() {
            private int index;

            @Override
            public boolean hasNext() {
                return index < header.parts();
            }

            @Override
            public ByteBuffer next() throws StoreException {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                ByteBuffer part = index == 0 ? first : part(index);
                index++;
                return part;
            }
        };
    }

    private ByteBuffer part(int index) throws StoreException {
        Optional<ByteBuffer> part = table.readPart(place, header.bodyId(), index)
                .flatMap(value -> BodyPart.open(value, header.partLength(index)));
        if (part.isEmpty()) {
            LOG.debug("Part {} of {} is gone or damaged: removing the entry", index, place.hash());
            table.drop(place, variant.getBytes(UTF_8), header.identity());
            throw new StoreException("a part of the stored content has gone");
        }
        return part.get();
    }
}
