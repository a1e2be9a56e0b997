package io.freshet.store.memory;

import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.TestClock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses that are heavier than most, in a memory full of busy small ones. The requests are the same in each run. */
class HeavyNewcomersTest {

    private static final int KIB = 1024;
    private static final long MEMORY = 16L * KIB * KIB;
    private static final int SMALL = KIB;
    private static final int URLS = 20_000;
    private static final int WARM = 120_000;
    private static final int MEASURED = 60_000;
    private static final byte[] CONTENT = new byte[4 * KIB * KIB];

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final StoredHead head = head(clock);
    private final MemoryStore store = new MemoryStore(MEMORY, MEMORY, 4, clock);
    private final double[] weights = zipf();

    private static double[] zipf() {
        double[] sums = new double[URLS];
        double sum = 0;
        for (int rank = 0; rank < URLS; rank++) {
            sum += 1 / Math.pow(rank + 1, 0.9);
            sums[rank] = sum;
        }
        return sums;
    }

    private boolean ask(String url, int length) {
        CacheKey key = new CacheKey(url);
        if (!store.lookup(key).isEmpty()) {
            return true;
        }
        put(store, key, "v", head, length == CONTENT.length ? CONTENT : new byte[length]);
        return false;
    }

    /** The hit ratio of the small ones, with one newcomer of {@code length} bytes after each {@code every} of them. */
    private double hitRatio(int length, int every) {
        Random random = new Random(19);
        int hits = 0;
        for (int i = 0; i < WARM + MEASURED; i++) {
            int found = Arrays.binarySearch(weights, random.nextDouble() * weights[URLS - 1]);
            boolean hit = ask("small " + Math.abs(found), SMALL);
            hits += hit && i >= WARM ? 1 : 0;
            if (every > 0 && i >= WARM && i % every == 0) {
                ask("newcomer " + i, length);
            }
        }
        return (double) hits / MEASURED;
    }

    /** Most bytes that come are newcomers. */
    @ParameterizedTest
    @CsvSource({"4194304, 500", "1048576, 200", "204800, 40", "65536, 20", "20480, 10"})
    void ones_that_are_asked_for_once_take_no_room_from_busy_small_ones(int length, int every) {
        double without = new HeavyNewcomersTest().hitRatio(0, 0);

        assertThat(hitRatio(length, every)).isGreaterThan(without * 0.99);
    }

    @Test
    void one_that_is_asked_for_again_and_again_is_kept() {
        hitRatio(0, 0);
        int misses = 0;
        while (!ask("heavy", 2 * KIB * KIB)) {
            misses++;
            for (int i = 0; i < 100; i++) {
                ask("newcomer " + misses + " " + i, 200 * KIB);
            }
            assertThat(misses).isLessThan(12);
        }
        assertThat(misses).isGreaterThan(1);
    }

    @Test
    void one_that_has_room_is_kept_at_once() {
        ask("small", SMALL);
        ask("heavy", CONTENT.length - 4 * KIB);

        assertThat(ask("heavy", CONTENT.length - 4 * KIB)).isTrue();
        assertThat(ask("small", SMALL)).isTrue();
    }

    @Test
    void a_response_that_is_not_kept_does_not_leave_an_older_one_in_its_place() {
        hitRatio(0, 0);
        ask("grows", SMALL);
        put(store, new CacheKey("grows"), "v", head, new byte[2 * KIB * KIB]);

        assertThat(store.lookup(new CacheKey("grows")))
                .allSatisfy(stored -> assertThat(stored.body().length()).isEqualTo(2L * KIB * KIB));
    }
}
