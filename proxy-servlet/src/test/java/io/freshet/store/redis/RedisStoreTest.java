package io.freshet.store.redis;

import static io.freshet.store.StoredResponses.HOUR;
import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.content;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.config.RedisConfig;
import io.freshet.http.RequestHead;
import io.freshet.policy.InvalidationScope;
import io.freshet.policy.Retention;
import io.freshet.policy.StoredHead;
import io.freshet.policy.Variance;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.CacheStoreContract;
import io.freshet.store.InvalidationIndex.Named;
import io.freshet.store.InvalidationIndex.Table;
import io.freshet.store.Lifespan;
import io.freshet.store.Propagation;
import io.freshet.store.PurgeMode;
import io.freshet.store.StoreException;
import io.freshet.store.StoreWriter;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;
import io.freshet.store.TestClock;
import io.freshet.store.Validity;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

class RedisStoreTest extends CacheStoreContract {

    private static final int MIB = 1024 * 1024;

    @RegisterExtension
    static final RedisServerFixture REDIS = new RedisServerFixture();

    private RedisClient redis;

    @Override
    protected CacheStore newStore() {
        return newStore("freshet:", 64 * MIB);
    }

    private RedisStore newStore(String prefix, long writeBuffer) {
        return new RedisStore(REDIS.config(prefix), MAX_OBJECT, MAX_VARIANTS, writeBuffer, clock);
    }

    @BeforeEach
    void startEmpty() {
        redis = REDIS.client();
        redis.flushAll();
    }

    @AfterEach
    void closeClient() {
        redis.close();
    }

    private static byte[] hash(CacheKey key) {
        return ("freshet:{" + key.digest() + "}").getBytes(UTF_8);
    }

    private Set<String> parts() {
        return redis.keys("freshet:*:body:*");
    }

