package io.freshet.standalone.warm;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came of the requests so far. Safe for use by many threads. */
final class WarmingProgress {

    private long stored;
    private long hits;
    private long passed;
    private long failed;
    private long bytes;
    private final Map<String, Long> errors = new TreeMap<>();

    /** @param cacheStatus what the proxy said of it (RFC 9211) */
    synchronized void answered(int status, String cacheStatus, long content) {
        bytes += content;
        if (status >= 400) {
            error(Integer.toString(status));
        } else if (cacheStatus.contains("; stored")) {
            stored++;
        } else if (cacheStatus.matches("(?s).*\\bFreshet; hit\\b.*")) {
            hits++;
        } else {
            passed++;
        }
    }

    /** There was no response, or not all of it. */
    synchronized void broken() {
        error("no whole response");
    }

    private void error(String why) {
        failed++;
        errors.merge(why, 1L, Long::sum);
    }

    synchronized long done() {
        return stored + hits + passed + failed;
    }

    synchronized long failed() {
        return failed;
    }

    synchronized String progress(int all) {
        return done() + " of " + all + ": " + counts();
    }

    private String counts() {
        return stored + " stored, " + hits + " hits, " + passed + " not stored, " + failed + " failed";
    }

    synchronized String summary(Duration time) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Asked for %d URLs in %.1f s: %s; %d bytes.",
                done(),
                time.toMillis() / 1e3,
                counts(),
                bytes));
        errors.forEach(
                (why, count) -> text.append("\n  ").append(why).append(": ").append(count));
        return text.toString();
    }
}
