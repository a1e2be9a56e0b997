package io.freshet.store.redis;

import static io.freshet.store.redis.Script.number;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.InvalidationIndex;
import io.freshet.store.InvalidationIndex.Named;
import io.freshet.store.InvalidationIndex.Table;
import io.freshet.store.Lifespan;
import io.freshet.store.Propagation;
import io.freshet.store.ResponseStore;
import io.freshet.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/**
 * What does not count any more, in an order that all nodes agree on: a stream in Redis. Each removal and each
 * invalidation is written here; every node reads on from where it is, forgets what it remembers, and knows without a clock which responses were
 * asked for before. See docs/decisions/0021.
 *
 * <p>What a node has not heard of for {@link ResponseStore#HEARD_WITHIN} it does not vouch for: {@link #isCurrent}.
 */
final class InvalidationLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InvalidationLog.class);

    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final Duration GLANCE = Duration.ofMillis(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(250);

    /** A node that was away for more than these forgets everything. */
    private static final int MOST_EVENTS = 100_000;

    private static final int BATCH = 1_000;

    private static final byte[] LIFETIME = number(Lifespan.OF_INVALIDATION.toMillis());
    private static final String SINCE = "since";

    /** What an event is about: the field that names it, and the table that keeps it when the log has forgotten it. */
    private enum Kind {
        KEY("key", Optional.empty()),
        TAG("tag", Optional.of(Table.TAGS)),
        PREFIX("prefix", Optional.of(Table.PREFIXES)),
        SOFT_NAME("soft-name", Optional.of(Table.SOFT_NAMES)),
        SOFT_PREFIX("soft-prefix", Optional.of(Table.SOFT_PREFIXES)),
        ALL("all", Optional.empty());

        private final String field;
        private final Optional<Table> table;

        Kind(String field, Optional<Table> table) {
            this.field = field;
            this.table = table;
        }

        static Kind of(Table table) {
            return Stream.of(values())
                    .filter(kind -> kind.table.equals(Optional.of(table)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private final RedisLink link;
    private final KeySpace keys;
    private final Duration wait;
    private final Positions positions;
    private final InvalidationIndex<StreamEntryID> invalidations =
            new InvalidationIndex<>(Positions.START, at -> Instant.ofEpochMilli(at.getTime()));
    private final ReentrantLock looking = new ReentrantLock();

    /** Set before the listener's thread begins. */
    private volatile Optional<Listener> listener = Optional.empty();

    // Guarded by looking.
    private StreamEntryID read = Positions.START;
    private boolean begun;

    /** When the last look began that found nothing more; empty before there was one. */
    private volatile Optional<Long> confirmed = Optional.empty();

    /**
     * @param link for what is said here, and to be read while no one {@linkplain #follow follows}
     * @param wait how long who looks something up waits for what is being read
     */
    InvalidationLog(RedisLink link, KeySpace keys, Duration wait, Clock clock) {
        this.link = link;
        this.keys = keys;
        this.wait = wait;
        positions = new Positions(clock);
    }

    /** Begins to read, on a thread and a connection of its own, until closed, and lets {@code near} forget what is removed. */
    void follow(RedisLink own, ResponseStore near) {
        Listener begins = new Listener(own, near);
        listener = Optional.of(begins);
        begins.start();
    }

    /** Says that what was asked for before now does not count any more at {@code key}; returns the place of that in the log. */
    StreamEntryID announceRemoval(CacheKey key) {
        return announce(Kind.KEY, key.value(), Optional.empty());
    }

    /** Says it once more, now that it is done: what a node has read of Redis meanwhile it forgets. */
    void repeat(CacheKey key, StreamEntryID first) {
        announce(Kind.KEY, key.value(), Optional.of(first));
    }

    /** The same of everything. */
    StreamEntryID announceClearing() {
        StreamEntryID at = announce(Kind.ALL, "", Optional.empty());
        invalidations.raiseEverything(at);
        return at;
    }

    void repeatClearing(StreamEntryID first) {
        announce(Kind.ALL, "", Optional.of(first));
    }

    /** The same of what has a name. */
    void announce(Named what) {
        invalidations.raise(what, announce(Kind.of(what.table()), what.name(), Optional.empty()));
    }

    private StreamEntryID announce(Kind kind, String name, Optional<StreamEntryID> since) {
        List<byte[]> names = new ArrayList<>(List.of(keys.log().getBytes(UTF_8), keys.clearedMark()));
        for (Table table : Table.values()) {
            names.add(keys.places(table));
            names.add(keys.orderOf(keys.places(table)));
        }
        List<byte[]> arguments = List.of(
                number(MOST_EVENTS),
                LIFETIME,
                number(kind.table.map(Table::ordinal).orElse(-1) + 1),
                number(kind.table.map(Table::most).orElse(0)),
                kind.field.getBytes(UTF_8),
                name.getBytes(UTF_8),
                since.map(Positions::bytes).orElse(new byte[0]));
        List<byte[]> said = link.run(Script.ANNOUNCE, names, arguments)
                .orElseThrow(() -> new StoreException("the log of invalidations took nothing"));
        StreamEntryID at = Positions.parse(said.get(0))
                .orElseThrow(() -> new StoreException("the log of invalidations is not one"));
        StreamEntryID before = Positions.parse(said.get(1)).orElse(Positions.START);
        if (kind == Kind.KEY) {
            positions.reachedOwn(at, before);
        } else {
            // Of what is covered by a name only, a response that was under way cannot know.
            positions.reached(at);
        }
        return at;
    }

    /** How far the log had got when a response was asked for, at least. */
    StreamEntryID positionOf(StoredHead head) {
        // A POST has removed what it changed, and its response tells what came of it (RFC 9110 §9.3.3). Whether
        // something else on this node changed that meanwhile is for the caller to know.
        return head.request().method().equals("POST")
                ? positions.withOwnSince(head.requestTime())
                : positions.at(head.requestTime());
    }

    /** What has been said, as far as this node has heard. */
    InvalidationIndex<StreamEntryID> heard() {
        return invalidations;
    }

    /** Whether this node has heard of all that was said up to {@link ResponseStore#HEARD_WITHIN} ago; always where it does not listen. */
    boolean isCurrent() {
        return listener.isEmpty() || hasJustLooked();
    }

    /** How many seconds ago it was last known that nothing more was said; not a number before that. */
    double lag() {
        return confirmed.map(at -> (System.nanoTime() - at) / 1e9).orElse(Double.NaN);
    }

    private boolean hasJustLooked() {
        return confirmed
                .filter(at -> System.nanoTime() - at <= Propagation.HEARD_WITHIN.toNanos())
                .isPresent();
    }

    /**
     * Hears of all that was said before, where that is not known by now.
     *
     * @throws StoreException if that takes too long
     */
    void catchUp() throws StoreException {
        if (hasJustLooked()) {
            return;
        }
        if (listener.isPresent()) {
            listener.get().await(wait);
        } else {
            withLock(() -> {
                long end = System.nanoTime() + wait.toNanos();
                while (!hasJustLooked()) {
                    if (System.nanoTime() > end) {
                        throw new StoreException("the log of invalidations cannot be read in time");
                    }
                    look();
                }
            });
        }
    }

    private void withLock(Runnable work) throws StoreException {
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
    private boolean look() {
        long asked = System.nanoTime();
        RedisLink ears = listener.map(Listener::link).orElse(link);
        if (!hasJustLooked()) {
            resume(ears);
        }
        List<StreamEntry> events = ears.readStream(keys.log(), read, BATCH);
        for (StreamEntry event : events) {
            apply(event);
            read = event.getID();
        }
        boolean more = events.size() == BATCH;
        if (!more) {
            confirmed = Optional.of(asked);
        }
        return more;
    }

    /** Goes on from where it was; what it may have missed it cannot know of any more, and then it forgets everything. */
    private void resume(RedisLink ears) {
        StreamEntryID newest = ears.newestOfStream(keys.log()).orElse(Positions.START);
        if (begun && newest.compareTo(read) < 0) {
            // Another log, from a Redis that began anew: no place of the old one means anything in it.
            begun = false;
            positions.restart();
        }
        StreamEntryID from = begun ? read : newest;
        Optional<StreamEntryID> oldest = ears.oldestOfStream(keys.log());
        boolean missed = oldest.isEmpty() || oldest.get().compareTo(from) > 0;
        if (!begun || missed) {
            load(ears);
            invalidations.raiseAllKeys(newest);
            near(ResponseStore::forget);
        }
        read = from;
        positions.reached(from);
        begun = true;
    }

    /** Learns what was said so long ago that the log may have forgotten it. */
    private void load(RedisLink ears) {
        Optional<byte[]> mark = ears.call(redis -> Optional.ofNullable(redis.get(keys.clearedMark())));
        mark.flatMap(Positions::parse).ifPresent(invalidations::raiseEverything);
        for (Table table : Table.values()) {
            load(
                    ears,
                    keys.places(table),
                    at -> invalidations.raiseAll(table, at),
                    (name, at) -> invalidations.raise(new Named(table, name), at));
        }
    }

    /** The latest last, as who knows but some of them wants to know those. */
    private static void load(
            RedisLink ears, byte[] name, Consumer<StreamEntryID> all, BiConsumer<String, StreamEntryID> one) {
        List<Map.Entry<String, StreamEntryID>> places = new ArrayList<>();
        ears.scanHash(name, (field, value) -> places.add(Map.entry(new String(field, UTF_8), placeOf(value))));
        places.sort(Map.Entry.comparingByValue());
        for (Map.Entry<String, StreamEntryID> place : places) {
            if (place.getKey().isEmpty()) {
                all.accept(place.getValue());
            } else {
                one.accept(place.getKey(), place.getValue());
            }
        }
    }

    /** What is no place may be any. */
    private static StreamEntryID placeOf(byte[] text) {
        return Positions.parse(new String(text, US_ASCII)).orElse(Positions.END);
    }

    private void apply(StreamEntry event) {
        Map<String, String> fields = event.getFields();
        StreamEntryID at = event.getID();
        Kind kind = Stream.of(Kind.values())
                .filter(one -> fields.containsKey(one.field))
                .findFirst()
                .orElse(Kind.ALL);
        String name = fields.getOrDefault(kind.field, "");
        if (kind == Kind.KEY) {
            CacheKey key = new CacheKey(name);
            invalidations.raiseKey(key, at);
            near(store -> store.forget(key));
        } else if (kind.table.isPresent()) {
            invalidations.raise(new Named(kind.table.get(), name), at);
        } else {
            // What is no event of ours counts for everything: it costs hits, and nothing else.
            invalidations.raiseEverything(
                    Positions.parse(fields.getOrDefault(SINCE, "")).orElse(at));
            near(ResponseStore::forget);
        }
        positions.reached(at);
    }

    private void near(Consumer<ResponseStore> what) {
        listener.map(Listener::near).ifPresent(what);
    }

    @Override
    public void close() {
        listener.ifPresent(Listener::end);
    }

    /** Keeps this node current. */
    private final class Listener {

        private final RedisLink own;
        private final ResponseStore near;
        private final Thread thread = new Thread(this::run, "freshet-redis-log");
        private volatile boolean ended;

        Listener(RedisLink own, ResponseStore near) {
            this.own = own;
            this.near = near;
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        RedisLink link() {
            return own;
        }

        ResponseStore near() {
            return near;
        }

        private void run() {
            while (!ended) {
                try {
                    if (!lookInTurn()) {
                        // Not a sleep: who waits for it wakes it.
                        LockSupport.parkNanos(PAUSE.toNanos());
                    }
                } catch (InterruptedException closing) {
                    return;
                } catch (RuntimeException failed) {
                    LOG.debug("The log of invalidations cannot be read", failed);
                    pause();
                }
            }
        }

        private boolean lookInTurn() throws InterruptedException {
            looking.lockInterruptibly();
            try {
                return look();
            } finally {
                looking.unlock();
            }
        }

        private void pause() {
            try {
                Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
            } catch (InterruptedException closing) {
                ended = true;
            }
        }

        /** Waits until it has looked. */
        void await(Duration atMost) throws StoreException {
            long end = System.nanoTime() + atMost.toNanos();
            LockSupport.unpark(thread);
            while (!hasJustLooked()) {
                if (System.nanoTime() > end) {
                    throw new StoreException("what was invalidated is not known in time");
                }
                LockSupport.parkNanos(GLANCE.toNanos());
            }
        }

        void end() {
            ended = true;
            thread.interrupt();
            own.close();
        }
    }
}
