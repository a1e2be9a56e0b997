package io.freshet.store.redis;

import io.freshet.store.StoredBody;
import java.nio.ByteBuffer;

/** Content in Redis; knows the entry that it belongs to. */
sealed interface RedisBody extends StoredBody permits InlineBody, PartedBody {

    EntryHeader header();

    /** The content, read-only, if it is inside the entry; else empty. */
    ByteBuffer inline();

    @Override
    default long length() {
        return header().bodyLength();
    }
}
