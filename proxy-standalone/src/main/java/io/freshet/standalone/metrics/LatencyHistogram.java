package io.freshet.standalone.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/**
 * How long something took, counted in buckets that are at most a quarter apart, from 8 µs to 67 s: fine enough for a percentile of the
 * last seconds, out of the differences of two readings. What is shorter or longer counts in the first or the last.
 */
final class LatencyHistogram {

    /** Buckets for each doubling, as a power of two. */
    private static final int SPLIT = 2;

    private static final int FIRST_DOUBLING = 3;
    private static final int LAST_DOUBLING = 25;
    private static final int BUCKETS = (LAST_DOUBLING - FIRST_DOUBLING + 1) << SPLIT;
    private static final long SHORTEST_MICROS = 1L << FIRST_DOUBLING;
    private static final long LONGEST_MICROS = (1L << (LAST_DOUBLING + 1)) - 1;

    private final LongAdder[] counts = new LongAdder[BUCKETS];

    LatencyHistogram() {
        Arrays.setAll(counts, bucket -> new LongAdder());
    }

    /** Counts one. */
    void add(long nanos) {
        counts[bucket(nanos / 1_000)].increment();
    }

    private static int bucket(long micros) {
        long within = Math.max(SHORTEST_MICROS, Math.min(micros, LONGEST_MICROS));
        int doubling = 63 - Long.numberOfLeadingZeros(within);
        int part = (int) (within >>> (doubling - SPLIT)) & ((1 << SPLIT) - 1);
        return ((doubling - FIRST_DOUBLING) << SPLIT) + part;
    }

    /** Where each bucket ends, in microseconds. */
    static List<Long> ends() {
        return LongStream.range(0, BUCKETS)
                .mapToObj(bucket -> {
                    long part = (bucket & ((1 << SPLIT) - 1)) + 1;
                    int doubling = (int) (bucket >>> SPLIT) + FIRST_DOUBLING;
                    return ((1L << SPLIT) + part) << (doubling - SPLIT);
                })
                .toList();
    }

    /** How many there were in each bucket since the start. */
    List<Long> counts() {
        return Arrays.stream(counts).map(LongAdder::sum).toList();
    }
}
