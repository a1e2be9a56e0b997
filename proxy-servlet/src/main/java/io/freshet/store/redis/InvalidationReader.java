package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.store.CacheKey;
import io.freshet.store.InvalidationIndex;
import io.freshet.store.InvalidationIndex.Named;
import io.freshet.store.InvalidationIndex.Table;
import io.freshet.store.Propagation;
import io.freshet.store.ResponseStore;
import io.freshet.store.StoreException;
import io.freshet.store.redis.LogEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/** Reads the log of invalidations from where this node is, and applies what it says. Safe for use by many threads. */
final class InvalidationReader {

    private static final int BATCH = 1_000;

    private final KeySpace keys;
    private final Positions positions;
    private final InvalidationIndex<StreamEntryID> invalidations;
    private final ReentrantLock looking = new ReentrantLock();

    /** What is to forget what is removed. Set before a listener's thread begins. */
    private volatile Optional<ResponseStore> near = Optional.empty();

    // Guarded by looking.
    private StreamEntryID read = Positions.START;
    private boolean begun;

    /** When the last look began that found nothing more; empty before there was one. */
    private volatile Optional<Long> confirmed = Optional.empty();

    /** @param invalidations learns what was invalidated */
    InvalidationReader(KeySpace keys, Positions positions, InvalidationIndex<StreamEntryID> invalidations) {
        this.keys = keys;
        this.positions = positions;
        this.invalidations = invalidations;
    }

    /** Has {@code store} forget what is removed from now on. */
    void forgetIn(ResponseStore store) {
        near = Optional.of(store);
    }

    /** How many seconds ago it was last known that nothing more was said; not a number before that. */
    double lag() {
        return confirmed.map(at -> (System.nanoTime() - at) / 1e9).orElse(Double.NaN);
    }

    /** Whether all is known that was said up to {@link Propagation#HEARD_WITHIN} ago. */
    boolean hasJustLooked() {
        return confirmed
                .filter(at -> System.nanoTime() - at <= Propagation.HEARD_WITHIN.toNanos())
                .isPresent();
    }

    /** Reads one batch when it is this thread's turn; returns whether there is more. */
    boolean lookInTurn(RedisLink link) throws InterruptedException {
        looking.lockInterruptibly();
        try {
            return look(link);
        } finally {
            looking.unlock();
        }
    }

    /**
     * Reads until there is no more.
     *
     * @param wait the longest wait for another thread that reads, and the longest time to read
     * @throws StoreException if that takes too long
     */
    void catchUp(RedisLink link, Duration wait) throws StoreException {
        withLock(wait, () -> {
            long end = System.nanoTime() + wait.toNanos();
            while (!hasJustLooked()) {
                if (System.nanoTime() > end) {
                    throw new StoreException("the log of invalidations cannot be read in time");
                }
                look(link);
            }
        });
    }

    private void withLock(Duration wait, Runnable work) throws StoreException {
        try {
            if (!looking.tryLock(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoreException("the log of invalidations is being read for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted", e);
        }
        try {
            work.run();
        } finally {
            looking.unlock();
        }
    }

    /** One batch; whether there is more. Only with the lock. */
    private boolean look(RedisLink link) {
        long asked = System.nanoTime();
        if (!hasJustLooked()) {
            resume(link);
        }
        List<StreamEntry> events = link.readStream(keys.log(), read, BATCH);
        for (StreamEntry event : events) {
            apply(LogEvent.read(event));
            read = event.getID();
            positions.reached(read);
        }
        boolean more = events.size() == BATCH;
        if (!more) {
            confirmed = Optional.of(asked);
        }
        return more;
    }

    /** Reads on from where this node is. Where the log has lost events since, the node forgets everything. */
    private void resume(RedisLink link) {
        StreamEntryID newest = link.newestOfStream(keys.log()).orElse(Positions.START);
        if (begun && newest.compareTo(read) < 0) {
            // Another log, from a Redis that began anew: no position of the old one means anything in it.
            begun = false;
            positions.restart();
        }
        StreamEntryID from = begun ? read : newest;
        Optional<StreamEntryID> oldest = link.oldestOfStream(keys.log());
        boolean missed = oldest.isEmpty() || oldest.get().compareTo(from) > 0;
        if (!begun || missed) {
            load(link);
            invalidations.raiseAllKeys(newest);
            near.ifPresent(ResponseStore::forget);
        }
        read = from;
        positions.reached(from);
        begun = true;
    }

    /** Reads the tables, which keep what the log itself may have lost. */
    private void load(RedisLink link) {
        Optional<byte[]> mark = link.call(redis -> Optional.ofNullable(redis.get(keys.clearedMark())));
        mark.flatMap(Positions::parse).ifPresent(invalidations::raiseEverything);
        for (Table table : Table.values()) {
            load(
                    link,
                    keys.positions(table),
                    at -> invalidations.raiseAll(table, at),
                    (name, at) -> invalidations.raise(new Named(table, name), at));
        }
    }

    /** Applies the latest last: an index that has room for some of them keeps those. */
    private static void load(
            RedisLink link, byte[] name, Consumer<StreamEntryID> all, BiConsumer<String, StreamEntryID> one) {
        List<Map.Entry<String, StreamEntryID>> entries = new ArrayList<>();
        link.scanHash(name, (field, value) -> entries.add(Map.entry(new String(field, UTF_8), positionOf(value))));
        entries.sort(Map.Entry.comparingByValue());
        for (Map.Entry<String, StreamEntryID> entry : entries) {
            if (entry.getKey().isEmpty()) {
                all.accept(entry.getValue());
            } else {
                one.accept(entry.getKey(), entry.getValue());
            }
        }
    }

    /** Text that is no position may stand for any: the last one counts. */
    private static StreamEntryID positionOf(byte[] text) {
        return Positions.parse(new String(text, US_ASCII)).orElse(Positions.END);
    }

    private void apply(LogEvent event) {
        if (event.kind() == Kind.KEY) {
            CacheKey key = new CacheKey(event.name());
            invalidations.raiseKey(key, event.at());
            near.ifPresent(store -> store.forget(key));
        } else if (event.kind().table().isPresent()) {
            invalidations.raise(new Named(event.kind().table().get(), event.name()), event.at());
        } else {
            invalidations.raiseEverything(event.at());
            near.ifPresent(ResponseStore::forget);
        }
    }
}
