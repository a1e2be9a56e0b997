package io.freshet.store.redis;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.regex.Pattern;
import redis.clients.jedis.StreamEntryID;

/**
 * How far the log of invalidations was at which time by this node's clock, for the last {@link #MOST} changes. Safe for use by many
 * threads.
 */
final class Positions {

    /** Before everything. */
    static final StreamEntryID START = new StreamEntryID(0, 0);

    /** After everything. */
    static final StreamEntryID END = new StreamEntryID(999_999_999_999_999_999L, 0);

    private static final int MOST = 1_024;
    private static final Pattern SYNTAX = Pattern.compile("[0-9]{1,18}-[0-9]{1,18}");

    private record Reached(StreamEntryID position, Instant at) {}

    private final Clock clock;

    // Guarded by this: the latest first.
    private final Deque<Reached> reached = new ArrayDeque<>();

    Positions(Clock clock) {
        this.clock = clock;
    }

    /** The position that {@code text} is; empty if it is none. */
    static Optional<StreamEntryID> parse(String text) {
        return SYNTAX.matcher(text).matches() ? Optional.of(new StreamEntryID(text)) : Optional.empty();
    }

    /** The log is that far now; nothing if it is known to be further. */
    synchronized void reached(StreamEntryID position) {
        if (!reached.isEmpty() && reached.getFirst().position().compareTo(position) >= 0) {
            return;
        }
        reached.addFirst(new Reached(position, clock.instant()));
        if (reached.size() > MOST) {
            reached.removeLast();
        }
    }

    /** How far it had got by {@code time}, at least. */
    synchronized StreamEntryID at(Instant time) {
        Iterator<Reached> backwards = reached.iterator();
        while (backwards.hasNext()) {
            Reached one = backwards.next();
            if (!one.at().isAfter(time)) {
                return one.position();
            }
        }
        return START;
    }
}
