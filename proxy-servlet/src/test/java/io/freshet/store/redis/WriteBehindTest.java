package io.freshet.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.store.CacheKey;
import io.freshet.store.StoreException;
import io.freshet.store.redis.WriteBehind.Effect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

class WriteBehindTest {

    private static final CacheKey KEY = new CacheKey("key");
    private static final CacheKey OTHER_KEY = new CacheKey("other");
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final WriteRefusals refusals = new WriteRefusals();
    private final WriteBehind writes = new WriteBehind(2, refusals);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger afterwards = new AtomicInteger();
    private final List<Integer> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        gate.countDown();
        writes.close(LONG);
    }

    private void submit(CacheKey key, Effect effect, Runnable write) {
        writes.submit(key, effect, write, afterwards::incrementAndGet);
    }

    private void waitAtGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new StoreException("interrupted", e);
        }
    }

    /** A Redis that answers each write with an error would be noticed by nothing else. */
    @Test
    void tells_of_errors_that_redis_answers_and_not_of_lost_connections() {
        submit(KEY, Effect.VISIBLE, () -> {
            throw new StoreException("connection lost", new JedisConnectionException("lost"));
        });
        writes.await(KEY, LONG);
        assertThat(refusals.lately()).isFalse();

        submit(KEY, Effect.VISIBLE, () -> {
            throw new StoreException("error ERR");
        });
        writes.await(KEY, LONG);
        assertThat(refusals.lately()).isTrue();
    }

    @Test
    void writes_under_one_key_in_the_order_they_came() {
        for (int i = 0; i < 1000; i++) {
            int number = i;
            submit(KEY, Effect.VISIBLE, () -> done.add(number));
        }
        writes.await(KEY, LONG);

        assertThat(done).hasSize(1000).isSorted();
        assertThat(afterwards).hasValue(1000);
    }

    @Test
    void does_not_let_one_key_hold_another_up() {
        submit(KEY, Effect.VISIBLE, this::waitAtGate);
        submit(KEY, Effect.VISIBLE, () -> done.add(1));
        submit(OTHER_KEY, Effect.VISIBLE, () -> done.add(2));
        writes.await(OTHER_KEY, LONG);

        assertThat(done).containsExactly(2);
    }

    @Test
    void lets_a_lookup_wait_for_what_it_must_see_only() {
        submit(KEY, Effect.HIDDEN, this::waitAtGate);
        writes.await(KEY, SHORT);

        submit(KEY, Effect.VISIBLE, () -> done.add(1));
        submit(KEY, Effect.HIDDEN, () -> done.add(2));
        assertThat(writes.await(KEY, SHORT)).isFalse();
        gate.countDown();
        writes.await(KEY, LONG);
        assertThat(done).startsWith(1);
    }

    @Test
    void gives_up_what_waits_when_a_write_fails_but_not_what_comes_later() {
        submit(KEY, Effect.VISIBLE, () -> {
            waitAtGate();
            throw new StoreException("away");
        });
        submit(KEY, Effect.VISIBLE, () -> done.add(1));
        gate.countDown();
        writes.await(KEY, LONG);
        assertThat(done).isEmpty();
        assertThat(afterwards).hasValue(2);

        submit(KEY, Effect.VISIBLE, () -> done.add(2));
        writes.await(KEY, LONG);
        assertThat(done).containsExactly(2);
    }

    @Test
    void goes_on_after_a_bug() {
        submit(KEY, Effect.VISIBLE, () -> {
            throw new IllegalStateException("a bug, on purpose");
        });
        submit(KEY, Effect.VISIBLE, () -> done.add(1));
        writes.await(KEY, LONG);

        assertThat(done).containsExactly(1);
    }

    @Test
    void gives_up_what_does_not_end_when_it_is_closed() {
        submit(KEY, Effect.VISIBLE, this::waitAtGate);
        submit(KEY, Effect.VISIBLE, () -> done.add(1));
        writes.close(SHORT);
        submit(KEY, Effect.VISIBLE, () -> done.add(2));

        await().until(() -> afterwards.get() == 3);
        assertThat(done).isEmpty();
    }
}
