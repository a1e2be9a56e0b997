package io.freshet.store.redis;

import static io.freshet.store.redis.Script.number;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.InvalidationListener;
import io.freshet.store.Lifespan;
import io.freshet.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/**
 * What was removed, in an order that all nodes agree on: a stream in Redis. Whoever removes something says so here before and
 * after it does; every node reads on from where it is, forgets what it remembers, and knows by the clock of nobody which
 * responses were asked for before a removal. See docs/decisions/0021.
 *
 * <p>What a node has not heard of for {@link #WINDOW} it does not vouch for: {@link #isCurrent}.
 */
final class InvalidationLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InvalidationLog.class);

    /** How old the last look at the log may be while memory answers without Redis. */
    static final Duration WINDOW = CacheStore.HEARD_WITHIN;

    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(250);

    /** A node that was away for more than these forgets everything. */
    private static final int MOST_EVENTS = 100_000;

    private static final int BATCH = 1_000;

    private static final byte[] LIFETIME = number(Lifespan.OF_GROUP_MARK.toMillis());
    private static final String KEY = "key";
    private static final String SINCE = "since";

    private final RedisLink link;
    private final KeySpace keys;
    private final Positions positions;
    private final LongSupplier nanoTime;
    private final AtomicReference<StreamEntryID> cleared = new AtomicReference<>(Positions.START);

    private volatile Optional<Reader> reader = Optional.empty();

    /** @param link for what is said here, and for what must be known at once */
    InvalidationLog(RedisLink link, KeySpace keys, Clock clock, LongSupplier nanoTime) {
        this.link = link;
        this.keys = keys;
        this.nanoTime = nanoTime;
        positions = new Positions(clock);
    }

    /** Begins to read, on a thread and a connection of its own, until closed. */
    void follow(RedisLink own, InvalidationListener listener) {
        Reader begun = new Reader(own, listener);
        reader = Optional.of(begun);
        begun.start();
    }

    /** Says that what was asked for before now does not count any more at {@code key}; returns the place of that in the log. */
    StreamEntryID announceRemoval(CacheKey key) {
        return announce(Optional.of(key), Optional.empty());
    }

    /** Says it once more, now that it is done: what a node has read of Redis meanwhile it forgets. */
    void repeat(CacheKey key, StreamEntryID first) {
        announce(Optional.of(key), Optional.of(first));
    }

    /** The same of everything. */
    StreamEntryID announceClearing() {
        StreamEntryID at = announce(Optional.empty(), Optional.empty());
        link.run(Script.CLEARED, List.of(keys.clearedMark()), List.of(text(at), LIFETIME));
        raiseCleared(at);
        return at;
    }

    void repeatClearing(StreamEntryID first) {
        announce(Optional.empty(), Optional.of(first));
    }

    private StreamEntryID announce(Optional<CacheKey> key, Optional<StreamEntryID> since) {
        List<byte[]> arguments = List.of(
                number(MOST_EVENTS),
                LIFETIME,
                key.map(CacheKey::value).orElse("").getBytes(UTF_8),
                since.map(StreamEntryID::toString).orElse("").getBytes(UTF_8));
        List<byte[]> said = link.run(Script.ANNOUNCE, List.of(keys.log().getBytes(UTF_8)), arguments)
                .orElseThrow(() -> new StoreException("the log of invalidations took nothing"));
        StreamEntryID at = Positions.parse(new String(said.get(0), UTF_8))
                .orElseThrow(() -> new StoreException("the log of invalidations is not one"));
        positions.reachedOwn(at);
        return at;
    }

    /**
     * How far the log had got when a response was asked for, at least. Where this node does not listen, nobody can tell, and it counts
     * as made after everything.
     */
    StreamEntryID positionOf(StoredHead head) {
        if (reader.isEmpty()) {
            return Positions.END;
        }
        // What an unsafe request changed it has removed itself, and its response is about what came of it (RFC 9110
        // §9.3.3). That
        // nothing else on this node changed it meanwhile is looked after by who stores it.
        return head.request().method().equals("POST")
                ? positions.withOwnSince(head.requestTime())
                : positions.at(head.requestTime());
    }

    /** Whether everything was removed since the log was at {@code position}. May block. */
    boolean clearedSince(StreamEntryID position) {
        if (!isCurrent()) {
            readCleared();
        }
        return position.compareTo(cleared.get()) < 0;
    }

    /** Whether this node has heard of all that was said up to {@link #WINDOW} ago; always where it does not listen. */
    boolean isCurrent() {
        return reader.isEmpty() || reader.get().isCurrent();
    }

    private void readCleared() {
        Optional<byte[]> mark = link.call(redis -> Optional.ofNullable(redis.get(keys.clearedMark())));
        mark.flatMap(bytes -> Positions.parse(new String(bytes, UTF_8))).ifPresent(this::raiseCleared);
    }

    private void raiseCleared(StreamEntryID at) {
        cleared.accumulateAndGet(at, (one, other) -> one.compareTo(other) < 0 ? other : one);
    }

    private static byte[] text(StreamEntryID at) {
        return at.toString().getBytes(UTF_8);
    }

    @Override
    public void close() {
        reader.ifPresent(Reader::end);
    }

    /** Reads what all nodes say, this one included. */
    private final class Reader {

        private final RedisLink own;
        private final InvalidationListener listener;
        private final Thread thread = new Thread(this::run, "freshet-redis-log");
        private StreamEntryID read = Positions.START;
        private boolean begun;
        private boolean connected;

        /** When the last look began that found nothing more. */
        private volatile long confirmed;

        private volatile boolean following;
        private volatile boolean ended;

        Reader(RedisLink own, InvalidationListener listener) {
            this.own = own;
            this.listener = listener;
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        boolean isCurrent() {
            return following && nanoTime.getAsLong() - confirmed <= WINDOW.toNanos();
        }

        private void run() {
            while (!ended) {
                try {
                    look();
                    Thread.sleep(PAUSE.toMillis());
                } catch (InterruptedException closing) {
                    return;
                } catch (RuntimeException failed) {
                    connected = false;
                    LOG.debug("The log of invalidations cannot be read", failed);
                    pause();
                }
            }
        }

        private void pause() {
            try {
                Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
            } catch (InterruptedException closing) {
                ended = true;
            }
        }

        private void look() {
            long asked = nanoTime.getAsLong();
            if (!connected) {
                connect();
            }
            List<StreamEntry> events = own.readStream(keys.log(), read, BATCH);
            for (StreamEntry event : events) {
                apply(event);
                read = event.getID();
            }
            if (events.size() < BATCH) {
                confirmed = asked;
                following = true;
            }
        }

        /** Goes on from where it was; what it may have missed it cannot know of any more, and then it forgets everything. */
        private void connect() {
            Optional<StreamEntryID> oldest = own.oldestOfStream(keys.log());
            if (!begun) {
                read = own.newestOfStream(keys.log()).orElse(Positions.START);
            }
            boolean missed = oldest.isEmpty() || oldest.get().compareTo(read) > 0;
            if (!begun || missed) {
                readCleared();
                listener.everythingRemoved();
            }
            positions.reached(read);
            begun = true;
            connected = true;
        }

        private void apply(StreamEntry event) {
            String key = event.getFields().getOrDefault(KEY, "");
            if (key.isEmpty()) {
                // What is no event of ours counts for everything: it costs hits, and nothing else.
                raiseCleared(Positions.parse(event.getFields().getOrDefault(SINCE, ""))
                        .orElse(event.getID()));
                listener.everythingRemoved();
            } else {
                listener.removed(new CacheKey(key));
            }
            positions.reached(event.getID());
        }

        void end() {
            ended = true;
            thread.interrupt();
            own.close();
        }
    }
}
