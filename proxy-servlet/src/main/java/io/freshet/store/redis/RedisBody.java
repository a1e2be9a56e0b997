package io.freshet.store.redis;

import io.freshet.store.StoredBody;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Content in Redis; knows the entry that it belongs to. */
interface RedisBody extends StoredBody {

    EntryHeader header();

    /** The content, read-only, if it is inside the entry; else empty. */
    ByteBuffer inline();

    @Override
    default Optional<String> identity() {
        return Optional.of(header().bodyId().toString());
    }

    @Override
    default long length() {
        return header().bodyLength();
    }
}
