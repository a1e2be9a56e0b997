package io.freshet.standalone.metrics;

import java.util.concurrent.atomic.LongAdder;

/** What is counted apart for what came out of the store and for the rest: how long it took, and how much it was. */
final class Traffic {

    /** One of the two. */
    static final class Side {
        final LatencyHistogram durations = new LatencyHistogram();
        final LongAdder bytes = new LongAdder();

        private void add(long nanos, long sent) {
            durations.add(nanos);
            bytes.add(sent);
        }
    }

    final Side hits = new Side();
    final Side others = new Side();

    /** Counts a request that is over. */
    void count(Outcome outcome, long nanos, long sent) {
        (outcome.isHit() ? hits : others).add(nanos, sent);
    }
}
