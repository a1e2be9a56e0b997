package io.freshet.store.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.store.CacheKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * For each variant, when this node asked for the response that it last made visible in Redis. A response that was asked for earlier and
 * is complete later does not replace it. A variant that is not remembered is replaced. Safe for use by many threads.
 */
final class Overtaking {

    /** The most variants that are remembered; some 250 bytes each. */
    private static final int MOST = 10_000;

    /** A response that takes longer is not known to be overtaken. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private record Variant(CacheKey key, String variant) {}

    private final Clock clock;
    private final Cache<Variant, Instant> asked = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MOST)
            .expireAfterWrite(REMEMBERED)
            .build();

    Overtaking(Clock clock) {
        this.clock = clock;
    }

    /** {@code variant}, asked for at {@code requestTime}, is in Redis now. */
    void visible(CacheKey key, String variant, Instant requestTime) {
        asked.put(new Variant(key, variant), requestTime);
    }

    /** Whether {@code variant} was asked for after {@code requestTime}, and is in Redis already. */
    boolean overtakes(CacheKey key, String variant, Instant requestTime) {
        Instant last = asked.getIfPresent(new Variant(key, variant));
        // A clock that is set back must not keep a response for ever.
        return last != null && last.isAfter(requestTime) && !last.isAfter(clock.instant());
    }
}
