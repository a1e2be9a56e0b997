package io.freshet.store.redis;

import static io.freshet.store.StoredResponses.HOUR;
import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.content;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.config.RedisConfig;
import io.freshet.policy.InvalidationScope;
import io.freshet.store.CacheKey;
import io.freshet.store.Propagation;
import io.freshet.store.PurgeMode;
import io.freshet.store.ResilientStore;
import io.freshet.store.StoreException;
import io.freshet.store.StoreWriter;
import io.freshet.store.StoredResponse;
import io.freshet.store.TestClock;
import io.freshet.store.tiered.TieredStore;
import io.freshet.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** What happens when Redis goes away, comes back, or does not want to know us. */
class RedisOutageTest {

    private static final int MIB = 1024 * 1024;
    private static final CacheKey KEY = new CacheKey("key");

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    private final Clock clock = Clock.systemUTC();

    @AfterAll
    static void stopThreads() {
        THREADS.shutdownNow();
    }

    private RedisStore store(RedisConfig config) {
        return new RedisStore(config, 64 * MIB, 4, 64 * MIB, clock);
    }

    private static RedisConfig config(String uri) {
        return new RedisConfig(URI.create(uri), "freshet:", Duration.ofSeconds(1), 4);
    }

    @Test
    void says_that_redis_is_away_and_works_again_at_the_first_call_when_it_is_back() {
        try (RedisServerFixture redis = new RedisServerFixture().start();
                RedisStore store = store(redis.config("freshet:"))) {
            put(store, KEY, "v", head(clock), bytes(600_000));
            assertThat(store.lookup(KEY)).hasSize(1);
            Iterator<ByteBuffer> reader = store.lookup(KEY).get(0).body().open();
            reader.next();
            StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
            redis.stop();

            String refused = "Redis at 127.0.0.1:" + redis.port() + ": connection refused";
            assertThatThrownBy(() -> store.lookup(KEY))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(refused);
            assertThatThrownBy(() -> store.remove(KEY))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(refused);
            assertThatThrownBy(store::clear).isInstanceOf(StoreException.class).hasMessage(refused);
            assertThatThrownBy(reader::next).isInstanceOf(StoreException.class).hasMessage(refused);
            writer.write(ByteBuffer.wrap(bytes(600_000)));
            writer.commit();

            redis.start();
            assertThat(store.lookup(KEY)).isEmpty();
            put(store, KEY, "v", head(clock), bytes(100));
            assertThat(content(store.lookup(KEY).get(0))).isEqualTo(bytes(100));
        }
    }

