package io.freshet.testing.oracle;

import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Counts how often each invariant was looked at, and keeps what was found. Safe for use by many threads. */
public final class Tally {

    /** What a look at an invariant found. */
    enum Finding {
        HELD,
        /** It does not hold, and the origin's own statement says so: it named no field, or said that nothing had changed. */
        SAID,
        VIOLATED
    }

    private static final int MOST_TOLD = 10;

    private record Kind(Invariant invariant, Finding finding) {}

    private final Map<Kind, Long> counts = new ConcurrentHashMap<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong purges = new AtomicLong();
    private final AtomicLong outages = new AtomicLong();

    void request(boolean hit) {
        requests.incrementAndGet();
        hits.addAndGet(hit ? 1 : 0);
    }

    void purge() {
        purges.incrementAndGet();
    }

    void outage() {
        outages.incrementAndGet();
    }

    void found(Invariant invariant, Finding finding) {
        counts.merge(new Kind(invariant, finding), 1L, Long::sum);
    }

    private long count(Invariant invariant, Finding finding) {
        return counts.getOrDefault(new Kind(invariant, finding), 0L);
    }

    /**
     * Keeps a report of a violation: the first of each invariant and resource, and not too many.
     *
     * @param key the resource's
     */
    void report(Invariant invariant, String key, String report) {
        if (violations.size() < MOST_TOLD && told.add(invariant.name() + key)) {
            violations.add("VIOLATED: " + invariant + "\n" + report);
        }
    }

    public long count(Invariant invariant) {
        return Arrays.stream(Finding.values())
                .mapToLong(finding -> count(invariant, finding))
                .sum();
    }

    public long violated(Invariant invariant) {
        return count(invariant, Finding.VIOLATED);
    }

    public long hits() {
        return hits.get();
    }

    public long requests() {
        return requests.get();
    }

    /** How often anything was violated. */
    public long violated() {
        return Arrays.stream(Invariant.values()).mapToLong(this::violated).sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(requests + " requests, " + hits + " hits, " + purges + " purges, "
                + outages + " outages of Redis, " + violated() + " violations\n");
        for (Invariant invariant : Invariant.values()) {
            text.append(String.format(
                    "%9d checks %6d as the origin said %4d violations   %s%n",
                    count(invariant), count(invariant, Finding.SAID), violated(invariant), invariant));
        }
        violations.forEach(violation -> text.append(violation).append('\n'));
        return text.toString();
    }
}
