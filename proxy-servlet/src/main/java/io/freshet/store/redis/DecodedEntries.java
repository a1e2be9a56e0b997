package io.freshet.store.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.store.CacheKey;
import io.freshet.store.StoredResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What was made of the bytes that Redis said last of a key, so that the same bytes need not be taken apart again. Redis is asked each time;
 * nothing is answered that it has not just said. The same list comes back while all is the same, so that what was made of it is good still.
 * Safe for use by many threads.
 */
final class DecodedEntries {

    /** The most bytes of memory that this takes, some 5,000 keys of 1 KiB each. */
    private static final long MOST_BYTES = 16L << 20;

    /** Larger values are taken apart each time. */
    private static final int LARGEST = 64 * 1024;

    /** What a key takes beside the bytes and what was made of them, roughly. */
    private static final int OVERHEAD = 1024;

    private static final class Seen {

        private final byte[] all;
        private final List<StoredResponse> responses;
        private final long version;
        private final Instant from;
        private final Instant until;

        Seen(byte[] all, List<StoredResponse> responses, long version, Instant from) {
            this.all = all;
            this.responses = responses;
            this.version = version;
            this.from = from;
            until = responses.stream()
                    .map(StoredResponse::expires)
                    .min(Instant::compareTo)
                    .orElse(from);
        }

        boolean holds(byte[] now, long nowVersion, Instant at) {
            return version == nowVersion && !at.isBefore(from) && at.isBefore(until) && Arrays.equals(all, now);
        }

        int size() {
            return OVERHEAD + 2 * all.length;
        }
    }

    private final Cache<CacheKey, Seen> seen = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((CacheKey key, Seen one) -> one.size())
            .executor(Runnable::run)
            .build();

    /**
     * What was made of the same bytes before, where that would be made of them now.
     *
     * @param version changes with whatever tells whether a response counts
     */
    Optional<List<StoredResponse>> of(CacheKey key, byte[] all, long version, Instant now) {
        Seen last = seen.getIfPresent(key);
        return last != null && last.holds(all, version, now) ? Optional.of(last.responses) : Optional.empty();
    }

    /** Keeps what was made of all that {@code all} has. */
    void made(CacheKey key, byte[] all, List<StoredResponse> responses, long version, Instant now) {
        if (all.length <= LARGEST && !responses.isEmpty()) {
            seen.put(key, new Seen(all, responses, version, now));
        }
    }
}
