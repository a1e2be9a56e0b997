package io.freshet.store;

import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.policy.InvalidationScope;
import io.freshet.store.PendingRemovals.OfKey;
import io.freshet.store.PendingRemovals.OfScope;
import io.freshet.store.memory.MemoryStore;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class PendingRemovalsTest {

    private static final CacheKey KEY = new CacheKey("key");
    private static final CacheKey OTHER_KEY = new CacheKey("other");

    private final FaultyStore store = new FaultyStore(new MemoryStore(100_000_000, 1_000_000, 4, Clock.systemUTC()));
    private final PendingRemovals pending = new PendingRemovals();

    private void fill() {
        put(store, KEY, "v", head(Clock.systemUTC()), bytes(10));
        put(store, OTHER_KEY, "v", head(Clock.systemUTC()), bytes(10));
    }

    @Test
    void are_none_at_first() {
        assertThat(pending.none()).isTrue();
        assertThat(pending.carryOut(store)).isTrue();
    }

    @Test
    void are_all_made_up_for() {
        fill();
        pending.add(new OfKey(KEY, PurgeMode.HARD));
        pending.add(new OfKey(OTHER_KEY, PurgeMode.HARD));
        assertThat(pending.none()).isFalse();

        assertThat(pending.carryOut(store)).isTrue();
        assertThat(pending.none()).isTrue();
        assertThat(store.lookup(KEY)).isEmpty();
        assertThat(store.lookup(OTHER_KEY)).isEmpty();
    }

    @Test
    void are_of_scopes_too() {
        fill();
        pending.add(new OfScope(new InvalidationScope.Prefix("http://origin.example/"), PurgeMode.HARD));
        pending.add(new OfKey(KEY, PurgeMode.HARD));
        store.away = true;
        assertThatThrownBy(() -> pending.carryOut(store)).isSameAs(store.failure);
        assertThat(pending.none()).isFalse();

        store.away = false;
        assertThat(pending.carryOut(store)).isTrue();
        assertThat(store.lookup(OTHER_KEY))
                .extracting(StoredResponse::invalidated)
                .containsExactly(true);
        assertThat(store.invalidations).as("failed, done").isEqualTo(2);
    }

    @Test
    void are_bounded_over_keys_and_scopes_together() {
        fill();
        for (int i = 0; i < PendingRemovals.MOST; i++) {
            pending.add(new OfScope(InvalidationScope.Tag.named("tag " + i), PurgeMode.HARD));
        }
        pending.add(new OfKey(new CacheKey("one more"), PurgeMode.HARD));

        assertThat(pending.carryOut(store)).isTrue();
        assertThat(store.lookup(KEY)).isEmpty();
        assertThat(store.clears).isEqualTo(1);
        assertThat(store.invalidations).isZero();
    }

    @Test
    void stay_owed_when_the_store_fails_again() {
        fill();
        pending.add(new OfKey(KEY, PurgeMode.HARD));
        store.away = true;
        assertThatThrownBy(() -> pending.carryOut(store)).isSameAs(store.failure);
        assertThat(pending.none()).isFalse();

        store.away = false;
        assertThat(pending.carryOut(store)).isTrue();
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void stay_owed_as_a_whole_when_clearing_fails() {
        fill();
        for (int i = 0; i <= PendingRemovals.MOST; i++) {
            pending.add(new OfKey(new CacheKey("key " + i), PurgeMode.HARD));
        }
        store.away = true;
        assertThatThrownBy(() -> pending.carryOut(store)).isSameAs(store.failure);

        store.away = false;
        assertThat(pending.carryOut(store)).isTrue();
        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void include_those_that_come_while_others_are_made_up_for() {
        fill();
        pending.add(new OfKey(KEY, PurgeMode.HARD));
        store.beforeRemove = () -> {
            store.beforeRemove = () -> {};
            pending.add(new OfKey(KEY, PurgeMode.HARD));
        };

        assertThat(pending.carryOut(store)).isFalse();
        assertThat(pending.none()).isFalse();
        assertThat(pending.carryOut(store)).isTrue();
        assertThat(store.removals).isEqualTo(2);
    }
}