    private StoredResponse only() {
        List<StoredResponse> found = store.lookup(KEY);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void says_where_it_is() {
        assertThat(store.description()).isEqualTo("Redis at 127.0.0.1:" + REDIS.port());
    }

    // What is in Redis

    private static final String LOG = "freshet:{all}:invalidations";
    private static final String CLEARED = "freshet:{all}:cleared";

    @Test
    void gives_every_key_a_time_to_live() {
        put(store, KEY, "small", head(clock), bytes(100));
        put(store, KEY, "large", head(clock), bytes(600_000));
        put(store, KEY, "large", head(clock), bytes(700_000));
        put(store, new CacheKey("other"), "large", head(clock), bytes(700_000));
        assertThat(store.lookup(new CacheKey("other"))).hasSize(1);
        store.freshen(KEY, store.lookup(KEY).get(0), head(clock), HOUR.multipliedBy(2));
        store.freshen(KEY, store.lookup(KEY).get(1), head(clock), HOUR.multipliedBy(2));
        assertThat(store.lookup(KEY)).hasSize(2);
        StoreWriter unfinished = store.open(KEY, "unfinished", head(clock), HOUR.multipliedBy(5));
        unfinished.write(ByteBuffer.wrap(bytes(600_000)));
        await().until(() -> parts().size() == 3 + 3 + 3 + 2);
        store.remove(new CacheKey("other"));

        long most = HOUR.multipliedBy(2).plus(EntryTable.GRACE).toMillis();
        assertThat(redis.keys("*")).hasSize(1 + 3 + 3 + 3 + 2 + 2).allSatisfy(name -> assertThat(redis.pttl(name))
                .isBetween(1L, name.equals(LOG) ? Lifespan.OF_INVALIDATION.toMillis() : most));
    }

    @Test
    void keeps_the_hash_as_long_as_the_variant_that_lives_longest() {
        store.open(KEY, "long", head(clock), Duration.ofSeconds(1000)).commit();
        store.open(KEY, "short", head(clock), Duration.ofSeconds(10)).commit();
        assertThat(store.lookup(KEY)).hasSize(2);
        assertThat(redis.pttl(hash(KEY))).isBetween(900_000L, 1_000_000L);

        store.open(KEY, "long", head(clock), Duration.ofSeconds(20)).commit();
        assertThat(store.lookup(KEY)).hasSize(2);
        assertThat(redis.pttl(hash(KEY))).isBetween(1L, 20_000L);
    }

    @Test
    void prunes_expired_variants_when_another_is_stored() {
        store.open(KEY, "short", head(clock), Duration.ofSeconds(10)).commit();
        store.open(KEY, "long", head(clock), Duration.ofSeconds(1000)).commit();
        assertThat(store.lookup(KEY)).hasSize(2);

        clock.advance(Duration.ofSeconds(10));
        store.open(KEY, "new", head(clock), Duration.ofSeconds(1000)).commit();
        assertThat(store.lookup(KEY)).hasSize(2);

        assertThat(PackedEntries.read(redis.get(hash(KEY))).entries())
                .extracting(PackedEntries.Packed::variant)
                .containsExactlyInAnyOrder("long", "new");
    }

    @Test
    void keeps_the_parts_of_a_body_a_little_longer_than_its_entry() {
        put(store, KEY, "v", head(clock), bytes(600_000));
        assertThat(store.lookup(KEY)).hasSize(1);

        long entry = redis.pttl(hash(KEY));
        assertThat(parts()).hasSize(3).allSatisfy(part -> assertThat(redis.pttl(part))
                .isGreaterThan(entry));
    }

    @Test
    void lets_replaced_capped_and_removed_bodies_go_after_the_grace() {
        put(store, KEY, "v", head(clock), bytes(300_000));
        put(store, KEY, "v", head(clock), bytes(10));
        for (int i = 0; i < MAX_VARIANTS + 1; i++) {
            put(store, KEY, "v" + i, head(clock), bytes(300_000));
        }
        assertThat(store.lookup(KEY)).hasSize(MAX_VARIANTS);
        assertThat(parts()).hasSize(2 * (MAX_VARIANTS + 2));
        assertThat(parts())
                .filteredOn(part -> redis.pttl(part) <= EntryTable.GRACE.toMillis())
                .hasSize(2 * 2);

        store.remove(KEY);
        assertThat(parts())
                .hasSize(2 * (MAX_VARIANTS + 2))
                .allMatch(part -> redis.pttl(part) <= EntryTable.GRACE.toMillis());
    }

    @Test
    void removes_the_parts_of_what_was_discarded() {
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        writer.write(ByteBuffer.wrap(bytes(600_000)));
        await().until(() -> parts().size() == 2);
        writer.discard();

        await().until(() -> redis.dbSize() == 0);
    }

    @Test
    void removes_the_parts_of_what_was_voided_by_a_removal() {
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        writer.write(ByteBuffer.wrap(bytes(600_000)));
        await().until(() -> parts().size() == 2);
        store.remove(KEY);
        writer.commit();

        await().until(() -> redis.keys("*").equals(Set.of(LOG, "freshet:{" + KEY.digest() + "}:removed")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 64 * 1024})
    void answers_a_hit_in_one_round_trip(int length) {
        put(store, KEY, "v", head(clock), bytes(length));
        assertThat(store.lookup(KEY)).hasSize(1);

        assertThat(REDIS.commandsFor(() -> assertThat(content(only())).hasSize(length)))
                .as("HGETALL")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1",
        "262143, 1, 1",
        "262143, 2, 2",
        "262144, 262144, 1",
        "0, 600000, 3",
        "599999, 1, 1",
        "7, 0, 0"
    })
    void fetches_only_the_parts_that_hold_a_range(long from, long length, int parts) {
        put(store, KEY, "v", head(clock), bytes(600_000));
        StoredResponse found = only();

        assertThat(REDIS.commandsFor(
                        () -> assertThat(content(found, from, length)).hasSize((int) length)))
                .as("a GET for each")
                .isEqualTo(parts);
    }

    // What should not be there

    @Test
    void takes_a_foreign_kind_of_value_for_a_miss_and_removes_it() {
        redis.set(hash(KEY), "not ours".getBytes(UTF_8), SetParams.setParams().ex(1000));
        assertThat(store.lookup(KEY)).isEmpty();
        await().until(() -> !redis.exists(hash(KEY)));

        redis.set(hash(KEY), "not ours".getBytes(UTF_8), SetParams.setParams().ex(1000));
        put(store, KEY, "v", head(clock), bytes(10));
        assertThat(content(only())).isEqualTo(bytes(10));

        redis.set(hash(KEY), "not ours".getBytes(UTF_8), SetParams.setParams().ex(1000));
        store.remove(KEY);
        assertThat(redis.exists(hash(KEY))).isFalse();
    }

    @Test
    void takes_an_entry_under_another_key_for_a_miss_and_removes_it() {
        put(store, KEY, "v", head(clock), bytes(10));
        byte[] value = entry();
        CacheKey collision = new CacheKey("another key");
        redis.set(hash(collision), value);

        assertThat(store.lookup(collision)).isEmpty();
        await().until(() -> !redis.exists(hash(collision)));
    }

    @Test
    void takes_damaged_values_for_a_miss_and_removes_them() {
        put(store, KEY, "v", head(clock, "A", "b"), bytes(20));
        byte[] value = entry();
        for (int i = 0; i < value.length; i++) {
            byte[] flipped = value.clone();
            flipped[i] ^= 0x10;
            if (i != NAME_OF_ONLY) {
                missesAndRemoves(flipped);
            }
            byte[] truncated = new byte[i];
            System.arraycopy(value, 0, truncated, 0, i);
            missesAndRemoves(truncated);
        }
        assertThat(((RedisStore) store).damagedValues()).isEqualTo(2L * value.length - 1);
    }

    /** Where the name of a single variant of one letter is; what is stored would be found by another name too. */
    private static final int NAME_OF_ONLY = PackedEntries.START + Short.BYTES + Integer.BYTES;

    private byte[] entry() {
        assertThat(store.lookup(KEY)).hasSize(1);
        return redis.get(hash(KEY));
    }

    private void missesAndRemoves(byte[] damaged) {
        redis.set(hash(KEY), damaged);
        assertThat(store.lookup(KEY)).isEmpty();
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> !redis.exists(hash(KEY)));
    }

