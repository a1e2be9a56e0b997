package io.freshet.store.redis;

import io.freshet.policy.StoredHead;
import io.freshet.store.HeadSize;
import io.freshet.store.StoreException;
import io.freshet.store.StoreWriter;
import io.freshet.store.redis.WriteBehind.Effect;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.LongSupplier;
import redis.clients.jedis.StreamEntryID;

/**
 * Sends a large body to Redis part by part as it arrives, and a small one with its head when it is complete. Every byte
 * held here, or waiting to be written, is taken from the write buffer.
 */
final class RedisWriter implements StoreWriter {

    private static final byte[] NO_BYTES = {};
    private static final int FIRST_BUFFER = 8 * 1024;

    private final WritePath path;
    private final Target target;
    private final RedisKeys redisKeys;
    private final long maxLength;
    private final boolean promising;
    private final LongSupplier storedMicros;
    private final long generation;
    private final UUID bodyId = UUID.randomUUID();

    private byte[] buffer = NO_BYTES;
    private int filled;
    private int parts;
    private long length;
    private boolean open = true;

    /** A part could not be written. Saves further work only: without all its parts a commit has no effect anyway. */
    private volatile boolean failed;

    /**
     * Where a response is stored, and all of it but its content.
     *
     * @param expires when the entry expires
     * @param asked how far the log of invalidations had got when the response was asked for
     */
    record Target(RedisKeys redisKeys, String variant, StoredHead head, Instant expires, StreamEntryID asked) {}

    /**
     * @param maxLength the most content that is stored, in bytes
     * @param promising whether it is likely that the response is stored
     * @param storedMicros when the response is stored, asked when it is complete
     */
    RedisWriter(WritePath path, Target target, long maxLength, boolean promising, LongSupplier storedMicros) {
        this.path = path;
        this.target = target;
        this.maxLength = maxLength;
        this.promising = promising;
        this.storedMicros = storedMicros;
        redisKeys = target.redisKeys();
        generation = path.generation(redisKeys);
    }

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public boolean promising() {
        return open && promising;
    }

    @Override
    public void write(ByteBuffer content) {
        ByteBuffer source = content.duplicate();
        length += source.remaining();
        while (open && source.hasRemaining()) {
            if (failed || length > maxLength || !append(source)) {
                discard();
            } else if (filled == EntryHeader.PART_LENGTH) {
                sendPart();
            }
        }
    }

    /** Moves as much to the buffer as that may hold; false if the write buffer has no room for it. */
    private boolean append(ByteBuffer source) {
        int more = Math.min(source.remaining(), EntryHeader.PART_LENGTH - filled);
        int needed = filled + more + Checksum.LENGTH;
        if (needed > buffer.length) {
            int capacity = Math.min(BodyPart.CAPACITY, Math.max(needed, Math.max(FIRST_BUFFER, 2 * buffer.length)));
            if (!path.take(capacity - buffer.length)) {
                return false;
            }
            buffer = Arrays.copyOf(buffer, capacity);
        }
        source.get(buffer, filled, more);
        filled += more;
        return true;
    }

    private void sendPart() {
        byte[] full = buffer;
        int size = filled;
        int index = parts++;
        buffer = NO_BYTES;
        filled = 0;
        path.submit(redisKeys, Effect.HIDDEN, full.length, () -> writePart(index, BodyPart.seal(full, size)));
    }

    private void writePart(int index, byte[] value) {
        if (!failed && path.generation(redisKeys) == generation) {
            try {
                path.table().writePart(redisKeys, bodyId, index, value, target.expires());
            } catch (StoreException e) {
                failed = true;
                throw e;
            }
        }
    }

    @Override
    public void commit() {
        if (!open) {
            return;
        }
        long headSize = HeadSize.of(redisKeys.key(), target.variant(), target.head());
        if (failed || !path.take(headSize)) {
            discard();
            return;
        }
        open = false;
        if (filled > 0 && (parts > 0 || filled > EntryHeader.MAX_INLINE)) {
            sendPart();
        }
        byte[] held = buffer;
        ByteBuffer inline = ByteBuffer.wrap(held, 0, filled);
        buffer = NO_BYTES;
        Entry entry = new Entry(
                new EntryHeader(bodyId, target.expires(), storedMicros.getAsLong(), parts, length, target.asked()),
                target.head(),
                inline);
        path.submit(redisKeys, Effect.VISIBLE, headSize + held.length, () -> commit(entry));
    }

    private void commit(Entry entry) {
        boolean[] visible = {false};
        path.unlessRemoved(redisKeys, generation, () -> visible[0] = makeVisible(entry));
        if (!visible[0]) {
            removeParts(entry.header().parts());
        }
    }

    private boolean makeVisible(Entry entry) {
        if (path.overtaking()
                .overtakes(redisKeys.key(), target.variant(), target.head().requestTime())) {
            return false;
        }
        boolean visible = path.table().commit(redisKeys, target.variant(), entry);
        if (visible) {
            path.overtaking()
                    .visible(redisKeys.key(), target.variant(), target.head().requestTime());
        } else {
            // A client has got something newer than what may be there, which another node has stored.
            path.table().drop(redisKeys, PackedEntries.packed(target.variant()), NO_BYTES);
        }
        return visible;
    }

    @Override
    public void discard() {
        if (!open) {
            return;
        }
        open = false;
        path.give(buffer.length);
        buffer = NO_BYTES;
        if (parts > 0) {
            int written = parts;
            path.submit(redisKeys, Effect.HIDDEN, 0, () -> removeParts(written));
        }
    }

    private void removeParts(int count) {
        if (count > 0) {
            path.table().removeParts(redisKeys, bodyId, count);
        }
    }
}
