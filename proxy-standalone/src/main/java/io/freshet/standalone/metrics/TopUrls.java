package io.freshet.standalone.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which URLs were asked for most, of late. Counts in two tables that take turns: what is told is the sum of the one that is being
 * filled and the one before, so it reaches back five to ten minutes and nothing has to be aged. A table that is full keeps those
 * that are asked for most (W-TinyLFU), so a crowd of URLs that are asked for once drives no busy one out. A request that counts
 * takes no lock unless its URL comes into the table.
 */
final class TopUrls {

    /** Most URLs in a table: with their texts, at most some 2 MB. */
    private static final int MOST = 1_000;

    /** Of so many requests for URLs that are not in a full table one may bring its URL in: it takes a lock, and what is busy comes again. */
    private static final int ONE_IN = 16;

    /** Longer URLs are cut, in characters. */
    private static final int LONGEST = 512;

    /** Stands at the end of what was cut; no URL holds one. */
    private static final String CUT = "…";

    /** How many are told of, by each order. */
    private static final int TOP = 20;

    private static final Duration TURN = Duration.ofMinutes(5);

    private final LongSupplier nanos;
    private volatile Turn turn;

    /** @param nanos a clock that only runs forward */
    TopUrls(LongSupplier nanos) {
        this.nanos = nanos;
        turn = new Turn(nanos.getAsLong(), nanos.getAsLong(), table(), table());
    }

    /**
     * The two tables.
     *
     * @param since when the older one began
     * @param began when the one that is being filled began
     */
    private record Turn(long since, long began, Cache<String, Tally> before, Cache<String, Tally> now) {}

    private static final class Tally {
        final LongAdder hits = new LongAdder();
        final LongAdder misses = new LongAdder();
        final LongAdder bytes = new LongAdder();
        volatile @Nullable String reason;
    }

    /**
     * A URL and what was counted of it.
     *
     * @param misses what did not come out of the store
     * @param bytes of content that was sent
     * @param reason why the last of the misses was one, empty for none
     */
    record Busy(String url, long hits, long misses, long bytes, String reason) {

        Busy plus(Busy newer) {
            return new Busy(
                    url,
                    hits + newer.hits,
                    misses + newer.misses,
                    bytes + newer.bytes,
                    newer.reason.isEmpty() ? reason : newer.reason);
        }
    }

    /** The busiest by each order, and how far back that reaches. */
    record Tops(long seconds, List<Busy> hits, List<Busy> misses, List<Busy> bytes) {}

    private static Cache<String, Tally> table() {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                // A few steps at each new URL: not worth a thread.
                .executor(Runnable::run)
                .build();
    }

    /** Counts a request that is over. */
    void count(String url, Outcome outcome, long bytes) {
        String key = url.length() <= LONGEST ? url : url.substring(0, LONGEST) + CUT;
        Cache<String, Tally> table = current().now();
        Tally tally = table.getIfPresent(key);
        if (tally == null) {
            if (table.estimatedSize() >= MOST && ThreadLocalRandom.current().nextInt(ONE_IN) > 0) {
                return;
            }
            tally = table.get(key, unknown -> new Tally());
        }
        if (outcome.isHit()) {
            tally.hits.increment();
        } else {
            tally.misses.increment();
            tally.reason = outcome.reason();
        }
        tally.bytes.add(bytes);
    }

    private Turn current() {
        Turn seen = turn;
        return nanos.getAsLong() - seen.began() < TURN.toNanos() ? seen : next(nanos.getAsLong());
    }

    private synchronized Turn next(long now) {
        long passed = now - turn.began();
        if (passed >= 2 * TURN.toNanos()) {
            turn = new Turn(now, now, table(), table());
        } else if (passed >= TURN.toNanos()) {
            turn = new Turn(turn.began(), now, turn.now(), table());
        }
        return turn;
    }

    /** What was counted. */
    Tops tops() {
        Turn seen = current();
        Map<String, Busy> all = new HashMap<>();
        for (Cache<String, Tally> table : List.of(seen.before(), seen.now())) {
            table.asMap().forEach((url, tally) -> all.merge(url, busy(url, tally), Busy::plus));
        }
        long seconds = Duration.ofNanos(nanos.getAsLong() - seen.since()).toSeconds();
        return new Tops(seconds, top(all, Busy::hits), top(all, Busy::misses), top(all, Busy::bytes));
    }

    private static Busy busy(String url, Tally tally) {
        String reason = tally.reason;
        return new Busy(url, tally.hits.sum(), tally.misses.sum(), tally.bytes.sum(), reason == null ? "" : reason);
    }

    private static List<Busy> top(Map<String, Busy> all, ToLongFunction<Busy> by) {
        return all.values().stream()
                .filter(busy -> by.applyAsLong(busy) > 0)
                .sorted(Comparator.comparingLong(by).reversed().thenComparing(Busy::url))
                .limit(TOP)
                .toList();
    }
}