    @Test
    void shows_the_good_variants_beside_a_damaged_one() {
        put(store, KEY, "bad", head(clock), bytes(10));
        put(store, KEY, "good", head(clock), bytes(10));
        assertThat(store.lookup(KEY)).hasSize(2);
        byte[] value = redis.get(hash(KEY));
        value[value.length - 1]++;
        redis.set(hash(KEY), value, SetParams.setParams().keepTtl());

        assertThat(store.lookup(KEY)).extracting(StoredResponse::variant).containsExactly("good");
        await().until(() -> PackedEntries.read(redis.get(hash(KEY))).entries().size() == 1);
        assertThat(redis.pttl(hash(KEY))).isPositive();
    }

    @Test
    void takes_what_an_older_version_wrote_for_a_miss_and_removes_it() {
        redis.hset(hash(KEY), "v".getBytes(UTF_8), "FRS\5 and so on".getBytes(UTF_8));
        assertThat(store.lookup(KEY)).isEmpty();
        await().until(() -> !redis.exists(hash(KEY)));

        redis.hset(hash(KEY), "v".getBytes(UTF_8), "FRS\5 and so on".getBytes(UTF_8));
        put(store, KEY, "v", head(clock), bytes(10));
        assertThat(content(only())).isEqualTo(bytes(10));
    }

    @Test
    void has_one_string_for_any_number_of_variants() {
        for (String variant : List.of("", "v", Variance.FOR_ALL)) {
            put(store, KEY, variant, head(clock), bytes(10));
        }
        assertThat(store.lookup(KEY)).extracting(StoredResponse::variant).containsExactly(Variance.FOR_ALL, "v", "");
        assertThat(redis.type(hash(KEY))).isEqualTo("string");
        assertThat(redis.keys("freshet:{" + KEY.digest() + "}*")).hasSize(1);
    }

