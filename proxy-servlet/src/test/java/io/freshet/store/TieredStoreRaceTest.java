package io.freshet.store;

import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.freshet.store.memory.MemoryStore;
import io.freshet.store.tiered.TieredStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the far store said before something was written or removed is not remembered after that. */
class TieredStoreRaceTest {

    private static final CacheKey KEY = new CacheKey("key");

    private final TestClock clock = new TestClock(Instant.parse("2030-01-02T03:04:05Z"));
    private final FaultyStore far = new FaultyStore(new MemoryStore(1 << 20, 1 << 20, 4, clock));
    private final CacheStore store = new TieredStore(far, 1 << 20, Duration.ofSeconds(1), clock);

    static List<Arguments> changes() {
        return List.of(
                arguments("remove", (Consumer<CacheStore>) store -> store.remove(KEY)),
                arguments("clear", (Consumer<CacheStore>) CacheStore::clear),
                arguments("forget", (Consumer<CacheStore>) store -> store.forget(KEY)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void an_answer_that_is_under_way_is_not_remembered(String name, Consumer<CacheStore> change) {
        put(far, KEY, "v", head(clock), bytes(10));
        far.duringLookup = () -> change.accept(store);

        assertThat(store.lookup(KEY)).as("as asked before").hasSize(1);
        assertThat(store.peek(KEY)).isEmpty();
    }

    @Test
    void nor_is_one_that_was_under_way_when_a_response_was_stored() {
        put(far, KEY, "v", head(clock), bytes(10));
        far.duringLookup = () -> {
            far.duringLookup = () -> {};
            put(store, KEY, "w", head(clock), bytes(10));
        };

        store.lookup(KEY);
        assertThat(store.lookup(KEY)).extracting(StoredResponse::variant).containsExactly("w", "v");
    }

    @Test
    void a_removal_that_fails_forgets_all_the_same() {
        put(far, KEY, "v", head(clock), bytes(10));
        store.lookup(KEY);
        far.away = true;

        assertThat(store.peek(KEY)).hasSize(1);
        assertThatThrownBy(() -> store.remove(KEY)).isInstanceOf(StoreException.class);
        assertThat(store.peek(KEY)).isEmpty();
    }

    @Test
    void a_far_store_that_is_away_is_noticed_after_the_near_time() {
        put(far, KEY, "v", head(clock), bytes(10));
        store.lookup(KEY);
        far.away = true;

        assertThat(store.lookup(KEY)).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> store.lookup(KEY)).isInstanceOf(StoreException.class);
        far.away = false;
        assertThat(store.lookup(KEY)).hasSize(1);
    }
}
