package io.freshet.store;

import static io.freshet.store.StoredResponses.HOUR;
import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.content;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.lines;
import static io.freshet.store.StoredResponses.put;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.policy.InvalidationScope;
import io.freshet.policy.Retention;
import io.freshet.policy.StoredHead;
import io.freshet.store.InvalidationIndex.Table;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. */
public abstract class CacheStoreContract {

    protected static final int MAX_OBJECT = 6 * 1024 * 1024;
    protected static final int MAX_VARIANTS = 4;

    protected static final CacheKey KEY =
            CacheKey.of("http://origin.example", "http://proxy.example", "http://origin.example/a");
    private static final CacheKey OTHER_KEY =
            CacheKey.of("http://origin.example", "http://proxy.example", "http://origin.example/b");

    /** Longer than what {@link StoredResponses#head} takes to arrive. */
    private static final Duration WHILE = Duration.ofMillis(30);

    protected final TestClock clock = new TestClock(Instant.parse("2030-01-02T03:04:05.678901Z"));
    protected CacheStore store;

    /** A store that has nothing, holds {@link #MAX_OBJECT} bytes and {@link #MAX_VARIANTS}, and goes by {@link #clock}. */
    protected abstract CacheStore newStore();

    @BeforeEach
    void open() {
        store = newStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private StoredResponse only(CacheKey key) {
        List<StoredResponse> found = store.lookup(key);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private List<String> variants() {
        return store.lookup(KEY).stream().map(StoredResponse::variant).toList();
    }

    @Test
    void finds_nothing_where_nothing_was_stored() {
        assertThat(store.lookup(KEY)).isEmpty();
    }

    /** Nothing at hand does not mean that nothing is stored, but what is at hand is what is stored. */
    @Test
    void has_at_hand_nothing_else_than_what_is_stored() {
        assertThat(store.peek(KEY)).isEmpty();
        put(store, KEY, "v", head(clock), bytes(10));
        put(store, KEY, "w", head(clock), bytes(20));
        List<StoredResponse> stored = store.lookup(KEY);

        List<StoredResponse> atHand = store.peek(KEY);
        assertThat(atHand).isIn(List.of(), stored);
        assertThat(store.peek(KEY)).isSameAs(atHand);
        assertThat(atHand).allMatch(response -> response.body().atHand());

        store.freshen(KEY, stored.get(0), head(clock, "Age", "0"), HOUR);
        assertThat(store.peek(KEY)).isIn(List.of(), store.lookup(KEY));
        store.remove(KEY);
        assertThat(store.peek(KEY)).isEmpty();
    }

    private LookedUp ahead(CacheKey key) {
        // A write that is under way is for a lookup to wait for, and so is the log of invalidations.
        store.lookup(key);
        return store.lookupAhead(key).toCompletableFuture().join().orElseThrow();
    }

    @Test
    void finds_ahead_what_a_lookup_finds() {
        assertThat(ahead(KEY).responses()).isEmpty();
        put(store, KEY, "v", head(clock), bytes(10));
        put(store, KEY, "w", head(clock), bytes(600_000));

        LookedUp found = ahead(KEY);

        assertThat(found.responses()).isEqualTo(store.lookup(KEY)).hasSize(2);
        assertThat(content(found.responses().get(0))).isEqualTo(bytes(600_000));
        assertThat(found.standsFor(KEY)).isTrue();
        assertThat(found.standsFor(OTHER_KEY)).isFalse();
    }

    /** What is done to a store after something was looked up ahead in it. */
    private record Change(String name, Consumer<CacheStoreContract> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("stored", test -> put(test.store, KEY, "v", head(test.clock), bytes(20))),
                new Change(
                        "freshened",
                        test -> test.store.freshen(
                                KEY, test.store.lookup(KEY).get(0), head(test.clock, "Age", "0"), HOUR)),
                new Change("removed", test -> test.store.remove(KEY)),
                new Change("cleared", test -> test.store.clear()),
                new Change(
                        "a tag invalidated",
                        test -> test.store.invalidate(InvalidationScope.Tag.named("t"), PurgeMode.HARD)),
                new Change("softened", test -> test.store.soften(KEY)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void what_was_found_ahead_does_not_stand_for_a_lookup_after_a_change(Change change) {
        put(store, KEY, "v", head(clock, "Cache-Tag", "t"), bytes(10));
        LookedUp found = ahead(KEY);
        assertThat(found.standsFor(KEY)).isTrue();
        clock.advance(WHILE);

        change.change().accept(this);

        assertThat(found.standsFor(KEY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 255, 8191, 8192, 65535, 65536, 65537, 262143, 262144, 262145, 524288, 3_000_001, MAX_OBJECT})
    void gives_content_back_byte_for_byte(int length) {
        byte[] content = bytes(length);
        put(store, KEY, "v", head(clock), content);

        StoredResponse found = only(KEY);
        assertThat(found.body().length()).isEqualTo(length);
        assertThat(content(found)).isEqualTo(content);
        assertThat(content(found)).as("a second reading").isEqualTo(content);
    }

    /** Lengths around those of what stores cut content into: up to 256 KiB in memory, 64 KiB and 256 KiB in Redis. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8193, 65536, 65537, 262144, 262145, 600_000, 3_000_001})
    void gives_any_range_of_content(int length) {
        byte[] content = bytes(length);
        put(store, KEY, "v", head(clock), content);
        StoredResponse found = only(KEY);

        int[] edges = {0, 1, 8191, 8192, 16384, 65536, 262143, 262144, 262145, 524288, length / 2, length - 1, length};
        for (int from : edges) {
            for (int end : edges) {
                if (0 <= from && from <= end && end <= length) {
                    assertThat(content(found, from, end - from))
                            .as("%d to before %d of %d", from, end, length)
                            .isEqualTo(Arrays.copyOfRange(content, from, end));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 600_000})
    void has_nothing_in_an_empty_range(int length) {
        put(store, KEY, "v", head(clock), bytes(length));
        StoredBody body = only(KEY).body();

        for (long from : new long[] {0, length / 2, length}) {
            Iterator<ByteBuffer> nothing = body.open(from, 0);
            assertThat(nothing).isExhausted();
            assertThatThrownBy(nothing::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 600_000})
    void has_no_range_beyond_the_content(int length) {
        put(store, KEY, "v", head(clock), bytes(length));
        StoredBody body = only(KEY).body();

        long[][] ranges = {
            {0, length + 1L}, {length, 1}, {length + 1L, 0}, {-1, 1}, {0, -1}, {1, Long.MAX_VALUE}, {Long.MAX_VALUE, 1}
        };
        for (long[] range : ranges) {
            assertThatThrownBy(() -> body.open(range[0], range[1]))
                    .as("%d, %d", range[0], range[1])
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void lets_several_read_their_ranges_at_once() {
        byte[] content = bytes(600_000);
        put(store, KEY, "v", head(clock), content);
        StoredBody body = only(KEY).body();
        Iterator<ByteBuffer> one = body.open(100_000, 400_000);
        Iterator<ByteBuffer> two = body.open(100_001, 400_000);
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        while (one.hasNext() || two.hasNext()) {
            if (one.hasNext()) {
                StoredResponses.drain(one.next(), first);
            }
            if (two.hasNext()) {
                StoredResponses.drain(two.next(), second);
            }
        }

        assertThat(first.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 100_000, 500_000));
        assertThat(second.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 100_001, 500_001));
    }

    @Test
    void gives_every_byte_value_back_when_written_in_small_pieces() {
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 300_000; i += 7) {
            byte[] piece = {(byte) i, (byte) (i + 1), (byte) (i >> 8), (byte) 0, (byte) 255, (byte) '\r', (byte) '\n'};
            all.writeBytes(piece);
            ByteBuffer buffer = ByteBuffer.wrap(piece);
            writer.write(buffer);
            assertThat(buffer.position()).isZero();
        }
        writer.commit();

        assertThat(content(only(KEY))).isEqualTo(all.toByteArray());
    }

    @Test
    void copies_what_is_written() {
        byte[] reused = "first".getBytes(UTF_8);
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        writer.write(ByteBuffer.wrap(reused));
        reused[0] = 'X';
        writer.commit();

        assertThat(content(only(KEY))).asString().isEqualTo("first");
    }

    @Test
    void takes_direct_and_read_only_buffers() {
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        writer.write(ByteBuffer.allocateDirect(3).put("abc".getBytes(UTF_8)).flip());
        writer.write(ByteBuffer.wrap("__def__".getBytes(UTF_8), 2, 3).asReadOnlyBuffer());
        writer.commit();

        assertThat(content(only(KEY))).asString().isEqualTo("abcdef");
    }

    @Test
    void keeps_fields_in_order_with_repetitions_and_any_character() {
        String allCharacters = IntStream.rangeClosed(1, 255)
                .filter(c -> c != '\r' && c != '\n')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        StoredHead head = head(
                clock,
                "X-B",
                "2",
                "Set-Cookie",
                "a=\"1\"",
                "x-a",
                "",
                "Set-Cookie",
                "b=2, c",
                "X-B",
                "2",
                "ETag",
                "W/\"\\x\"",
                "X-All",
                allCharacters,
                "X-Other",
                "\u20ac \ud83d\ude00",
                "content-TYPE",
                " text/plain ");
        put(store, KEY, "v", head, bytes(10));

        StoredHead found = only(KEY).head();
        assertThat(lines(found.response().fields()))
                .isEqualTo(lines(head.response().fields()))
                .contains("content-TYPE:  text/plain ");
        assertThat(found.response().status()).isEqualTo(200);
        assertThat(lines(found.request().fields())).containsExactly("Accept-Language: de");
        assertThat(found.request().method()).isEqualTo("GET");
        assertThat(found.request().uri()).isEqualTo("http://origin.example/a?b=c%20d");
        assertThat(found.requestTime()).isEqualTo(head.requestTime());
        assertThat(found.responseTime()).isEqualTo(head.responseTime());
    }

    @Test
    void keeps_keys_apart() {
        put(store, KEY, "v", head(clock), bytes(10));

        assertThat(store.lookup(OTHER_KEY)).isEmpty();
    }

    @Test
    void replaces_a_response_by_a_newer_one_of_the_same_variant() {
        put(store, KEY, "v", head(clock, "A", "1"), bytes(10));
        put(store, KEY, "v", head(clock, "A", "2"), bytes(300_000));
        put(store, KEY, "v", head(clock, "A", "3"), bytes(20));

        assertThat(lines(only(KEY).head().response().fields())).containsExactly("A: 3");
        assertThat(content(only(KEY))).isEqualTo(bytes(20));
    }

    /** RFC 9111 §4: of suitable responses the most recent one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 300_000})
    void keeps_what_was_asked_for_later_when_an_earlier_response_is_complete_after_it(int length) {
        StoreWriter slow = store.open(KEY, "v", head(clock, "A", "1"), HOUR);
        slow.write(ByteBuffer.wrap(bytes(length)));
        clock.advance(WHILE);
        put(store, KEY, "v", head(clock, "A", "2"), bytes(20));
        slow.commit();

        assertThat(lines(only(KEY).head().response().fields())).containsExactly("A: 2");
        assertThat(content(only(KEY))).isEqualTo(bytes(20));

        put(store, KEY, "v", head(clock, "A", "3"), bytes(length));
        assertThat(lines(only(KEY).head().response().fields())).containsExactly("A: 3");
    }

    @Test
    void keeps_variants_side_by_side_the_newest_first() {
        put(store, KEY, "de", head(clock), bytes(10));
        put(store, KEY, "", head(clock), bytes(11));
        put(store, KEY, "fr, \u00e9", head(clock), bytes(12));

        assertThat(variants()).containsExactly("fr, \u00e9", "", "de");
        assertThat(store.lookup(KEY)).extracting(one -> one.body().length()).containsExactly(12L, 11L, 10L);
    }

    @Test
    void lets_the_oldest_variants_go_when_there_are_too_many() {
        for (int i = 0; i < 7; i++) {
            put(store, KEY, "v" + i, head(clock), bytes(i));
        }

        assertThat(variants()).containsExactly("v6", "v5", "v4", "v3");
    }

    @Test
    void forgets_a_response_when_its_retention_is_over() {
        put(store, KEY, "v", head(clock), bytes(10));
        // A store that writes behind has written when it answers.
        assertThat(store.lookup(KEY)).hasSize(1);

        clock.advance(HOUR.minusMillis(1));
        assertThat(store.lookup(KEY)).hasSize(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void forgets_each_variant_in_its_own_time() {
        store.open(KEY, "short", head(clock), Duration.ofSeconds(10)).commit();
        store.open(KEY, "long", head(clock), Duration.ofSeconds(1000)).commit();
        store.open(KEY, "shorter", head(clock), Duration.ofSeconds(5)).commit();
        assertThat(variants()).hasSize(3);

        clock.advance(Duration.ofSeconds(5));
        assertThat(variants()).containsExactly("long", "short");
        clock.advance(Duration.ofSeconds(5));
        assertThat(variants()).containsExactly("long");
    }

    @Test
    void counts_retention_from_the_time_of_the_response() {
        StoredHead head = head(clock);
        clock.advance(HOUR);
        put(store, KEY, "v", head, bytes(10));

        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void takes_the_longest_retention_there_is() {
        store.open(KEY, "v", head(clock), Duration.ofSeconds(Long.MAX_VALUE)).commit();

        assertThat(store.lookup(KEY)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 600_000})
    void shows_nothing_before_commit(int length) {
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        writer.write(ByteBuffer.wrap(bytes(length)));
        assertThat(store.lookup(KEY)).isEmpty();

        writer.commit();
        assertThat(content(only(KEY))).isEqualTo(bytes(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 600_000})
    void stores_nothing_that_was_discarded(int length) {
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        writer.write(ByteBuffer.wrap(bytes(length)));
        writer.discard();
        writer.write(ByteBuffer.wrap(bytes(length)));
        writer.commit();

        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void keeps_what_was_committed_when_discarded_afterwards() {
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        writer.write(ByteBuffer.wrap(bytes(300_000)));
        writer.commit();
        writer.discard();
        writer.write(ByteBuffer.wrap(bytes(3)));
        writer.commit();

        assertThat(content(only(KEY))).isEqualTo(bytes(300_000));
    }

    @Test
    void keeps_the_old_response_when_the_new_one_is_discarded() {
        put(store, KEY, "v", head(clock), bytes(10));
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        writer.write(ByteBuffer.wrap(bytes(300_000)));
        writer.discard();

        assertThat(content(only(KEY))).isEqualTo(bytes(10));
    }

    @Test
    void does_not_store_what_is_too_large() {
        put(store, KEY, "v", head(clock), bytes(MAX_OBJECT + 1));

        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void removes_every_variant_of_a_key_and_no_other() {
        put(store, KEY, "a", head(clock), bytes(10));
        put(store, KEY, "b", head(clock), bytes(300_000));
        put(store, OTHER_KEY, "a", head(clock), bytes(10));

        store.remove(KEY);

        assertThat(store.lookup(KEY)).isEmpty();
        assertThat(store.lookup(OTHER_KEY)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 600_000})
    void ignores_the_commit_of_a_writer_that_was_opened_before_a_removal(int length) {
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        writer.write(ByteBuffer.wrap(bytes(length)));
        store.remove(KEY);
        writer.commit();
        assertThat(store.lookup(KEY)).isEmpty();

        clock.advance(WHILE);
        put(store, KEY, "v", head(clock), bytes(20));
        assertThat(content(only(KEY))).isEqualTo(bytes(20));
    }

    @Test
    void ignores_the_commit_of_a_writer_that_was_opened_before_everything_was_cleared() {
        StoreWriter writer = store.open(KEY, "v", head(clock), HOUR);
        store.clear();
        writer.commit();

        assertThat(store.lookup(KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 600_000})
    void freshens_the_head_and_the_retention_and_keeps_the_content(int length) {
        put(store, KEY, "v", head(clock, "A", "old"), bytes(length));
        assertThat(content(only(KEY))).isEqualTo(bytes(length));

        clock.advance(HOUR.minusSeconds(1));
        store.freshen(KEY, only(KEY), head(clock, "A", "new"), HOUR);
        assertThat(lines(only(KEY).head().response().fields())).containsExactly("A: new");

        clock.advance(HOUR.minusSeconds(1));

        StoredResponse found = only(KEY);
        assertThat(lines(found.head().response().fields())).containsExactly("A: new");
        assertThat(found.head().responseTime()).isEqualTo(clock.instant().minus(HOUR.minusSeconds(1)));
        assertThat(content(found)).isEqualTo(bytes(length));
        clock.advance(Duration.ofSeconds(1));
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 600_000})
    void tells_content_by_an_identity_that_outlasts_freshening_but_not_replacement(int length) {
        put(store, KEY, "v", head(clock), bytes(length));
        Optional<String> first = only(KEY).body().identity();
        assertThat(first).isPresent();

        store.freshen(KEY, only(KEY), head(clock, "A", "new"), HOUR);
        assertThat(only(KEY).body().identity()).isEqualTo(first);

        put(store, KEY, "v", head(clock), bytes(length));
        assertThat(only(KEY).body().identity()).isPresent().isNotEqualTo(first);
    }

    @Test
    void freshens_twice() {
        put(store, KEY, "v", head(clock), bytes(600_000));
        store.freshen(KEY, only(KEY), head(clock, "A", "1"), HOUR);
        store.freshen(KEY, only(KEY), head(clock, "A", "2"), HOUR);

        assertThat(lines(only(KEY).head().response().fields())).containsExactly("A: 2");
    }

    @Test
    void counts_a_freshened_response_as_the_newest() {
        put(store, KEY, "a", head(clock), bytes(1));
        put(store, KEY, "b", head(clock), bytes(2));
        store.freshen(KEY, store.lookup(KEY).get(1), head(clock), HOUR);

        assertThat(variants()).containsExactly("a", "b");
    }

    @Test
    void does_not_freshen_what_was_replaced() {
        put(store, KEY, "v", head(clock, "A", "first"), bytes(10));
        StoredResponse first = only(KEY);
        put(store, KEY, "v", head(clock, "A", "second"), bytes(20));

        store.freshen(KEY, first, head(clock, "A", "freshened"), HOUR);

        assertThat(lines(only(KEY).head().response().fields())).containsExactly("A: second");
        assertThat(content(only(KEY))).isEqualTo(bytes(20));
    }

    @Test
    void does_not_freshen_what_was_removed() {
        put(store, KEY, "v", head(clock), bytes(10));
        StoredResponse gone = only(KEY);
        store.remove(KEY);

        store.freshen(KEY, gone, head(clock), HOUR);

        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void clears_everything_and_says_how_many_responses_that_were() {
        put(store, KEY, "a", head(clock), bytes(10));
        put(store, KEY, "b", head(clock), bytes(300_000));
        put(store, OTHER_KEY, "a", head(clock), bytes(10));
        assertThat(store.lookup(KEY)).hasSize(2);
        assertThat(store.lookup(OTHER_KEY)).hasSize(1);

        assertThat(store.clear()).isEqualTo(3);
        assertThat(store.lookup(KEY)).isEmpty();
        assertThat(store.lookup(OTHER_KEY)).isEmpty();
        assertThat(store.clear()).isZero();
    }

    @Test
    void lets_a_reader_finish_that_began_before_a_replacement_and_a_removal() {
        put(store, KEY, "v", head(clock), bytes(2_000_000));
        Iterator<ByteBuffer> parts = only(KEY).body().open();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        StoredResponses.drain(parts.next(), read);

        put(store, KEY, "v", head(clock), bytes(1_000_000));
        assertThat(content(only(KEY))).isEqualTo(bytes(1_000_000));
        store.remove(KEY);

        while (parts.hasNext()) {
            StoredResponses.drain(parts.next(), read);
        }
        assertThat(read.toByteArray()).isEqualTo(bytes(2_000_000));
    }

    @Test
    void lets_two_read_at_once() {
        put(store, KEY, "v", head(clock), bytes(600_000));
        StoredResponse found = only(KEY);
        Iterator<ByteBuffer> one = found.body().open();
        Iterator<ByteBuffer> two = found.body().open();
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        while (one.hasNext()) {
            StoredResponses.drain(one.next(), first);
            StoredResponses.drain(two.next(), second);
        }

        assertThat(first.toByteArray()).isEqualTo(bytes(600_000));
        assertThat(second.toByteArray()).isEqualTo(bytes(600_000));
    }

    @Test
    void loses_nothing_when_variants_are_written_at_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(MAX_VARIANTS);
        try {
            for (int round = 0; round < 20; round++) {
                List<Future<?>> writers = new ArrayList<>();
                int size = 100 + round * 10_000;
                for (int i = 0; i < MAX_VARIANTS; i++) {
                    String variant = "v" + i;
                    writers.add(threads.submit(() -> put(store, KEY, variant, head(clock), bytes(size))));
                }
                for (Future<?> writer : writers) {
                    writer.get();
                }
                assertThat(variants()).containsExactlyInAnyOrder("v0", "v1", "v2", "v3");
                assertThat(store.lookup(KEY))
                        .allSatisfy(one -> assertThat(content(one)).isEqualTo(bytes(size)));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    // InvalidationIndex

    private static final InvalidationScope TAG = InvalidationScope.Tag.named("a");

    private void putTagged(CacheKey key, String field, String value) {
        put(store, key, "v", head(clock, field, value), bytes(10));
        assertThat(only(key).invalidated()).isFalse();
    }

    /** Marked, or gone already. */
    private void assertInvalidated(CacheKey key) {
        assertThat(store.lookup(key)).allMatch(StoredResponse::invalidated);
    }

    private void invalidate(InvalidationScope scope) {
        clock.advance(WHILE);
        assertThat(store.invalidate(scope, PurgeMode.HARD)).isEqualTo(Propagation.EVERY_NODE);
        clock.advance(WHILE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cache-Groups  | \"a\"",
                "Cache-Groups  | \"b\", \"a\"",
                "Surrogate-Key | a",
                "Surrogate-Key | b a c",
                "Cache-Tag     | a",
                "Cache-Tag     | b, a ,c",
            })
    void marks_what_carries_a_tag_that_was_invalidated(String field, String value) {
        putTagged(KEY, field, value);
        invalidate(TAG);

        assertInvalidated(KEY);
        assertThat(store.peek(KEY)).allMatch(StoredResponse::invalidated);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cache-Groups  | \"A\"",
                "Cache-Groups  | \"a \"",
                "Cache-Groups  | \"\"",
                "Surrogate-Key | b aa A",
                "Cache-Tag     | b a",
                "X-Tag         | a",
            })
    void leaves_what_carries_another_tag(String field, String value) {
        putTagged(KEY, field, value);
        invalidate(TAG);

        assertThat(only(KEY).invalidated()).isFalse();
    }

    @Test
    void marks_a_group_of_one_origin_only() {
        putTagged(KEY, "Cache-Groups", "\"a\"");
        for (String origin :
                List.of("https://origin.example", "http://origin.example:8080", "http://origin.examplea")) {
            invalidate(new InvalidationScope.Tag(origin, "a"));
        }
        invalidate(new InvalidationScope.Tag("http://origin.example", "b"));
        assertThat(only(KEY).invalidated()).isFalse();

        invalidate(new InvalidationScope.Tag("http://origin.example", "a"));
        assertInvalidated(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "}{", "a*?[b]", "\\ \"", "\u00e9\u20ac\ud83d\ude00", "\r\n\0"})
    void takes_any_text_for_a_tag_or_a_prefix(String name) {
        putTagged(KEY, "Cache-Tag", "a");
        invalidate(InvalidationScope.Tag.named(name + "x"));
        invalidate(InvalidationScope.Tag.named(name.repeat(10_000) + "x"));
        invalidate(new InvalidationScope.Prefix(name + "x"));

        assertThat(only(KEY).invalidated()).isFalse();
    }

    static Stream<Consumer<CacheStore>> soft() {
        return Stream.of(
                store -> store.invalidate(TAG, PurgeMode.SOFT),
                store -> store.invalidate(new InvalidationScope.Prefix("http://origin.example/a"), PurgeMode.SOFT),
                store -> store.soften(KEY));
    }

    private void assertStale(CacheKey key) {
        assertThat(only(key).validity()).isInstanceOf(Validity.Stale.class);
    }

    @ParameterizedTest
    @MethodSource("soft")
    void marks_as_stale_what_is_softly_invalidated_and_not_what_is_asked_for_later(Consumer<CacheStore> softly) {
        putTagged(KEY, "Cache-Tag", "a");
        clock.advance(WHILE);
        softly.accept(store);

        assertStale(KEY);
        assertThat(store.peek(KEY)).allMatch(one -> one.validity() instanceof Validity.Stale);
        assertThat(content(only(KEY))).isEqualTo(bytes(10));
        assertThat(store.stands(KEY, only(KEY).head()))
                .as("for who waits for it")
                .isTrue();

        clock.advance(WHILE);
        put(store, KEY, "v", head(clock, "Cache-Tag", "a"), bytes(11));
        assertThat(only(KEY).validity()).isEqualTo(Validity.VALID);
    }

    @ParameterizedTest
    @MethodSource("soft")
    void marks_as_stale_what_was_on_its_way_when_it_was_softly_invalidated(Consumer<CacheStore> softly) {
        StoredHead asked = head(clock, "Cache-Tag", "a");
        clock.advance(WHILE);
        softly.accept(store);
        clock.advance(WHILE);
        put(store, KEY, "v", asked, bytes(10));

        assertStale(KEY);
    }

    @ParameterizedTest
    @MethodSource("soft")
    void what_is_confirmed_after_a_soft_invalidation_is_stale_no_more(Consumer<CacheStore> softly) {
        putTagged(KEY, "Cache-Tag", "a");
        clock.advance(WHILE);
        softly.accept(store);
        clock.advance(WHILE);
        store.freshen(KEY, only(KEY), head(clock, "Cache-Tag", "a"), HOUR);

        await().untilAsserted(() -> assertThat(only(KEY).validity()).isEqualTo(Validity.VALID));
        assertThat(content(only(KEY))).isEqualTo(bytes(10));
    }

    @ParameterizedTest
    @MethodSource("soft")
    void what_is_invalidated_counts_as_that_whatever_is_done_softly(Consumer<CacheStore> softly) {
        putTagged(KEY, "Cache-Tag", "a");
        invalidate(TAG);
        softly.accept(store);

        assertInvalidated(KEY);
    }

    @Test
    void leaves_what_a_soft_invalidation_does_not_cover() {
        putTagged(KEY, "Cache-Tag", "a");
        clock.advance(WHILE);
        store.invalidate(InvalidationScope.Tag.named("b"), PurgeMode.SOFT);
        store.invalidate(new InvalidationScope.Prefix("http://origin.example/b"), PurgeMode.SOFT);
        store.soften(OTHER_KEY);

        assertThat(only(KEY).validity()).isEqualTo(Validity.VALID);
    }

    /** What is forgotten of them may make more stale than was asked for, but invalidates nothing. */
    @Test
    void forgets_no_soft_invalidation_when_there_are_very_many() {
        put(store, KEY, "v", head(clock), bytes(10));
        put(store, OTHER_KEY, "v", head(clock, "Cache-Tag", "b"), bytes(10));
        assertThat(only(OTHER_KEY).validity()).isEqualTo(Validity.VALID);
        clock.advance(WHILE);
        store.soften(KEY);
        for (int i = 0; i <= Table.SOFT_NAMES.most(); i++) {
            store.invalidate(InvalidationScope.Tag.named("tag " + i), PurgeMode.SOFT);
        }

        assertStale(KEY);
        assertStale(OTHER_KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "http://origin.example/, true",
        "http://origin.example/a, true",
        "http://origin.example/a?b=c%20d, true",
        "'', true",
        "http://origin.example/a?b=c%20de, false",
        "http://origin.example/b, false",
        "http://origin.example/A, false",
        "ttp://origin.example/, false",
        "*, false",
        "http://origin.example/*, false",
    })
    void marks_what_has_a_prefix_that_was_invalidated(String prefix, boolean invalidated) {
        put(store, KEY, "v", head(clock), bytes(10));
        assertThat(only(KEY).invalidated()).isFalse();
        invalidate(new InvalidationScope.Prefix(prefix));

        if (invalidated) {
            assertInvalidated(KEY);
        } else {
            assertThat(only(KEY).invalidated()).isFalse();
        }
    }

    @Test
    void marks_nothing_that_was_asked_for_afterwards() {
        putTagged(KEY, "Cache-Tag", "a");
        invalidate(TAG);
        putTagged(KEY, "Cache-Tag", "a");
        putTagged(OTHER_KEY, "Cache-Tag", "a");

        invalidate(TAG);
        assertInvalidated(KEY);
        assertInvalidated(OTHER_KEY);
    }

    @Test
    void marks_what_was_still_arriving() {
        assertThat(store.lookup(KEY)).isEmpty();
        StoreWriter writer = store.open(KEY, "v", head(clock, "Cache-Tag", "a"), HOUR);
        invalidate(TAG);
        writer.commit();

        assertInvalidated(KEY);
    }

    @Test
    void marks_no_more_what_was_confirmed_afterwards() {
        putTagged(KEY, "Cache-Tag", "a");
        invalidate(TAG);
        store.freshen(KEY, only(KEY), head(clock, "Cache-Tag", "a"), HOUR);

        assertThat(only(KEY).invalidated()).isFalse();
    }

    @Test
    void tells_of_what_is_arriving_whether_it_still_counts() {
        assertThat(store.lookup(KEY)).isEmpty();
        StoredHead arriving = head(clock, "Cache-Tag", "a");
        StoredHead untagged = head(clock);
        assertThat(store.stands(KEY, arriving)).isTrue();
        invalidate(TAG);

        assertThat(store.stands(KEY, arriving)).isFalse();
        assertThat(store.stands(KEY, untagged)).isTrue();
        assertThat(store.stands(KEY, head(clock, "Cache-Tag", "a"))).isTrue();
    }

    @Test
    void never_takes_an_invalidation_back_even_when_the_clock_goes_back() {
        putTagged(KEY, "Cache-Tag", "a");
        invalidate(TAG);
        clock.advance(WHILE.multipliedBy(-3));
        assertThat(store.invalidate(TAG, PurgeMode.HARD)).isEqualTo(Propagation.EVERY_NODE);
        clock.advance(WHILE.multipliedBy(4));

        assertInvalidated(KEY);
    }

    @Test
    void remembers_an_invalidation_as_long_as_any_response_may_live() {
        assertThat(store.lookup(KEY)).isEmpty();
        StoredHead old = head(clock, "Cache-Tag", "a");
        invalidate(TAG);
        clock.advance(Retention.MAX.plusHours(1));
        invalidate(InvalidationScope.Tag.named("b"));

        assertThat(store.stands(KEY, old)).isFalse();
    }

    @Test
    void keeps_no_response_for_longer_than_it_remembers_an_invalidation() {
        store.open(KEY, "v", head(clock), Duration.ofSeconds(Long.MAX_VALUE)).commit();
        assertThat(store.lookup(KEY)).hasSize(1);
        clock.advance(Lifespan.OF_INVALIDATION);

        assertThat(store.lookup(KEY)).isEmpty();
    }

    /** More may be invalidated than was asked for, never less. */
    @Test
    void forgets_no_invalidation_when_there_are_very_many() {
        putTagged(KEY, "Cache-Tag", "a");
        put(store, OTHER_KEY, "v", head(clock), bytes(10));
        invalidate(TAG);
        for (int i = 0; i <= Table.TAGS.most(); i++) {
            store.invalidate(InvalidationScope.Tag.named("tag " + i), PurgeMode.HARD);
        }

        assertInvalidated(KEY);
        assertThat(only(OTHER_KEY).invalidated()).as("it has no tag").isFalse();

        clock.advance(WHILE);
        invalidate(new InvalidationScope.Prefix("http://origin.example/a"));
        for (int i = 0; i <= Table.PREFIXES.most(); i++) {
            store.invalidate(new InvalidationScope.Prefix("prefix " + i), PurgeMode.HARD);
        }
        assertInvalidated(OTHER_KEY);
        clock.advance(WHILE);
        putTagged(KEY, "Cache-Tag", "a");
    }

    @Test
    void removes_what_was_invalidated_when_everything_is_cleared() {
        putTagged(KEY, "Cache-Tag", "a");
        invalidate(TAG);

        assertThat(store.clear()).isLessThanOrEqualTo(1);
        assertThat(store.clear()).isZero();
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void does_not_count_what_was_asked_for_before_everything_was_cleared() {
        assertThat(store.lookup(KEY)).isEmpty();
        StoredHead asked = head(clock);
        clock.advance(WHILE);
        store.clear();
        clock.advance(WHILE);
        put(store, KEY, "v", asked, bytes(10));

        assertInvalidated(KEY);
        put(store, KEY, "v", head(clock), bytes(10));
        assertThat(only(KEY).invalidated()).isFalse();
    }

    @Test
    void does_not_let_responses_count_again_when_everything_is_cleared() {
        assertThat(store.lookup(KEY)).isEmpty();
        StoredHead arriving = head(clock, "Cache-Tag", "a");
        invalidate(TAG);
        store.clear();
        store.clear();
        clock.advance(WHILE);

        assertThat(store.stands(KEY, arriving)).isFalse();
        assertThat(store.stands(KEY, head(clock, "Cache-Tag", "a"))).isTrue();
        invalidate(TAG);
        putTagged(KEY, "Cache-Tag", "a");
    }
}
