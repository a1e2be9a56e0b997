package io.freshet.testing.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Lets many resources live at once behind a cache, and holds against what their origin says all that clients get. A seed and the number of
 * a resource make the same script and the same requests; what happens at once may happen in another order.
 */
public final class OracleRun {

    /** Most of them sleep at any time. */
    private static final int AT_ONCE = 10;

    private static final int FIRST_OUTAGE_MILLIS = 500;
    private static final int BETWEEN_OUTAGES_MILLIS = 6_000;

    private final long seed;
    private final LyingOrigin origin;
    private final Entrance entrance;
    private final Tally tally = new Tally();
    private final Outages outages = new Outages();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private OracleRun(long seed, LyingOrigin origin, Entrance entrance) {
        this.seed = seed;
        this.origin = origin;
        this.entrance = entrance;
    }

    /**
     * Runs until {@code most} resources have lived, and for {@code time} at most.
     *
     * @param only the one resource that lives, if not all do
     * @param outage what takes the store away and brings it back, and waits for both; it is given what to choose by, and says whether it did
     */
    public static Tally run(
            long seed,
            Duration time,
            int most,
            OptionalInt only,
            LyingOrigin origin,
            Entrance entrance,
            Predicate<Random> outage) {
        OracleRun run = new OracleRun(seed, origin, entrance);
        long end = System.nanoTime() + time.toNanos();
        List<Thread> all = new ArrayList<>();
        AtomicInteger next = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool();
        for (int i = 0; i < (only.isPresent() ? 1 : AT_ONCE); i++) {
            all.add(new Thread(() -> run.visits(next, most, only, threads, end), "oracle-" + i));
        }
        Thread weather = new Thread(() -> run.weather(outage), "oracle-weather");
        weather.start();
        all.forEach(Thread::start);
        try {
            for (Thread thread : all) {
                thread.join();
            }
            run.over.countDown();
            weather.join();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        } finally {
            threads.shutdownNow();
        }
        if (!run.failures.isEmpty()) {
            throw new AssertionError("A client failed, seed " + seed, run.failures.peek());
        }
        return run.tally;
    }

    private void visits(AtomicInteger next, int most, OptionalInt only, ExecutorService threads, long end) {
        try {
            for (int nth = next.incrementAndGet();
                    nth <= most && System.nanoTime() < end && failures.isEmpty();
                    nth = next.incrementAndGet()) {
                Visit visit = new Visit(seed, only.orElse(nth), entrance, tally, outages, threads);
                origin.put(visit.resource());
                visit.run(() -> System.nanoTime() < end);
                origin.forget(visit.resource());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failure) {
            failures.add(failure);
        }
    }

    private void weather(Predicate<Random> outage) {
        Random random = new Random(seed);
        try {
            for (int pause = FIRST_OUTAGE_MILLIS;
                    !over.await(pause, TimeUnit.MILLISECONDS);
                    pause = random.nextInt(BETWEEN_OUTAGES_MILLIS)) {
                outages.begin();
                boolean happened = outage.test(random);
                outages.end(happened);
                if (happened) {
                    tally.outage();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failure) {
            failures.add(failure);
        }
    }
}
