package io.freshet.store.redis;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.InvalidationIndex;
import io.freshet.store.InvalidationIndex.Named;
import io.freshet.store.Propagation;
import io.freshet.store.ResponseStore;
import io.freshet.store.StoreException;
import io.freshet.store.redis.LogEvent.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import redis.clients.jedis.StreamEntryID;

/**
 * What does not count any more, in an order that all nodes agree on: a stream in Redis. Each removal and each
 * invalidation is written here; every node reads on from where it is, forgets what it remembers, and knows without a clock which responses were
 * asked for before. See docs/decisions/0021.
 *
 * <p>What a node has not heard of for {@link Propagation#HEARD_WITHIN} it does not vouch for: {@link #isCurrent}.
 */
final class InvalidationLog implements AutoCloseable {

    private final RedisLink link;
    private final Duration wait;
    private final Positions positions;
    private final InvalidationIndex<StreamEntryID> invalidations =
            new InvalidationIndex<>(Positions.START, at -> Instant.ofEpochMilli(at.getTime()));
    private final InvalidationAnnouncer announcer;
    private final InvalidationReader reader;
    private volatile Optional<InvalidationListener> listener = Optional.empty();

    /**
     * @param link for what is written here, and to read while there is no {@linkplain #follow listener}
     * @param wait how long a lookup waits for what is being read
     */
    InvalidationLog(RedisLink link, KeySpace keys, Duration wait, Clock clock) {
        this.link = link;
        this.wait = wait;
        positions = new Positions(clock);
        announcer = new InvalidationAnnouncer(link, keys, positions);
        reader = new InvalidationReader(keys, positions, invalidations);
    }

    /** Begins to read, on a thread and a connection of its own, until closed, and lets {@code near} forget what is removed. */
    void follow(RedisLink own, ResponseStore near) {
        InvalidationListener begins = new InvalidationListener(own, reader);
        reader.forgetIn(near);
        listener = Optional.of(begins);
        begins.start();
    }

    /** Says that what was asked for before now does not count any more at {@code key}; returns where in the log that is. */
    StreamEntryID announceRemoval(CacheKey key) throws StoreException {
        return announcer.announce(Kind.KEY, key.value(), Optional.empty());
    }

    /** Says a removal once more, now that it is done: what a node has read of Redis meanwhile it forgets. */
    void repeat(CacheKey key, StreamEntryID first) throws StoreException {
        announcer.announce(Kind.KEY, key.value(), Optional.of(first));
    }

    /** Says that nothing that was asked for before now counts any more; returns where in the log that is. */
    StreamEntryID announceClearing() throws StoreException {
        StreamEntryID at = announcer.announce(Kind.ALL, "", Optional.empty());
        invalidations.raiseEverything(at);
        return at;
    }

    /** Says a clearing once more, now that it is done. */
    void repeatClearing(StreamEntryID first) throws StoreException {
        announcer.announce(Kind.ALL, "", Optional.of(first));
    }

    /** Says that what has a name does not count any more, where it was asked for before now. */
    void announce(Named what) throws StoreException {
        invalidations.raise(what, announcer.announce(Kind.of(what.table()), what.name(), Optional.empty()));
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

    /** Whether this node has heard of all that was said up to {@link Propagation#HEARD_WITHIN} ago; always where it does not listen. */
    boolean isCurrent() {
        return listener.isEmpty() || reader.hasJustLooked();
    }

    /** How many seconds ago it was last known that nothing more was said; not a number before that. */
    double lag() {
        return reader.lag();
    }

    /** Whether all that was said before is known by now, so that {@link #catchUp} does not wait. */
    boolean isCaughtUp() {
        return reader.hasJustLooked();
    }

    /**
     * Hears of all that was said before, where that is not known by now.
     *
     * @throws StoreException if that takes too long
     */
    void catchUp() throws StoreException {
        if (reader.hasJustLooked()) {
            return;
        }
        if (listener.isPresent()) {
            listener.get().await(wait);
        } else {
            reader.catchUp(link, wait);
        }
    }

    @Override
    public void close() {
        listener.ifPresent(InvalidationListener::close);
    }
}
