package io.freshet.log;

import java.util.HashMap;
import java.util.Map;

/**
 * How often lines of one kind are told: {@value #MOST} of them in {@value #SECONDS} seconds. The others are counted, and their
 * number is told. Safe for threads.
 */
public final class RateLimit {

    /** Lines of one kind in each period. */
    public static final int MOST = 10;

    /** How long a period is. */
    public static final int SECONDS = 10;

    /** More kinds share one, so that what is remembered has an end. */
    private static final int MOST_KINDS = 1_000;

    private static final String OTHERS = "others";

    private final Map<String, Period> periods = new HashMap<>();

    private static final class Period {
        private final long began;
        private int lines;
        private long leftOut;

        Period(long began) {
            this.began = began;
        }

        boolean isOver(long nanos) {
            return nanos - began >= SECONDS * 1_000_000_000L;
        }
    }

    /**
     * What becomes of a line.
     *
     * @param told whether it is told
     * @param leftOut how many of its kind were not told in the period before, and have not been told of yet
     */
    public record Decision(boolean told, long leftOut) {}

    /**
     * Decides on a line.
     *
     * @param kind what it has in common with its like
     * @param nanos the time, of a clock that only runs forward
     */
    public synchronized Decision decide(String kind, long nanos) {
        String known = periods.containsKey(kind) || periods.size() < MOST_KINDS ? kind : OTHERS;
        Period period = periods.get(known);
        long leftOut = 0;
        if (period == null || period.isOver(nanos)) {
            leftOut = period == null ? 0 : period.leftOut;
            period = new Period(nanos);
            periods.put(known, period);
        }
        boolean told = period.lines < MOST;
        if (told) {
            period.lines++;
        } else {
            period.leftOut++;
        }
        return new Decision(told, leftOut);
    }

    /** How many lines of each kind have been left out and not told of; they count as told of from now on. */
    public synchronized Map<String, Long> leftOut() {
        Map<String, Long> all = new HashMap<>();
        periods.forEach((kind, period) -> {
            if (period.leftOut > 0) {
                all.put(kind, period.leftOut);
                period.leftOut = 0;
            }
        });
        return all;
    }
}
