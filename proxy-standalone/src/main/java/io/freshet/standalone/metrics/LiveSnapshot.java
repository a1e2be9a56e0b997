package io.freshet.standalone.metrics;

import io.freshet.policy.Reason;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a page that draws asks for every other second: numbers that only rise, of which it takes differences, with the instant for which
 * they are true.
 *
 * @param atMillis since the process started
 */
record LiveSnapshot(
        long atMillis, Node node, List<Requests> requests, SentBytes sentBytes, Latency latency, List<Origin> origins) {

    /**
     * Where a rule stands, for people.
     *
     * @param clause empty where the token is none of ours
     */
    record Why(String token, String clause) {

        private static final Map<String, String> CLAUSES =
                Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::token, Reason::clause));

        static Why of(String token) {
            return new Why(token, CLAUSES.getOrDefault(token, ""));
        }
    }

    /** This process. */
    record Node(String version, long pid, long uptimeSeconds, long heapBytes, long heapLimitBytes) {

        static Node now() {
            Runtime runtime = Runtime.getRuntime();
            return new Node(
                    Optional.ofNullable(LiveSnapshot.class.getPackage().getImplementationVersion())
                            .orElse("development"),
                    ProcessHandle.current().pid(),
                    uptimeMillis() / 1_000,
                    runtime.totalMemory() - runtime.freeMemory(),
                    runtime.maxMemory());
        }
    }

    /** How many requests had an outcome by a rule. */
    record Requests(String outcome, Why reason, long count) {}

    /** Content that was sent, by where it came from. */
    record SentBytes(long hit, long other) {}

    /**
     * How many requests took how long.
     *
     * @param endsMicros where each bucket ends
     */
    record Latency(List<Long> endsMicros, List<Long> hit, List<Long> other) {}

    /**
     * Where responses come from.
     *
     * @param requests those that had to do with it
     * @param failures those of them that it failed
     */
    record Origin(String url, long requests, long failures) {}

    static long uptimeMillis() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }

    static Latency latency(Traffic traffic) {
        return new Latency(LatencyHistogram.ends(), traffic.hits.durations.counts(), traffic.others.durations.counts());
    }
}
