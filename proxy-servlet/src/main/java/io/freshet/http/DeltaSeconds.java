package io.freshet.http;

import java.time.Duration;
import java.util.Optional;

/** Non-negative whole seconds as HTTP writes them (RFC 9111 §1.2.2). */
public final class DeltaSeconds {

    /** What larger values count as (RFC 9111 §1.2.2): 2^31 seconds, some 68 years. */
    public static final Duration MAX = Duration.ofSeconds(1L << 31);

    private DeltaSeconds() {}

    /** The duration that {@code text} states, 0 to {@link #MAX}; empty unless it is digits and nothing else. */
    public static Optional<Duration> parse(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        long seconds = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return Optional.empty();
            }
            seconds = Math.min(seconds * 10 + (c - '0'), MAX.toSeconds());
        }
        return Optional.of(Duration.ofSeconds(seconds));
    }
}