    @Test
    void removes_an_entry_whose_body_has_gone() {
        put(store, KEY, "v", head(clock), bytes(600_000));
        StoredResponse found = only();
        parts().forEach(redis::unlink);

        assertThatThrownBy(() -> found.body().open()).isInstanceOf(StoreException.class);
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void removes_an_entry_whose_body_has_a_gap() {
        put(store, KEY, "v", head(clock), bytes(600_000));
        Iterator<ByteBuffer> body = only().body().open();
        parts().stream().filter(part -> part.endsWith(":1")).forEach(redis::unlink);

        assertThat(body.next().remaining()).isEqualTo(EntryHeader.PART_LENGTH);
        assertThatThrownBy(body::next).isInstanceOf(StoreException.class);
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void gives_the_ranges_that_need_no_part_that_has_gone() {
        byte[] content = bytes(600_000);
        put(store, KEY, "v", head(clock), content);
        StoredBody body = only().body();
        parts().stream().filter(part -> part.endsWith(":1")).forEach(redis::unlink);

        assertThat(content(only(), 0, 262_144)).isEqualTo(Arrays.copyOf(content, 262_144));
        assertThat(content(only(), 524_288, 10)).isEqualTo(Arrays.copyOfRange(content, 524_288, 524_298));
        assertThat(body.open(300_000, 0)).isExhausted();
        assertThat(store.lookup(KEY)).hasSize(1);

        Iterator<ByteBuffer> across = body.open(262_143, 2);
        assertThat(across.next().remaining()).isEqualTo(1);
        assertThatThrownBy(across::next).isInstanceOf(StoreException.class);
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void removes_an_entry_of_which_the_first_part_of_a_range_has_gone() {
        put(store, KEY, "v", head(clock), bytes(600_000));
        StoredBody body = only().body();
        parts().stream().filter(part -> part.endsWith(":2")).forEach(redis::unlink);

        assertThatThrownBy(() -> body.open(524_288, 1)).isInstanceOf(StoreException.class);
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void removes_an_entry_whose_body_is_damaged() {
        put(store, KEY, "v", head(clock), bytes(100_000));
        StoredResponse found = only();
        String part = parts().iterator().next();
        byte[] value = redis.get(part.getBytes(UTF_8));
        value[50_000] ^= 1;
        redis.set(part.getBytes(UTF_8), value);

        assertThatThrownBy(() -> found.body().open()).isInstanceOf(StoreException.class);
        assertThat(store.lookup(KEY)).isEmpty();
        assertThat(((RedisStore) store).damagedValues()).isEqualTo(1);
    }

    @Test
    void does_not_remove_the_successor_of_an_entry_whose_body_has_gone() {
        put(store, KEY, "v", head(clock), bytes(600_000));
        StoredResponse old = only();
        parts().forEach(redis::unlink);
        put(store, KEY, "v", head(clock), bytes(20));

        assertThatThrownBy(() -> old.body().open()).isInstanceOf(StoreException.class);
        assertThat(content(only())).isEqualTo(bytes(20));
    }

    @Test
    void does_not_commit_a_body_of_which_a_part_has_gone() {
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        writer.write(ByteBuffer.wrap(bytes(600_000)));
        await().until(() -> parts().size() == 2);
        redis.unlink(parts().iterator().next());
        writer.commit();

        assertThat(store.lookup(KEY)).isEmpty();
        await().until(() -> redis.dbSize() == 0);
    }

    @Test
    void does_not_freshen_a_body_of_which_a_part_has_gone() {
        put(store, KEY, "v", head(clock), bytes(600_000));
        StoredResponse found = only();
        redis.unlink(parts().iterator().next());
        store.freshen(KEY, found, head(clock), HOUR);

        assertThat(store.lookup(KEY)).isEmpty();
    }

    // Several nodes

    @Test
    void shows_every_node_what_one_has_stored() {
        try (RedisStore other = newStore("freshet:", MIB)) {
            put(store, KEY, "large", head(clock), bytes(600_000));
            put(store, KEY, "small", head(clock), bytes(6));
            assertThat(store.lookup(KEY)).hasSize(2);

            assertThat(other.lookup(KEY)).extracting(StoredResponse::variant).containsExactly("small", "large");
            assertThat(content(other.lookup(KEY).get(1))).isEqualTo(bytes(600_000));
            other.remove(KEY);
            assertThat(store.lookup(KEY)).isEmpty();
        }
    }

    @Test
    void clears_only_what_has_its_prefix() {
        try (RedisStore longer = newStore("freshet:2", MIB);
                RedisStore shorter = newStore("fresh", MIB)) {
            for (CacheStore each : List.of(store, longer, shorter)) {
                put(each, KEY, "v", head(clock), bytes(300_000));
                assertThat(each.lookup(KEY)).hasSize(1);
            }
            redis.set("freshet:settings", "1");
            redis.set("freshet:{not a digest}", "1");
            redis.set("freshet:{" + KEY.digest() + "}:somebody else's", "1");

            assertThat(store.clear()).isEqualTo(1);

            assertThat(store.lookup(KEY)).isEmpty();
            assertThat(longer.lookup(KEY)).hasSize(1);
            assertThat(shorter.lookup(KEY)).hasSize(1);
            assertThat(redis.keys("freshet:[s{]*")).hasSize(3 + 2).contains(LOG, CLEARED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "a?b:", "[ab]", "a\\", "^a-z]", "{tag}:", "\u00e9 \"'"})
    void takes_a_prefix_with_any_characters_as_it_is(String prefix) {
        try (RedisStore odd = newStore(prefix, MIB)) {
            put(odd, KEY, "v", head(clock), bytes(300_000));
            put(store, KEY, "v", head(clock), bytes(300_000));
            assertThat(store.lookup(KEY)).hasSize(1);
            assertThat(content(odd.lookup(KEY).get(0))).isEqualTo(bytes(300_000));

            assertThat(odd.clear()).isEqualTo(1);
            assertThat(odd.lookup(KEY)).isEmpty();
            assertThat(store.lookup(KEY)).hasSize(1);
        }
    }

    @Test
    void clears_more_than_one_step_of_keys() {
        for (int i = 0; i < 2000; i++) {
            put(store, new CacheKey("key " + i), "v", head(clock), bytes(3));
        }
        for (int i = 0; i < 2000; i++) {
            assertThat(store.lookup(new CacheKey("key " + i))).hasSize(1);
        }

        assertThat(store.clear()).isEqualTo(2000);
        assertThat(redis.keys("*")).containsExactlyInAnyOrder(LOG, CLEARED);
    }

    // InvalidationIndex

    private static final InvalidationScope TAG = InvalidationScope.Tag.named("a");
    private static final byte[] TAGS = "freshet:{all}:tags".getBytes(UTF_8);
    private static final byte[] PREFIXES = "freshet:{all}:prefixes".getBytes(UTF_8);
    private static final Duration WHILE = Duration.ofMillis(30);

    private void putTagged() {
        put(store, KEY, "v", head(clock, "Cache-Tag", "a"), bytes(10));
        assertThat(only().invalidated()).isFalse();
        clock.advance(WHILE);
    }

    private RedisStore otherNode() {
        return newStore("freshet:", MIB);
    }

    @Test
    void remembers_an_invalidation_for_longer_than_any_response() {
        store.invalidate(TAG, PurgeMode.HARD);
        store.invalidate(TAG, PurgeMode.HARD);
        store.invalidate(new InvalidationScope.Prefix("http://origin.example/"), PurgeMode.HARD);

        assertThat(redis.keys("*"))
                .containsExactlyInAnyOrder(
                        LOG,
                        "freshet:{all}:tags",
                        "freshet:{all}:tags:order",
                        "freshet:{all}:prefixes",
                        "freshet:{all}:prefixes:order");
        assertThat(redis.hlen(TAGS)).isEqualTo(1);
        assertThat(redis.keys("*")).allSatisfy(name -> assertThat(redis.pttl(name))
                .isGreaterThan(Retention.MAX.toMillis())
                .isLessThanOrEqualTo(Lifespan.OF_INVALIDATION.toMillis()));
    }

    @Test
    void shows_every_node_what_one_has_invalidated() {
        putTagged();
        try (RedisStore other = otherNode()) {
            other.invalidate(TAG, PurgeMode.HARD);
        }

        await().atMost(Propagation.HEARD_WITHIN.multipliedBy(4)).until(() -> only().invalidated());
    }

    /** One that the log has forgotten, and the latest of all. */
    @Test
    void shows_a_new_node_what_was_invalidated_before() {
        putTagged();
        store.invalidate(TAG, PurgeMode.HARD);
        redis.xtrim(LOG, 0, false);
        try (RedisStore other = otherNode()) {
            assertThat(other.lookup(KEY))
                    .extracting(StoredResponse::invalidated)
                    .containsExactly(true);
        }
    }

    @Test
    void goes_by_no_clock() {
        TestClock slow = new TestClock(clock.instant().minusSeconds(500));
        TestClock fast = new TestClock(clock.instant().plusSeconds(500));
        for (TestClock theirs : List.of(slow, fast)) {
            putTagged();
            try (RedisStore other = new RedisStore(REDIS.config("freshet:"), MIB, MAX_VARIANTS, MIB, theirs)) {
                other.invalidate(TAG, PurgeMode.HARD);
                await().until(() -> only().invalidated());
                clock.advance(WHILE);
                putTagged();
                assertThat(other.lookup(KEY))
                        .extracting(StoredResponse::invalidated)
                        .containsExactly(false);
            }
            clock.advance(WHILE);
        }
    }

    /** What another node removed while a response was under way is no more to be shared with those who wait for it. */
    @Test
    void tells_of_what_is_arriving_whether_another_node_has_removed_it() throws Exception {
        // A log that had not begun yet could be another one afterwards.
        store.remove(new CacheKey("another"));
        assertThat(store.lookup(KEY)).isEmpty();
        clock.advance(WHILE);
        StoredHead arriving = head(clock);
        try (RedisStore other = otherNode()) {
            other.remove(KEY);
        }
        Thread.sleep(Propagation.HEARD_WITHIN.toMillis());

        assertThat(store.stands(KEY, arriving)).isFalse();
        assertThat(store.stands(new CacheKey("other"), arriving)).isTrue();
    }

    /** The response is newer than what is there, though this node cannot show that it was asked for after the removal. */
    @Test
    void leaves_nothing_older_where_a_response_is_not_stored_for_a_removal_not_heard_of() {
        store.remove(new CacheKey("another"));
        clock.advance(WHILE);
        try (RedisStore other = otherNode()) {
            other.remove(KEY);
            clock.advance(WHILE);
            put(other, KEY, "v", head(clock, "A", "1"), bytes(70_000));
            assertThat(other.lookup(KEY)).hasSize(1);
            put(store, KEY, "v", head(clock, "A", "2"), bytes(10));

            assertThat(store.lookup(KEY)).isEmpty();
            assertThat(other.lookup(KEY)).isEmpty();
        }
    }

    /** Its own removal it has made, but of an invalidation by name it cannot know. */
    @Test
    void counts_an_invalidation_for_the_response_to_a_post_that_was_under_way() {
        store.remove(new CacheKey("another"));
        clock.advance(WHILE);
        StoredHead get = head(clock, "Cache-Tag", "a");
        RequestHead post =
                new RequestHead("POST", get.request().uri(), get.request().fields());
        StoredHead asked = new StoredHead(post, get.response(), get.requestTime(), get.responseTime());
        store.invalidate(TAG, PurgeMode.HARD);
        store.remove(KEY);
        put(store, KEY, "v", asked, bytes(10));

        assertThat(store.lookup(KEY)).allMatch(StoredResponse::invalidated);
    }

    @Test
    void keeps_the_invalidations_of_caches_with_other_prefixes_apart() {
        putTagged();
        try (RedisStore other = newStore("freshet:tags:", MIB)) {
            put(other, KEY, "v", head(clock, "Cache-Tag", "a"), bytes(10));
            assertThat(other.lookup(KEY)).hasSize(1);
            clock.advance(WHILE);
            other.invalidate(TAG, PurgeMode.HARD);
            assertThat(only().invalidated()).isFalse();

            store.clear();

            assertThat(other.lookup(KEY))
                    .extracting(StoredResponse::invalidated)
                    .containsExactly(true);
            assertThat(redis.keys("freshet:tags:*:tags")).hasSize(1);
        }
    }

    @Test
    void asks_redis_nothing_more_for_what_carries_tags() {
        putTagged();
        store.invalidate(TAG, PurgeMode.HARD);

        assertThat(REDIS.commandsFor(() -> assertThat(only().invalidated()).isTrue()))
                .as("HGETALL")
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "-1x", "99999999999999999999999999-0"})
    void takes_a_damaged_place_for_an_invalidation(String value) {
        putTagged();
        redis.hset(TAGS, Named.of(TAG, PurgeMode.HARD).name().getBytes(UTF_8), value.getBytes(UTF_8));

        try (RedisStore other = otherNode()) {
            assertThat(other.lookup(KEY))
                    .extracting(StoredResponse::invalidated)
                    .containsExactly(true);
        }
    }

    @Test
    void replaces_what_is_of_the_wrong_kind() {
        putTagged();
        for (byte[] name : List.of(TAGS, PREFIXES)) {
            redis.lpush(name, "not ours".getBytes(UTF_8));
            redis.set((new String(name, UTF_8) + ":order").getBytes(UTF_8), "not ours".getBytes(UTF_8));
        }
        redis.del(LOG);
        redis.set(LOG, "not ours");
        store.invalidate(TAG, PurgeMode.HARD);
        store.invalidate(new InvalidationScope.Prefix("http://origin.example/"), PurgeMode.HARD);

        assertThat(redis.hlen(TAGS)).isEqualTo(1);
        assertThat(redis.hlen(PREFIXES)).isEqualTo(1);
        assertThat(only().invalidated()).isTrue();
    }

    @Test
    void forgets_tags_and_prefixes_when_it_clears() {
        for (int i = 0; i < 20; i++) {
            store.invalidate(InvalidationScope.Tag.named("tag " + i), PurgeMode.HARD);
            store.invalidate(new InvalidationScope.Prefix("prefix " + i), PurgeMode.HARD);
        }

        assertThat(store.clear()).isZero();

        assertThat(redis.keys("*")).containsExactlyInAnyOrder(LOG, CLEARED);
    }

    @Test
    void frees_the_space_of_what_was_invalidated_behind_the_caller() {
        for (int i = 0; i < 300; i++) {
            put(store, new CacheKey("tagged " + i), "v", head(clock, "Cache-Tag", "a"), bytes(i == 7 ? 100_000 : 10));
            put(store, new CacheKey("other " + i), "v", head(clock), bytes(10));
        }
        assertThat(store.lookup(new CacheKey("tagged 299"))).hasSize(1);
        assertThat(store.lookup(new CacheKey("other 299"))).hasSize(1);
        clock.advance(WHILE);
        store.invalidate(TAG, PurgeMode.HARD);

        await().until(() -> redis.keys("freshet:{*}").size() == 300);
        assertThat(store.lookup(new CacheKey("tagged 0"))).isEmpty();
        assertThat(store.lookup(new CacheKey("other 0"))).hasSize(1);
        assertThat(parts())
                .allSatisfy(part -> assertThat(redis.pttl(part)).isLessThanOrEqualTo(EntryTable.GRACE.toMillis()));
    }

    /** Pushed out by others, and the log has forgotten them too. */
    @Test
    void shows_a_new_node_soft_invalidations_that_only_the_floor_knows() {
        put(store, KEY, "v", head(clock), bytes(10));
        assertThat(only().validity()).isEqualTo(Validity.VALID);
        store.soften(KEY);
        for (int i = 0; i <= Table.SOFT_NAMES.most(); i++) {
            store.invalidate(InvalidationScope.Tag.named("tag " + i), PurgeMode.SOFT);
        }
        redis.keys("freshet:{all}:soft-names*").stream()
                .filter(name -> name.endsWith("names"))
                .forEach(name -> redis.hkeys(name).stream()
                        .filter(field -> !field.isEmpty())
                        .forEach(field -> redis.hdel(name, field)));
        redis.xtrim(LOG, 0, false);

        try (RedisStore other = otherNode()) {
            assertThat(other.lookup(KEY))
                    .extracting(StoredResponse::validity)
                    .hasOnlyElementsOfType(Validity.Stale.class)
                    .hasSize(1);
        }
    }

    @Test
    void keeps_a_bounded_number_of_tags() {
        putTagged();
        store.invalidate(TAG, PurgeMode.HARD);
        for (int i = 0; i <= Table.TAGS.most(); i++) {
            store.invalidate(InvalidationScope.Tag.named("tag " + i), PurgeMode.HARD);
        }

        assertThat(redis.hlen(TAGS)).as("with that of all others").isEqualTo(Table.TAGS.most() + 1);
        try (RedisStore other = otherNode()) {
            // Seen as invalidated; or already taken away as such, which begins seconds after a node's first
            // invalidation.
            assertThat(other.lookup(KEY)).allMatch(StoredResponse::invalidated);
            clock.advance(WHILE);
            put(other, KEY, "v", head(clock, "Cache-Tag", "a"), bytes(10));
            assertThat(other.lookup(KEY))
                    .extracting(StoredResponse::invalidated)
                    .containsExactly(false);
        }
    }

    @Test
    void invalidates_when_redis_is_full() {
        putTagged();
        redis.configSet("maxmemory", "1");
        try {
            store.invalidate(TAG, PurgeMode.HARD);
            assertThat(only().invalidated()).isTrue();
            store.clear();
            assertThat(store.lookup(KEY)).isEmpty();
        } finally {
            redis.configSet("maxmemory", "0");
        }
    }

    // Writing behind

    @Test
    void runs_scripts_that_redis_has_forgotten() {
        put(store, KEY, "v", head(clock), bytes(10));
        assertThat(store.lookup(KEY)).hasSize(1);
        redis.scriptFlush();
        put(store, KEY, "w", head(clock), bytes(10));
        assertThat(store.lookup(KEY)).hasSize(2);
        redis.scriptFlush();
        store.remove(KEY);

        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void waits_for_the_write_that_a_lookup_must_see() {
        REDIS.pause(Duration.ofMillis(300));
        put(store, KEY, "v", head(clock), bytes(600_000));

        assertThat(content(only())).isEqualTo(bytes(600_000));
    }

    @Test
    void says_that_it_cannot_answer_when_redis_is_too_slow() {
        RedisConfig impatient = new RedisConfig(REDIS.uri(), "freshet:", Duration.ofMillis(100), 4);
        try (RedisStore hurried = new RedisStore(impatient, MAX_OBJECT, MAX_VARIANTS, MIB, clock)) {
            assertThat(hurried.lookup(KEY)).isEmpty();
            REDIS.pause(Duration.ofSeconds(2));

            assertThatThrownBy(() -> hurried.lookup(KEY))
                    .isInstanceOf(StoreException.class)
                    .hasMessage("Redis at 127.0.0.1:%d: no answer in time", REDIS.port());
        }
    }

    @Test
    void stores_nothing_that_has_no_room_in_the_write_buffer() {
        try (RedisStore small = newStore("freshet:", 100_000)) {
            for (int i = 0; i < 5; i++) {
                StoreWriter tooLarge = small.open(KEY, "too large", head(clock), HOUR);
                for (int piece = 0; piece < 20; piece++) {
                    tooLarge.write(ByteBuffer.wrap(bytes(10_000)));
                }
                tooLarge.commit();
            }
            assertThat(small.lookup(KEY)).isEmpty();
            assertThat(small.droppedWrites()).isEqualTo(5);

            for (int i = 0; i < 50; i++) {
                put(small, KEY, "v", head(clock), bytes(30_000));
                assertThat(content(small.lookup(KEY).get(0))).isEqualTo(bytes(30_000));
            }
            assertThat(small.droppedWrites()).isEqualTo(5);
        }
    }

    @Test
    void never_holds_more_than_the_write_buffer_while_redis_is_slow() {
        try (RedisStore small = newStore("freshet:", 100_000)) {
            REDIS.pause(Duration.ofMillis(500));
            for (int i = 0; i < 100; i++) {
                put(small, new CacheKey("key " + i), "v", head(clock), bytes(10_000));
            }
            assertThat(small.droppedWrites()).isBetween(90L, 95L);
        }
        assertThat(redis.dbSize()).isBetween(5L, 10L);
    }

    @Test
    void writes_what_is_pending_before_it_closes_and_leaves_no_thread() {
        RedisStore closing = newStore("freshet:", 64 * MIB);
        for (int i = 0; i < 200; i++) {
            put(closing, new CacheKey("key " + i), "v", head(clock), bytes(3));
        }
        closing.close();

        assertThat(redis.dbSize()).isEqualTo(200);
        store.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("freshet-redis")));
    }

    @Test
    void ignores_writers_after_it_was_closed() {
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        store.close();
        writer.write(ByteBuffer.wrap(bytes(600_000)));
        writer.commit();
        store.open(KEY, "v", head(clock), HOUR).discard();

        assertThat(redis.dbSize()).isZero();
        assertThatThrownBy(() -> store.lookup(KEY)).isInstanceOf(StoreException.class);
    }
}
