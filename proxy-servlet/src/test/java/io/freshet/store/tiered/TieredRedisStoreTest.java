package io.freshet.store.tiered;

import static io.freshet.store.StoredResponses.HOUR;
import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.content;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.CacheStoreContract;
import io.freshet.store.ResilientStore;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.store.redis.RedisStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

/** The near tier in front of a real Redis keeps to the contract, and to what it adds. */
class TieredRedisStoreTest extends CacheStoreContract {

    private static final int MIB = 1024 * 1024;
    private static final Duration NEAR_TIME = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    @RegisterExtension
    static final RedisServerFixture REDIS = new RedisServerFixture();

    private final RedisClient redis = REDIS.client();

    /** What another node would write to the same Redis. */
    private final CacheStore otherNode = redisStore();

    @Override
    protected CacheStore newStore() {
        redis.flushAll();
        return new TieredStore(new ResilientStore(redisStore()), 64 * MIB, NEAR_TIME, clock);
    }

    private CacheStore redisStore() {
        return new RedisStore(REDIS.config("freshet:"), MAX_OBJECT, MAX_VARIANTS, 64 * MIB, clock);
    }

    @AfterEach
    void closeOthers() {
        otherNode.close();
        redis.close();
    }

    /** Stores as another node, and waits until Redis has it. */
    private void putElsewhere(String variant, byte[] content) {
        put(otherNode, KEY, variant, head(clock), content);
        assertThat(otherNode.lookup(KEY)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 65536})
    void asks_redis_once_within_the_near_time(int length) {
        putElsewhere("v", bytes(length));

        store.lookup(new CacheKey("to be connected"));
        assertThat(store.peek(KEY)).isEmpty();
        assertThat(REDIS.commandsFor(() -> store.lookup(KEY))).isEqualTo(1);
        assertThat(REDIS.commandsFor(() -> {
                    for (int i = 0; i < 10; i++) {
                        assertThat(content(store.lookup(KEY).get(0))).isEqualTo(bytes(length));
                        assertThat(content(store.peek(KEY).get(0))).isEqualTo(bytes(length));
                    }
                }))
                .isZero();
        clock.advance(NEAR_TIME);
        assertThat(store.peek(KEY)).isEmpty();
        assertThat(REDIS.commandsFor(() -> store.lookup(KEY))).isEqualTo(1);
    }

    @Test
    void learns_after_the_near_time_what_another_node_did() {
        putElsewhere("v", bytes(10));
        store.lookup(KEY);
        putElsewhere("w", bytes(20));

        clock.advance(NEAR_TIME.minus(MOMENT));
        assertThat(store.lookup(KEY)).extracting(StoredResponse::variant).containsExactly("v");
        clock.advance(MOMENT);
        assertThat(store.lookup(KEY)).extracting(StoredResponse::variant).containsExactly("w", "v");

        otherNode.remove(KEY);
        clock.advance(NEAR_TIME);
        assertThat(store.lookup(KEY)).isEmpty();
        assertThat(store.peek(KEY)).isEmpty();
    }

    /** What is kept ready by the list goes on being good. */
    @Test
    void gives_the_same_list_while_redis_says_the_same() {
        putElsewhere("v", bytes(10));
        List<StoredResponse> first = store.lookup(KEY);
        clock.advance(NEAR_TIME);
        List<StoredResponse> second = store.lookup(KEY);
        putElsewhere("v", bytes(10));
        clock.advance(NEAR_TIME);

        assertThat(second).isSameAs(first);
        assertThat(store.peek(KEY)).isEmpty();
        assertThat(store.lookup(KEY)).isNotSameAs(first);
        assertThat(store.peek(KEY)).isSameAs(store.lookup(KEY));
    }

    @Test
    void does_not_remember_that_there_was_nothing() {
        store.lookup(KEY);
        putElsewhere("v", bytes(10));

        assertThat(store.lookup(KEY)).hasSize(1);
    }

