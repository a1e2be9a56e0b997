package io.freshet.store.redis;

import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.content;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.config.RedisConfig;
import io.freshet.policy.InvalidationScope;
import io.freshet.store.CacheKey;
import io.freshet.store.LookedUp;
import io.freshet.store.PurgeMode;
import io.freshet.store.ResilientStore;
import io.freshet.store.StoredResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Lookups that no thread waits for, on a real Redis. */
class LookupAheadTest {

    private static final int MIB = 1024 * 1024;
    private static final int MANY = 500;
    private static final Duration WAIT = Duration.ofMillis(300);
    private static final Clock CLOCK = Clock.systemUTC();

    private final RedisServerFixture redis = new RedisServerFixture();
    private RedisStore store;

    @BeforeEach
    void start() {
        redis.start();
        store = new RedisStore(new RedisConfig(redis.uri(), "freshet:", WAIT, 8), 64 * MIB, 4, 64 * MIB, CLOCK);
        store.follow(store);
        for (int i = 0; i < MANY; i++) {
            put(store, key(i), "v", head(CLOCK), bytes(i));
        }
        IntStream.range(0, MANY).forEach(i -> assertThat(store.lookup(key(i))).hasSize(1));
    }

    @AfterEach
    void stop() {
        store.close();
        redis.close();
    }

    private static CacheKey key(int number) {
        return new CacheKey("key " + number);
    }

    private List<CompletableFuture<Optional<LookedUp>>> askForAll() {
        return IntStream.range(0, MANY)
                .mapToObj(i -> store.lookupAhead(key(i)).toCompletableFuture())
                .toList();
    }

    private static Stream<Thread> lookupThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("freshet-redis-lookup"));
    }

    @Test
    void many_at_once_take_few_threads_and_get_each_its_own() {
        redis.pause(WAIT.dividedBy(3));
        List<CompletableFuture<Optional<LookedUp>>> asked = askForAll();
        long threads = lookupThreads().count();

        for (int i = 0; i < MANY; i++) {
            LookedUp found = asked.get(i).join().orElseThrow();
            assertThat(found.responses()).hasSize(1);
            assertThat(content(found.responses().get(0))).isEqualTo(bytes(i));
        }
        assertThat(threads).isBetween(1L, 4L);
    }

    @Test
    void each_of_many_is_told_in_time_that_redis_does_not_answer() {
        redis.signal("STOP");
        try {
            long begun = System.nanoTime();
            List<CompletableFuture<Optional<LookedUp>>> asked = askForAll();

            for (CompletableFuture<Optional<LookedUp>> one : asked) {
                // Those that had not gone out may still ask alone.
                Optional<LookedUp> found = one.exceptionally(late -> Optional.empty())
                        .orTimeout(5, TimeUnit.SECONDS)
                        .join();
                assertThat(found).isEmpty();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(WAIT.multipliedBy(4));
            assertThat(asked.get(0)).isCompletedExceptionally();
        } finally {
            redis.signal("CONT");
        }
        assertThat(store.lookup(key(1))).hasSize(1);
    }

    @Test
    void a_redis_that_is_away_is_for_a_lookup_to_find_out() {
        redis.stop();

        List<CompletableFuture<Optional<LookedUp>>> asked = askForAll();

        for (CompletableFuture<Optional<LookedUp>> one : asked) {
            // Those whose connection has broken may still ask alone, which fails as well.
            Optional<LookedUp> found = one.exceptionally(away -> Optional.empty())
                    .orTimeout(5, TimeUnit.SECONDS)
                    .join();
            assertThat(found).isEmpty();
        }
        ResilientStore resilient = new ResilientStore(store);
        for (int i = 0; i < 5; i++) {
            assertThat(resilient.lookupAhead(key(i)).toCompletableFuture().join())
                    .isEmpty();
            assertThat(resilient.lookup(key(i))).isEmpty();
        }
        redis.start();
    }

    @Test
    void a_redis_that_was_restarted_is_found_again() {
        assertThat(store.lookupAhead(key(1)).toCompletableFuture().join()).isPresent();
        redis.stop();
        redis.start();

        for (int i = 0; i < 10; i++) {
            // Connections that have died tell no more than that one has to ask again.
            store.lookupAhead(key(i)).toCompletableFuture().join();
            assertThat(store.lookup(key(i))).isEmpty();
        }
        put(store, key(1), "v", head(CLOCK), bytes(3));
        assertThat(store.lookup(key(1))).hasSize(1);
        assertThat(store.lookupAhead(key(1))
                        .toCompletableFuture()
                        .join()
                        .orElseThrow()
                        .responses())
                .hasSize(1);
    }

    @Test
    void the_same_bytes_are_the_same_list_as_long_as_they_count() {
        List<StoredResponse> first = found(key(7));
        assertThat(found(key(7))).isSameAs(first);

        put(store, key(7), "v", head(CLOCK), bytes(7));
        store.lookup(key(7));
        assertThat(found(key(7))).isNotSameAs(first).hasSize(1);

        store.invalidate(new InvalidationScope.Prefix("http"), PurgeMode.HARD);
        assertThat(store.lookup(key(7))).isEqualTo(found(key(7)));
    }

    private List<StoredResponse> found(CacheKey key) {
        return store.lookupAhead(key).toCompletableFuture().join().orElseThrow().responses();
    }

    @Test
    void what_is_no_entry_is_nothing_and_goes() {
        CacheKey key = new CacheKey("foreign");
        String name = new KeySpace("freshet:").of(key).hash();
        try (RedisClient client = redis.client()) {
            client.rpush(name, "x");
            assertThat(store.lookupAhead(key)
                            .toCompletableFuture()
                            .join()
                            .orElseThrow()
                            .responses())
                    .isEmpty();
            store.lookup(key);
            await().until(() -> !client.exists(name));
        }
    }

    @Test
    void what_waits_to_be_written_is_for_a_lookup_to_wait_for() {
        redis.pause(WAIT.dividedBy(2));
        put(store, key(1), "v", head(CLOCK), bytes(7));

        assertThat(store.lookupAhead(key(1)).toCompletableFuture()).isCompletedWithValue(Optional.empty());
        assertThat(content(store.lookup(key(1)).get(0))).isEqualTo(bytes(7));
    }

    @Test
    void a_store_that_is_closed_leaves_none_waiting() {
        redis.signal("STOP");
        List<CompletableFuture<Optional<LookedUp>>> asked;
        try {
            asked = askForAll();
            store.close();
        } finally {
            redis.signal("CONT");
        }
        asked.forEach(one -> assertThat(one.handle((found, failure) -> true)).succeedsWithin(Duration.ofSeconds(5)));
        assertThat(lookupThreads()).isEmpty();
    }
}