    @Test
    void does_not_notice_that_redis_was_restarted_between_two_calls() {
        try (RedisServerFixture redis = new RedisServerFixture().start();
                RedisStore store = store(redis.config("freshet:"));
                RedisClient client = redis.client()) {
            redis.pause(Duration.ofMillis(300));
            List<CompletableFuture<Void>> atOnce = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                atOnce.add(CompletableFuture.runAsync(() -> store.lookup(KEY), THREADS));
            }
            atOnce.forEach(CompletableFuture::join);
            assertThat(client.info("clients"))
                    .as("four of the store for lookups, those for other things, one of ours")
                    .containsPattern("connected_clients:[5-9]");
            redis.stop();
            redis.start();

            assertThat(store.lookup(KEY)).isEmpty();
        }
    }

    @Test
    void serves_misses_while_redis_is_away_and_hits_when_it_is_back() {
        try (RedisServerFixture redis = new RedisServerFixture().start();
                ResilientStore store = new ResilientStore(store(redis.config("freshet:")))) {
            put(store, KEY, "v", head(clock), bytes(600_000));
            assertThat(store.lookup(KEY)).hasSize(1);
            redis.stop();

            for (int i = 0; i < 10; i++) {
                assertThat(store.lookup(KEY)).isEmpty();
                put(store, KEY, "v", head(clock), bytes(600_000));
                store.remove(KEY);
            }
            assertThatThrownBy(store::clear).isInstanceOf(StoreException.class);

            redis.start();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                put(store, KEY, "v", head(clock), bytes(600_000));
                assertThat(store.lookup(KEY)).hasSize(1);
            });
        }
    }

    @Test
    void leaves_what_memory_remembers_however_long_ago_it_was_asked_for() {
        Duration nearTime = Duration.ofSeconds(1);
        TestClock time = new TestClock(clock.instant());
        try (RedisServerFixture redis = new RedisServerFixture().start();
                TieredStore store = new TieredStore(
                        new ResilientStore(store(redis.config("freshet:"))), 64 * MIB, nearTime, time)) {
            put(store, KEY, "v", head(clock), bytes(100));
            assertThat(store.lookup(KEY)).hasSize(1);
            time.advance(nearTime.multipliedBy(2));
            redis.stop();

            await().until(() -> store.lookup(KEY).size() == 1);
            assertThat(content(store.lookup(KEY).get(0))).isEqualTo(bytes(100));
            assertThat(store.lookup(new CacheKey("other"))).isEmpty();
        }
    }

    @Test
    void does_not_connect_before_it_is_used() throws IOException {
        try (ServerSocket nobody = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                RedisStore unused = store(config("redis://127.0.0.1:" + nobody.getLocalPort()))) {
            assertThat(unused.droppedWrites()).isZero();
            nobody.setSoTimeout(50);
            assertThatThrownBy(nobody::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void can_be_made_before_redis_is_there() {
        try (RedisServerFixture redis = new RedisServerFixture();
                RedisStore store = store(redis.config("freshet:"))) {
            assertThatThrownBy(() -> store.lookup(KEY)).isInstanceOf(StoreException.class);
            redis.start();

            put(store, KEY, "v", head(clock), bytes(100));
            assertThat(store.lookup(KEY)).hasSize(1);
        }
    }

    @Test
    void goes_on_reading_when_redis_is_full() {
        try (RedisServerFixture redis = new RedisServerFixture().start();
                RedisStore store = store(redis.config("freshet:"));
                RedisClient client = redis.client()) {
            put(store, KEY, "v", head(clock), bytes(100));
            assertThat(store.lookup(KEY)).hasSize(1);
            client.configSet("maxmemory", "1");

            put(store, KEY, "w", head(clock), bytes(600_000));
            put(store, KEY, "w", head(clock), bytes(100));
            assertThat(store.lookup(KEY)).extracting(one -> one.variant()).containsExactly("v");

            client.configSet("maxmemory", "0");
            put(store, KEY, "w", head(clock), bytes(600_000));
            assertThat(store.lookup(KEY)).hasSize(2);
        }
    }

    @Test
    void makes_up_for_an_invalidation_that_redis_refused() {
        CacheKey other = new CacheKey("other");
        try (RedisServerFixture redis = new RedisServerFixture().start();
                ResilientStore store = new ResilientStore(store(redis.config("freshet:")))) {
            put(store, KEY, "v", head(clock, "Cache-Tag", "a"), bytes(100));
            put(store, other, "v", head(clock), bytes(100));
            assertThat(store.lookup(KEY))
                    .extracting(StoredResponse::invalidated)
                    .containsExactly(false);
            redis.follow("127.0.0.1 " + FreePort.next());

            assertThat(store.invalidate(InvalidationScope.Tag.named("a"), PurgeMode.HARD))
                    .isEqualTo(Propagation.THIS_NODE);
            assertThat(store.lookup(KEY)).isEmpty();

            redis.follow("no one");
            await().untilAsserted(() -> assertThat(store.lookup(KEY))
                    .extracting(StoredResponse::invalidated)
                    .containsExactly(true));
            assertThat(store.lookup(other))
                    .extracting(StoredResponse::invalidated)
                    .containsExactly(false);
        }
    }

    @Test
    void finds_out_whether_a_redis_answers() throws IOException {
        try (RedisServerFixture redis = new RedisServerFixture("pass:w@rd/1").start()) {
            int port = redis.port();
            assertThat(RedisStore.probe(config("redis://:pass%3Aw%40rd%2F1@127.0.0.1:" + port)))
                    .isEmpty();
            assertThat(RedisStore.probe(config("redis://default:pass%3Aw%40rd%2F1@127.0.0.1:" + port + "/3")))
                    .isEmpty();
            assertThat(RedisStore.probe(config("redis://pass%3Aw%40rd%2F1@127.0.0.1:" + port)))
                    .isEmpty();
            assertThat(RedisStore.probe(config("redis://:pass+word@127.0.0.1:" + port)))
                    .hasValue("wrong password");
            assertThat(RedisStore.probe(config("redis://127.0.0.1:" + port))).hasValue("needs a password");
            assertThat(RedisStore.probe(config("redis://:pass%3Aw%40rd%2F1@127.0.0.1:" + port + "/99")))
                    .hasValue("no such database");
            redis.stop();
            assertThat(RedisStore.probe(config("redis://127.0.0.1:" + port))).hasValue("connection refused");
        }
        assertThat(RedisStore.probe(config("redis://no.such.host.invalid"))).hasValue("unknown host");
    }

    @Test
    void says_that_what_answers_is_silent_or_no_redis() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            assertThat(RedisStore.probe(config("redis://127.0.0.1:" + silent.getLocalPort())))
                    .hasValue("no answer in time");
        }
        try (RedisServerFixture redis = new RedisServerFixture().start()) {
            assertThat(RedisStore.probe(config("rediss://127.0.0.1:" + redis.port())))
                    .as("Redis waits for the end of what it takes for a command")
                    .hasValue("no answer in time");
        }
    }

    @Test
    void never_says_the_password() {
        try (RedisServerFixture redis = new RedisServerFixture("right-secret").start();
                RedisStore store = store(config("redis://user:wrong-secret@127.0.0.1:" + redis.port()))) {
            assertThatThrownBy(() -> store.lookup(KEY))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("Redis at 127.0.0.1:%d: wrong password", redis.port())
                    .hasStackTraceContaining("wrong password")
                    .satisfies(failure -> assertThat(failure.toString()).doesNotContain("secret"))
                    .hasNoCause();
            assertThat(store.description()).doesNotContain("secret");
        }
    }
}