    @Test
    void what_this_node_does_counts_at_once() {
        put(store, KEY, "v", head(clock), bytes(10));
        StoredResponse first = store.lookup(KEY).get(0);
        put(store, KEY, "v", head(clock), bytes(20));
        assertThat(content(store.lookup(KEY).get(0))).isEqualTo(bytes(20));

        store.freshen(KEY, store.lookup(KEY).get(0), head(clock, "Etag", "\"new\""), HOUR);
        assertThat(store.lookup(KEY).get(0).head().response().fields().get("Etag"))
                .isEqualTo("\"new\"");
        store.freshen(KEY, first, head(clock, "Etag", "\"of what was replaced\""), HOUR);
        assertThat(store.lookup(KEY).get(0).head().response().fields().get("Etag"))
                .isEqualTo("\"new\"");

        store.remove(KEY);
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void asks_redis_again_when_told_to_forget() {
        putElsewhere("v", bytes(10));
        store.lookup(KEY);
        otherNode.remove(KEY);

        store.forget(new CacheKey("another"));
        assertThat(store.lookup(KEY)).hasSize(1);
        store.forget(KEY);
        assertThat(store.lookup(KEY)).isEmpty();

        clock.advance(Duration.ofMillis(30));
        putElsewhere("v", bytes(10));
        store.lookup(KEY);
        otherNode.remove(KEY);
        store.forget();
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void gathers_large_content_as_it_is_read() {
        byte[] large = bytes(600_000);
        putElsewhere("v", large);

        StoredResponse found = store.lookup(KEY).get(0);
        assertThat(store.peek(KEY)).as("not in memory yet").isEmpty();
        assertThat(REDIS.commandsFor(() -> assertThat(content(found)).isEqualTo(large)))
                .isEqualTo(3);
        assertThat(store.peek(KEY)).hasSize(1);
        assertThat(REDIS.commandsFor(() -> {
                    assertThat(content(store.peek(KEY).get(0))).isEqualTo(large);
                    assertThat(content(found, 262_143, 2)).isEqualTo(new byte[] {large[262_143], large[262_144]});
                }))
                .isZero();

        clock.advance(NEAR_TIME);
        assertThat(REDIS.commandsFor(() -> content(store.lookup(KEY).get(0))))
                .as("the head alone")
                .isEqualTo(1);
    }

    @Test
    void readers_of_large_content_share_what_they_fetch() {
        byte[] large = bytes(1_000_000);
        putElsewhere("v", large);
        StoredBody body = store.lookup(KEY).get(0).body();

        long commands = REDIS.commandsFor(() -> {
            Iterator<ByteBuffer> first = body.open();
            first.next();
            Iterator<ByteBuffer> second = body.open();
            second.next();
            second.next();
            second.next();
            assertThat(body.atHand()).isFalse();
            second.next();
            while (first.hasNext()) {
                first.next();
            }
        });

        assertThat(body.atHand()).isTrue();
        // Both go on behind what was gathered when they came there.
        assertThat(commands).isBetween(4L, 7L);
    }

    /** The piece of a range may hold on to far more than it is. */
    @Test
    void gathers_nothing_of_ranges() {
        putElsewhere("v", bytes(600_000));
        StoredResponse found = store.lookup(KEY).get(0);

        content(found, 0, 599_999);
        assertThat(REDIS.commandsFor(() -> content(found, 0, 1))).isEqualTo(1);
        assertThat(store.peek(KEY)).isEmpty();
    }

    @Test
    void leaves_content_over_a_quarter_of_the_memory_far_away() {
        putElsewhere("v", bytes(600_000));
        CacheStore small = new TieredStore(redisStore(), 2 * MIB, NEAR_TIME, clock);
        try {
            content(small.lookup(KEY).get(0));

            assertThat(REDIS.commandsFor(
                            () -> assertThat(content(small.lookup(KEY).get(0))).isEqualTo(bytes(600_000))))
                    .isEqualTo(4);
        } finally {
            small.close();
        }
    }

    @Test
    void keeps_within_its_bytes() {
        CacheStore small = new TieredStore(redisStore(), MIB, NEAR_TIME, clock);
        try {
            for (int i = 0; i < 100; i++) {
                CacheKey key = new CacheKey("key " + i);
                put(small, key, "v", head(clock), bytes(50_000));
                small.lookup(key);
            }
            long remembered = 0;
            for (int i = 0; i < 100; i++) {
                remembered += small.peek(new CacheKey("key " + i)).size();
            }
            assertThat(remembered).isBetween(10L, 20L);
        } finally {
            small.close();
        }
    }
}
