package io.freshet.store.redis;

import io.freshet.log.RepeatedWarning;
import io.freshet.store.CacheKey;
import io.freshet.store.StoreException;
import io.freshet.thread.DaemonThreads;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * Runs writes behind their callers on a few threads: those under one key one after the other, in the order they came.
 * When one fails, so do all that wait: Redis is away, and they do not time out one by one. The callers bound how
 * much waits.
 */
final class WriteBehind {

    private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);
    private static final RepeatedWarning AGAIN = new RepeatedWarning(LOG);

    private static final long IDLE_THREAD_SECONDS = 30;

    /** Whether a lookup waits for the write. */
    enum Effect {
        /** It changes what a lookup finds. */
        VISIBLE,
        /** It prepares, or tidies up. */
        HIDDEN
    }

    /**
     * What is to be done under one key.
     *
     * @param turn what was submitted last
     * @param last done when all of it is
     * @param lastVisible done when all of it is that a lookup must see
     */
    private record Pending(Object turn, CompletableFuture<Void> last, CompletableFuture<Void> lastVisible) {
        static final Pending NOTHING =
                new Pending("", CompletableFuture.completedFuture(null), CompletableFuture.completedFuture(null));
    }

    private final Map<CacheKey, Pending> pending = new ConcurrentHashMap<>();
    private final AtomicLong failures = new AtomicLong();
    private final WriteRefusals refusals;
    private final ThreadPoolExecutor threads;

    /**
     * @param threads the most threads, 1 or more; an idle one goes away
     * @param refusals is told of writes that Redis answers with an error; that it is away is noticed, and said, where lookups fail too
     */
    WriteBehind(int threads, WriteRefusals refusals) {
        this.refusals = refusals;
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DaemonThreads("freshet-redis-write"));
        this.threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Never blocks.
     *
     * @param write may block, and may throw {@link StoreException}
     * @param afterwards runs in any case, when the write has been done or given up
     */
    void submit(CacheKey key, Effect effect, Runnable write, Runnable afterwards) {
        Object turn = new Object();
        long failuresBefore = failures.get();
        pending.compute(key, (same, old) -> {
            Pending before = old == null ? Pending.NOTHING : old;
            CompletableFuture<Void> done = before.last()
                    .thenRunAsync(() -> run(key, turn, write, failuresBefore), threads)
                    .whenComplete((nothing, failure) -> afterwards.run());
            return new Pending(turn, done, effect == Effect.VISIBLE ? done : before.lastVisible());
        });
    }

    /** How many keys have something that is not done yet. */
    int waitingKeys() {
        return pending.size();
    }

    private void run(CacheKey key, Object turn, Runnable write, long failuresBefore) {
        try {
            if (failures.get() == failuresBefore) {
                write.run();
            }
        } catch (StoreException e) {
            failures.incrementAndGet();
            LOG.debug("A write failed; those that wait are given up", e);
            if (!(e.getCause() instanceof JedisConnectionException)) {
                refusals.refused(String.valueOf(e.getMessage()));
            }
        } catch (RuntimeException | Error e) {
            // Also when memory runs out: the turns of this key must go on.
            AGAIN.error("A write failed in a way it should not", e);
        } finally {
            pending.computeIfPresent(key, (same, last) -> last.turn() == turn ? null : last);
        }
    }

    /**
     * Waits until a lookup of {@code key} sees what was submitted before. A write that failed has been waited for too: what
     * Redis holds is then the truth.
     *
     * @return false if that takes too long, which says nothing about Redis: there may only be much to write
     */
    boolean await(CacheKey key, Duration atMost) throws StoreException {
        Pending now = pending.get(key);
        return now == null || await(now.lastVisible(), atMost);
    }

    /** Whether {@link #await} would wait. */
    boolean waits(CacheKey key) {
        Pending now = pending.get(key);
        return now != null && !now.lastVisible().isDone();
    }

    private static boolean await(CompletableFuture<Void> done, Duration atMost) throws StoreException {
        try {
            done.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            throw new StoreException("the store is closed", e);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted", e);
        }
    }

    /** Waits at most so long for what is pending, gives the rest up, and waits as long again for the threads to end. */
    void close(Duration atMost) {
        CompletableFuture<Void> all = CompletableFuture.allOf(
                pending.values().stream().map(Pending::last).toArray(CompletableFuture<?>[]::new));
        try {
            if (!await(all, atMost)) {
                failures.incrementAndGet();
            }
            threads.shutdownNow();
            if (!threads.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("A write to Redis goes on after the store was closed");
            }
        } catch (StoreException giveUp) {
            failures.incrementAndGet();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
    }
}
