package io.freshet.store.redis;

import io.freshet.store.ByteBudget;
import io.freshet.store.CacheKey;
import io.freshet.store.KeyGenerations;
import io.freshet.store.redis.WriteBehind.Effect;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.StreamEntryID;

/** Writes to Redis: within the write buffer, behind the caller, and not at all where the key was removed since. */
final class WritePath {

    /** Enough to let lookups have connections too. */
    private static final int MAX_THREADS = 4;

    /** What a write without content takes of the write buffer: what waits for it, and what it is about. */
    private static final long SMALL_WRITE = 1_024;

    private final EntryTable table;
    private final ByteBudget buffer;
    private final WriteBehind behind;
    private final KeyLocks locks;
    private final KeyGenerations generations = new KeyGenerations();

    /** Of what a lookup sees, on whatever node, as far as is known here. */
    private final KeyGenerations changes = new KeyGenerations();

    private final Overtaking overtaking;
    private final AtomicLong dropped = new AtomicLong();

    /**
     * @param refusals is told of writes that Redis refuses
     * @param bufferBytes the most bytes that may wait to be written
     * @param connections how many connections lookups and writes share
     * @param timeout the longest wait for another write to the same key
     */
    WritePath(
            EntryTable table,
            WriteRefusals refusals,
            Overtaking overtaking,
            long bufferBytes,
            int connections,
            Duration timeout) {
        this.table = table;
        this.overtaking = overtaking;
        buffer = new ByteBudget(bufferBytes);
        behind = new WriteBehind(Math.max(1, Math.min(MAX_THREADS, connections / 2)), refusals);
        locks = new KeyLocks(timeout);
    }

    EntryTable table() {
        return table;
    }

    Overtaking overtaking() {
        return overtaking;
    }

    /** Takes room in the write buffer. Where there is none, the write is dropped, and counted. */
    boolean take(long bytes) {
        boolean taken = buffer.take(bytes);
        if (!taken) {
            dropped.incrementAndGet();
        }
        return taken;
    }

    /** Whether there is room for that much now; a later {@link #take} may still find none. */
    boolean hasRoom(long bytes) {
        return buffer.hasRoom(Math.min(bytes, BodyPart.CAPACITY));
    }

    void give(long bytes) {
        buffer.give(bytes);
    }

    long waiting() {
        return buffer.taken();
    }

    int waitingKeys() {
        return behind.waitingKeys();
    }

    /** How many writes were dropped because the write buffer was full. */
    long dropped() {
        return dropped.get();
    }

    /** Has a write without content done when its turn comes; drops it where the write buffer has no room. */
    void write(RedisKeys redisKeys, Effect effect, Runnable write) {
        write(redisKeys, effect, SMALL_WRITE, write);
    }

    /** Has a write of so many bytes done when its turn comes; drops it where the write buffer has no room. */
    void write(RedisKeys redisKeys, Effect effect, long bytes, Runnable write) {
        if (take(bytes)) {
            submit(redisKeys, effect, bytes, write);
        }
    }

    /** Runs {@code write} when its turn comes, and then gives back the {@code bytes} taken for it. */
    void submit(RedisKeys redisKeys, Effect effect, long bytes, Runnable write) {
        if (effect == Effect.VISIBLE) {
            changed(redisKeys.key());
        }
        behind.submit(redisKeys.key(), effect, write, () -> give(bytes));
    }

    /** A number that changes whenever a lookup may find something else under the key, as far as this node knows. */
    long changes(RedisKeys redisKeys) {
        return changes.of(redisKeys.key());
    }

    /** Another lookup may find something else. */
    void changed(CacheKey key) {
        changes.advance(key);
    }

    /** Other lookups of whatever key may find something else. */
    void changed() {
        changes.advanceAll();
    }

    /** Whether something has been submitted that a lookup must see, and is not done. */
    boolean waits(RedisKeys redisKeys) {
        return behind.waits(redisKeys.key());
    }

    long generation(RedisKeys redisKeys) {
        return generations.of(redisKeys.key());
    }

    /** Runs {@code write} unless the key was removed since {@code generation}. */
    void unlessRemoved(RedisKeys redisKeys, long generation, Runnable write) {
        locks.with(redisKeys.key(), () -> {
            if (generations.of(redisKeys.key()) == generation) {
                write.run();
            }
        });
    }

    /** Voids every write that began before; one of them may be in progress until {@link #remove}. */
    void voidOf(RedisKeys redisKeys) {
        generations.advance(redisKeys.key());
        changed(redisKeys.key());
    }

    /**
     * Removes what is there.
     *
     * @param at where in the log that is said
     */
    void remove(RedisKeys redisKeys, StreamEntryID at) {
        locks.with(redisKeys.key(), () -> table.remove(redisKeys, at));
    }

    /** Voids every write that began before; none of them is in progress any more when this returns. */
    void voidAll() {
        generations.advanceAll();
        changed();
        locks.passAll();
    }

    /** Waits until a lookup sees every write submitted before; false if that takes too long. */
    boolean await(RedisKeys redisKeys, Duration atMost) {
        return behind.await(redisKeys.key(), atMost);
    }

    void close(Duration atMost) {
        behind.close(atMost);
    }
}
