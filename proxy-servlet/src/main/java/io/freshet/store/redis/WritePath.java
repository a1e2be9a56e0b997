package io.freshet.store.redis;

import io.freshet.store.ByteBudget;
import io.freshet.store.KeyGenerations;
import io.freshet.store.redis.KeySpace.Place;
import io.freshet.store.redis.WriteBehind.Effect;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.StreamEntryID;

/** The way of everything that is written: within the write buffer, behind its caller, and void if its key was removed. */
final class WritePath {

    /** Enough to let lookups have connections too. */
    private static final int MAX_THREADS = 4;

    /** What a write without content takes of the write buffer: what waits for it, and what it is about. */
    private static final long SMALL_WRITE = 1_024;

    private final EntryTable table;
    private final ByteBudget buffer;
    private final WriteBehind behind;
    private final KeyLocks locks;
    private final KeyGenerations epochs = new KeyGenerations();
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

    /** Takes room in the write buffer. Without it there is nothing to be done but to drop the write, which is counted. */
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
    void write(Place place, Effect effect, Runnable write) {
        write(place, effect, SMALL_WRITE, write);
    }

    /** Has a write of so many bytes done when its turn comes; drops it where the write buffer has no room. */
    void write(Place place, Effect effect, long bytes, Runnable write) {
        if (take(bytes)) {
            submit(place, effect, bytes, write);
        }
    }

    /** Runs {@code write} when its turn comes, and then gives back the {@code bytes} taken for it. */
    void submit(Place place, Effect effect, long bytes, Runnable write) {
        behind.submit(place.key(), effect, write, () -> give(bytes));
    }

    long epoch(Place place) {
        return epochs.of(place.key());
    }

    /** Runs {@code write} unless the key was removed since {@code epoch}. */
    void unlessRemoved(Place place, long epoch, Runnable write) {
        locks.with(place.key(), () -> {
            if (epochs.of(place.key()) == epoch) {
                write.run();
            }
        });
    }

    /** Voids every write that began before; one of them may be in progress until {@link #remove}. */
    void voidOf(Place place) {
        epochs.advance(place.key());
    }

    /**
     * Removes what is there.
     *
     * @param at where in the log that is said
     */
    void remove(Place place, StreamEntryID at) {
        locks.with(place.key(), () -> table.remove(place, at));
    }

    /** Voids every write that began before; none of them is in progress any more when this returns. */
    void voidAll() {
        epochs.advanceAll();
        locks.passAll();
    }

    /** Waits until a lookup sees every write submitted before; false if that takes too long. */
    boolean await(Place place, Duration atMost) {
        return behind.await(place.key(), atMost);
    }

    void close(Duration atMost) {
        behind.close(atMost);
    }
}
