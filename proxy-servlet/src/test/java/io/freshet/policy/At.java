package io.freshet.policy;

import io.freshet.http.HttpDate;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The instant at which all policy tests happen, and what lies around it. */
final class At {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    static final Concealment CONCEALMENT = new Concealment(new byte[] {1, 2, 3});

    /** Nothing beyond what messages say: no default lifetime, no stale use, nothing kept for validation. */
    static final PolicySettings STRICT = settings(Duration.ZERO, Duration.ZERO);

    private At() {}

    /** As {@link #STRICT}, but for these. */
    static PolicySettings settings(Duration staleIfError, Duration keep) {
        return new PolicySettings(
                Duration.ZERO,
                0.1,
                Duration.ofDays(1),
                staleIfError,
                Duration.ZERO,
                keep,
                false,
                List.of("CDN-Cache-Control", "Surrogate-Control"),
                true,
                true,
                CONCEALMENT);
    }

    static String date(long secondsFromNow) {
        return HttpDate.format(NOW.plusSeconds(secondsFromNow));
    }

    /** A response that was asked for and came at {@link #NOW}. */
    static StoredHead stored(RequestHead request, ResponseHead response) {
        return stored(request, response, 0);
    }

    /** A response that was asked for and came this long before {@link #NOW}. */
    static StoredHead stored(RequestHead request, ResponseHead response, long secondsAgo) {
        Instant then = NOW.minusSeconds(secondsAgo);
        return StoredHeads.of(request, response, STRICT, then, then);
    }
}
