package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

    /** @param own whether this node took the log there */
    private record Reached(StreamEntryID position, Instant at, boolean own) {}

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

    /** The position that {@code text}, in ASCII, is; empty if it is none. */
    static Optional<StreamEntryID> parse(byte[] text) {
        return parse(new String(text, US_ASCII));
    }

    /** A position as the scripts take it. */
    static byte[] bytes(StreamEntryID position) {
        return position.toString().getBytes(US_ASCII);
    }

    /** The log has got to {@code position}, by what another node has said. Has no effect if it is known to be further. */
    void reached(StreamEntryID position) {
        reached(position, false);
    }

    /**
     * The log has got to {@code position}, by what this node has said.
     *
     * @param before what was said before that, by any node: if that is not known yet, what is between is unknown
     */
    synchronized void reachedOwn(StreamEntryID position, StreamEntryID before) {
        StreamEntryID known = reached.isEmpty() ? START : reached.getFirst().position();
        reached(position, before.compareTo(known) <= 0 || known.equals(position));
    }

    /** Forgets all: it is another log. */
    synchronized void restart() {
        reached.clear();
    }

    private synchronized void reached(StreamEntryID position, boolean own) {
        boolean known = !reached.isEmpty() && reached.getFirst().position().compareTo(position) >= 0;
        if (!known) {
            reached.addFirst(new Reached(position, clock.instant(), own));
        } else if (own && reached.getFirst().position().equals(position)) {
            // It was read before the answer to what said it.
            reached.addFirst(new Reached(position, reached.removeFirst().at(), true));
        }
        if (reached.size() > MOST) {
            reached.removeLast();
        }
    }

    /** How far the log had got by {@code time}, at least. */
    synchronized StreamEntryID at(Instant time) {
        return reached.stream()
                .filter(one -> !one.at().isAfter(time))
                .map(Reached::position)
                .findFirst()
                .orElse(START);
    }

    /** How far the log had got by {@code time}, and what this node alone has added to it since. */
    synchronized StreamEntryID withOwnSince(Instant time) {
        StreamEntryID furthest = at(time);
        Iterator<Reached> forwards = reached.descendingIterator();
        while (forwards.hasNext()) {
            Reached one = forwards.next();
            if (one.position().compareTo(furthest) > 0) {
                if (!one.own()) {
                    break;
                }
                furthest = one.position();
            }
        }
        return furthest;
    }
}
