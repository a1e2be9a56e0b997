package io.freshet.store;

import static io.freshet.store.StoredResponses.HOUR;
import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import io.freshet.store.memory.MemoryStore;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ResilientStoreTest {

    private static final CacheKey KEY = new CacheKey("key");
    private static final CacheKey OTHER_KEY = new CacheKey("other");

    private static final InvalidationScope TAG = InvalidationScope.Tag.named("a");

    private StoredHead tagged() {
        return head(clock, "Cache-Tag", "a");
    }

    private final Clock clock = Clock.systemUTC();
    private final FaultyStore faulty = new FaultyStore(new MemoryStore(100_000_000, 1_000_000, 4, clock));
    private long nanos;
    private final ResilientStore store = new ResilientStore(faulty, () -> nanos);

    private final Logger logger = (Logger) LoggerFactory.getLogger(ResilientStore.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private List<String> logged() {
        return log.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    private void openTheCircuit() {
        faulty.away = true;
        for (int i = 0; i < CircuitBreaker.FAILURES_TO_OPEN; i++) {
            assertThat(store.lookup(KEY)).isEmpty();
        }
    }

    private void comeBack() {
        faulty.away = false;
        nanos += CircuitBreaker.LONGEST_PAUSE.toNanos();
    }

    @Test
    void makes_a_fault_a_miss() {
        put(store, KEY, "v", head(clock), bytes(10));
        faulty.away = true;

        assertThat(store.lookup(KEY)).isEmpty();
        faulty.away = false;
        assertThat(store.lookup(KEY)).hasSize(1);
    }

    @Test
    void leaves_a_store_alone_that_keeps_failing() {
        put(store, KEY, "v", head(clock), bytes(10));
        StoredResponse found = store.lookup(KEY).get(0);
        openTheCircuit();
        int lookups = faulty.lookups;

        assertThat(store.lookup(KEY)).isEmpty();
        put(store, KEY, "v", head(clock), bytes(20));
        store.freshen(KEY, found, head(clock), HOUR);
        store.remove(OTHER_KEY);

        assertThat(faulty.lookups).isEqualTo(lookups);
        assertThat(faulty.opens).isEqualTo(1);
        assertThat(faulty.freshenings).isZero();
        assertThat(faulty.removals).isZero();
    }

    @Test
    void tries_again_from_time_to_time_and_uses_the_store_when_it_is_back() {
        put(store, KEY, "v", head(clock), bytes(10));
        openTheCircuit();
        nanos += CircuitBreaker.FIRST_PAUSE.toNanos();
        int lookups = faulty.lookups;
        assertThat(store.lookup(KEY)).isEmpty();
        assertThat(store.lookup(KEY)).isEmpty();
        assertThat(faulty.lookups).isEqualTo(lookups + 1);

        comeBack();
        assertThat(store.lookup(KEY)).hasSize(1);
        assertThat(store.lookup(KEY)).hasSize(1);
        put(store, OTHER_KEY, "v", head(clock), bytes(10));
        assertThat(store.lookup(OTHER_KEY)).hasSize(1);
    }

    @Test
    void says_once_that_the_store_is_away_and_once_that_it_is_back() {
        openTheCircuit();
        for (int i = 0; i < 10; i++) {
            nanos += CircuitBreaker.LONGEST_PAUSE.toNanos();
            store.lookup(KEY);
            store.remove(KEY);
        }
        comeBack();
        for (int i = 0; i < 10; i++) {
            store.lookup(KEY);
        }

        assertThat(logged())
                .containsExactly(
                        "WARN Redis at example is away (connection refused); serving from the origin until it is back",
                        "INFO Redis at example is back");
    }

    @Test
    void says_with_a_stack_trace_what_no_store_should_throw() {
        faulty.failure = new IllegalStateException("a bug");
        faulty.away = true;

        assertThat(store.lookup(KEY)).isEmpty();
        assertThat(logged()).containsExactly("ERROR Redis at example failed in a way it should not");
        assertThat(log.list.get(0).getThrowableProxy()).isNotNull();
    }

    @Test
    void makes_up_for_a_removal_that_failed_before_it_answers_again() {
        put(store, KEY, "v", head(clock), bytes(10));
        put(store, OTHER_KEY, "v", head(clock), bytes(10));
        faulty.away = true;
        store.remove(KEY);
        assertThat(store.lookup(OTHER_KEY)).isEmpty();
        faulty.away = false;

        assertThat(store.lookup(OTHER_KEY)).hasSize(1);
        assertThat(store.lookup(KEY)).isEmpty();
        assertThat(faulty.removals).as("failed, failed, done").isEqualTo(3);
    }

    @Test
    void makes_up_for_removals_while_the_store_was_left_alone() {
        put(store, KEY, "v", head(clock), bytes(10));
        put(store, OTHER_KEY, "v", head(clock), bytes(10));
        openTheCircuit();
        store.remove(KEY);
        store.remove(KEY);
        assertThat(faulty.removals).isZero();

        comeBack();
        assertThat(store.lookup(KEY)).isEmpty();
        assertThat(store.lookup(OTHER_KEY)).hasSize(1);
        assertThat(faulty.removals).isEqualTo(1);
    }

    @Test
    void clears_everything_when_too_many_removals_failed() {
        CacheKey innocent = new CacheKey("innocent");
        put(store, innocent, "v", head(clock), bytes(10));
        openTheCircuit();
        for (int i = 0; i <= PendingRemovals.MOST; i++) {
            store.remove(new CacheKey("key " + i));
        }
        comeBack();

        assertThat(store.lookup(innocent)).isEmpty();
        assertThat(faulty.clears).isEqualTo(1);
        put(store, innocent, "v", head(clock), bytes(10));
        assertThat(store.lookup(innocent)).hasSize(1);
        assertThat(faulty.clears).isEqualTo(1);
    }

    @Test
    void does_not_serve_what_a_removal_meant_that_failed_during_the_lookup() {
        put(store, KEY, "v", head(clock), bytes(10));
        faulty.duringLookup = () -> {
            faulty.away = true;
            store.remove(KEY);
            faulty.away = false;
        };

        assertThat(store.lookup(KEY)).isEmpty();
    }

    @Test
    void makes_up_for_an_invalidation_that_failed_before_it_answers_again() {
        put(store, KEY, "v", tagged(), bytes(10));
        faulty.away = true;
        assertThat(store.invalidate(TAG, PurgeMode.HARD)).isEqualTo(Propagation.THIS_NODE);
        assertThat(store.lookup(KEY)).isEmpty();
        faulty.away = false;

        assertThat(store.lookup(KEY)).extracting(StoredResponse::invalidated).containsExactly(true);
        assertThat(faulty.invalidations).as("failed, failed, done").isEqualTo(3);
        assertThat(store.invalidate(TAG, PurgeMode.HARD)).isEqualTo(Propagation.EVERY_NODE);
    }

    @Test
    void makes_up_for_invalidations_while_the_store_was_left_alone() {
        put(store, KEY, "v", tagged(), bytes(10));
        openTheCircuit();
        store.invalidate(TAG, PurgeMode.HARD);
        store.invalidate(TAG, PurgeMode.HARD);
        assertThat(faulty.invalidations).isZero();

        comeBack();
        assertThat(store.lookup(KEY)).extracting(StoredResponse::invalidated).containsExactly(true);
        assertThat(faulty.invalidations).isEqualTo(1);
    }

    @Test
    void takes_what_is_arriving_for_invalidated_by_what_is_owed() {
        StoredHead arriving = tagged();
        assertThat(store.stands(KEY, arriving)).isTrue();
        openTheCircuit();
        assertThat(store.stands(KEY, arriving)).isTrue();

        store.invalidate(InvalidationScope.Tag.named("another"), PurgeMode.HARD);
        assertThat(store.stands(KEY, arriving)).isTrue();
        store.invalidate(TAG, PurgeMode.HARD);
        assertThat(store.stands(KEY, arriving)).isFalse();

        CacheKey other = new CacheKey("other");
        StoredHead untagged = head(clock);
        assertThat(store.stands(other, untagged)).isTrue();
        store.remove(other);
        assertThat(store.stands(other, untagged)).isFalse();
        assertThat(store.stands(KEY, untagged)).isTrue();
    }

    @Test
    void takes_nothing_that_is_arriving_for_good_when_the_store_fails_to_tell() {
        faulty.away = true;

        assertThat(store.stands(KEY, tagged())).isFalse();
    }

    @Test
    void passes_the_failure_of_a_clearing_on() {
        faulty.away = true;

        assertThatThrownBy(store::clear).isInstanceOf(StoreException.class);
        assertThat(store.description()).isEqualTo("Redis at example");
    }
}
