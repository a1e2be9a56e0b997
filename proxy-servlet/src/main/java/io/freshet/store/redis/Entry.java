package io.freshet.store.redis;

import io.freshet.policy.StoredHead;
import java.nio.ByteBuffer;

/**
 * One stored response as its bytes say.
 *
 * @param inline the body, read-only, if it is inside the entry; else empty
 */
record Entry(EntryHeader header, StoredHead head, ByteBuffer inline) {}
