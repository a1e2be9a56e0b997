package io.freshet.testing.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** When the store was away. Times are those of {@link System#nanoTime}. Safe for use by many threads. */
final class Outages {

    /** How long a node may still leave its store alone when that is back. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(2);

    /** How long what is stored may take to be written. */
    private static final Duration WRITTEN_WITHIN = Duration.ofMillis(300);

    private record Outage(long from, long to) {}

    private final List<Outage> over = new ArrayList<>();
    private boolean underWay;
    private long began;

    synchronized void begin() {
        underWay = true;
        began = System.nanoTime();
    }

    /** @param happened whether there was one at all */
    synchronized void end(boolean happened) {
        underWay = false;
        if (happened) {
            over.add(new Outage(began, System.nanoTime()));
        }
    }

    /** Whether a node may have been without its store at some time between two. */
    boolean between(long from, long to) {
        return meet(from - LEFT_ALONE.toNanos(), to);
    }

    /** Whether what was being written then may be lost. */
    boolean around(long at) {
        return meet(at - WRITTEN_WITHIN.toNanos(), at + WRITTEN_WITHIN.toNanos());
    }

    private synchronized boolean meet(long from, long to) {
        return (underWay && to - began >= 0)
                || over.stream().anyMatch(one -> one.to() - from >= 0 && to - one.from() >= 0);
    }
}
