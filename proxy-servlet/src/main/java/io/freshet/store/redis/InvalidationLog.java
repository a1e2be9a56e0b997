package io.freshet.store.redis;

import static io.freshet.store.redis.Script.number;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.Lifespan;
import io.freshet.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/**
 * What was removed, in an order that all nodes agree on: a stream in Redis. Whoever removes something says so here before and
 * after it does; every node reads on from where it is, forgets what it remembers, and knows by the clock of nobody which
 * responses were asked for before a removal. See docs/decisions/0021.
 *
 * <p>What a node has not heard of for {@link CacheStore#HEARD_WITHIN} it does not vouch for: {@link #isCurrent}.
 */
final class InvalidationLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InvalidationLog.class);

    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(250);

    /** A node that was away for more than these forgets everything. */
    private static final int MOST_EVENTS = 100_000;

    private static final int BATCH = 1_000;

    private static final byte[] LIFETIME = number(Lifespan.OF_GROUP_MARK.toMillis());
    private static final String KEY = "key";
    private static final String SINCE = "since";
    private static final byte[] NOTHING = {};

    private final RedisLink link;
    private final KeySpace keys;
    private final Positions positions;

    private volatile Optional<Reader> reader = Optional.empty();

    /** Changed under this only. */
    private volatile StreamEntryID cleared = Positions.START;

    /** @param link for what is said here, and for what must be known at once */
    InvalidationLog(RedisLink link, KeySpace keys, Clock clock) {
        this.link = link;
        this.keys = keys;
        positions = new Positions(clock);
    }

    /** Begins to read, on a thread and a connection of its own, until closed, and lets {@code near} forget what is removed. */
    void follow(RedisLink own, CacheStore near) {
        Reader begun = new Reader(own, near);
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
        link.run(Script.CLEARED, List.of(keys.clearedMark()), List.of(Positions.bytes(at), LIFETIME));
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
                since.map(Positions::bytes).orElse(NOTHING));
        List<byte[]> said = link.run(Script.ANNOUNCE, List.of(keys.log().getBytes(UTF_8)), arguments)
                .orElseThrow(() -> new StoreException("the log of invalidations took nothing"));
        StreamEntryID at = Positions.parse(said.get(0))
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
        // A POST has removed what it changed, and its response tells what came of it (RFC 9110 §9.3.3). Whether
        // something else on this node changed that meanwhile is for the caller to know.
        return head.request().method().equals("POST")
                ? positions.withOwnSince(head.requestTime())
                : positions.at(head.requestTime());
    }

    /** Where everything was last removed: what was asked for before that does not count. May block. */
    StreamEntryID clearedAt() {
        if (!isCurrent()) {
            readCleared();
        }
        return cleared;
    }

    /** Whether this node has heard of all that was said up to {@link CacheStore#HEARD_WITHIN} ago; always where it does not listen. */
    boolean isCurrent() {
        return reader.isEmpty() || reader.get().isCurrent();
    }

    private void readCleared() {
        Optional<byte[]> mark = link.call(redis -> Optional.ofNullable(redis.get(keys.clearedMark())));
        mark.flatMap(Positions::parse).ifPresent(this::raiseCleared);
    }

    private synchronized void raiseCleared(StreamEntryID at) {
        if (cleared.compareTo(at) < 0) {
            cleared = at;
        }
    }

    @Override
    public void close() {
        reader.ifPresent(Reader::end);
    }

    /** Reads what all nodes say, this one included. */
    private final class Reader {

        private final RedisLink own;
        private final CacheStore near;
        private final Thread thread = new Thread(this::run, "freshet-redis-log");
        private StreamEntryID read = Positions.START;
        private boolean begun;
        private boolean connected;

        /** When the last look began that found nothing more. */
        private volatile long confirmed;

        private volatile boolean following;
        private volatile boolean ended;

        Reader(RedisLink own, CacheStore near) {
            this.own = own;
            this.near = near;
            thread.setDaemon(true);
        }

        void start() {
            thread.start();
        }

        boolean isCurrent() {
            return following && System.nanoTime() - confirmed <= CacheStore.HEARD_WITHIN.toNanos();
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
            long asked = System.nanoTime();
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
                near.forget();
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
                near.forget();
            } else {
                near.forget(new CacheKey(key));
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
