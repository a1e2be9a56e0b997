package io.freshet.proxy.fair;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.proxy.fair.FairQueue.Place;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler("fair-queue-test", true);

    /** Who was given a place, in order. */
    private final Queue<String> granted = new ConcurrentLinkedQueue<>();

    private final Queue<FairQueue.Refusal> refused = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() {
        LifeCycle.start(scheduler);
    }

    @AfterEach
    void stop() {
        LifeCycle.stop(scheduler);
    }

    @Test
    void addresses_take_turns_then_connections_then_time() {
        FairQueue queue = queue(1, 100, LONG);
        Place only = enter(queue, "holder", "holder", 0);
        enter(queue, "a", "a1", 1);
        enter(queue, "a", "a1", 2);
        enter(queue, "a", "a2", 3);
        enter(queue, "b", "b1", 4);

        only.release();

        assertThat(granted).containsExactly("holder 0", "a 1", "b 4", "a 3", "a 2");
        assertThat(queue.waiting()).isZero();
    }

    @Test
    void who_waits_too_long_is_refused_once_and_gets_no_place() {
        FairQueue queue = queue(1, 100, Duration.ofMillis(20));
        Place held = held(queue, "a");
        Place late = enter(queue, "b", "b1", 1);
        Awaitility.await().until(() -> !refused.isEmpty());

        held.release();
        late.release();

        assertThat(refused).containsExactly(FairQueue.Refusal.LATE);
        assertThat(granted).isEmpty();
        held(queue, "c").release();
    }

    @Test
    void no_client_fills_the_queue() {
        FairQueue queue = queue(1, 100, LONG);
        Place held = held(queue, "holder");
        IntStream.range(0, 1000).forEach(i -> enter(queue, "a", "a" + i, i));
        assertThat(queue.waiting()).isEqualTo(25);
        assertThat(refused).hasSize(975).containsOnly(FairQueue.Refusal.FULL);

        enter(queue, "b", "b1", 7);
        held.release();

        assertThat(granted).hasSize(26).contains("b 7");
    }

    @Test
    void who_withdraws_waits_no_more_and_who_holds_goes_on() {
        FairQueue queue = queue(1, 100, LONG);
        Place held = held(queue, "a");
        Place waiting = enter(queue, "b", "b1", 1);

        assertThat(held.withdraw()).isFalse();
        assertThat(waiting.withdraw()).isTrue();
        assertThat(waiting.withdraw()).isFalse();
        assertThat(queue.waiting()).isZero();
        held.release();

        assertThat(granted).isEmpty();
    }

    @Test
    void a_place_is_given_back_once_however_often_it_is_released() {
        FairQueue queue = queue(2, 100, LONG);
        Place first = held(queue, "a");
        held(queue, "b");

        first.release();
        first.release();
        held(queue, "c");
        enter(queue, "d", "d1", 1);

        assertThat(granted).isEmpty();
        assertThat(queue.waiting()).isEqualTo(1);
    }

    /** From many threads: never more than there are, and at the end all of them are free. */
    @Test
    void never_gives_out_more_than_there_are() throws InterruptedException {
        ScheduledExecutorScheduler timer = scheduler;
        FairQueue queue = new FairQueue(
                8,
                16,
                0.25,
                Duration.ofMillis(10),
                timer,
                task -> timer.schedule(task, 0, java.util.concurrent.TimeUnit.MILLISECONDS));
        AtomicInteger held = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int each = 2_000;
        CountDownLatch over = new CountDownLatch(4 * each);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(thread -> new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        String client = "a" + ThreadLocalRandom.current().nextInt(12);
                        Place asked = queue.enter(
                                new Claimant(client, client + i % 3),
                                place -> {
                                    most.accumulateAndGet(held.incrementAndGet(), Math::max);
                                    held.decrementAndGet();
                                    place.release();
                                    over.countDown();
                                },
                                why -> over.countDown());
                        if (i % 10 == 0 && asked.withdraw()) {
                            over.countDown();
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);

        assertThat(over.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isBetween(1, 8);
        assertThat(queue.waiting()).isZero();
        IntStream.range(0, 8).forEach(i -> held(queue, "last" + i));
    }

    private FairQueue queue(int places, int maxWaiting, Duration wait) {
        return new FairQueue(places, maxWaiting, 0.25, wait, scheduler, Runnable::run);
    }

    /** Gives back at once what it gets, so that the next one's turn comes, unless it is the holder. */
    private Place enter(FairQueue queue, String address, String connection, int number) {
        return queue.enter(
                new Claimant(address, connection),
                place -> {
                    granted.add(address + " " + number);
                    if (!address.equals("holder")) {
                        place.release();
                    }
                },
                refused::add);
    }

    private static Place held(FairQueue queue, String client) {
        AtomicInteger got = new AtomicInteger();
        Place place =
                queue.enter(new Claimant(client, client), mine -> got.incrementAndGet(), why -> got.addAndGet(100));
        assertThat(got.get()).as("places for " + client).isEqualTo(1);
        return place;
    }
}
