package io.freshet.store.redis;

import io.freshet.thread.DaemonThreads;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Reads entries without a thread for each that waits. Lookups that arrive together go out together: each of a few threads takes what
 * waits, sends it at once, and hands out each answer as it has read it; what arrives meanwhile goes with the next. See
 * docs/decisions/0067.
 */
final class LookupLanes implements AutoCloseable {

    /** The most threads, each with a connection at a time; one for each processor up to that. */
    private static final int MOST_LANES = 4;

    /** The most lookups that go out together. Their names, of some 40 bytes each, fit in one buffer of Jedis'. */
    private static final int MOST_TOGETHER = 64;

    /** The most lookups that wait to go out, of some 200 bytes each. */
    private static final int MOST_WAITING = 4_096;

    /** After how many times the longest wait for an answer a lookup that has not gone out is let go. */
    private static final int WAITS = 2;

    /** The same while others are being answered. */
    private static final int BUSY_WAITS = 20;

    /** The answer where there is nothing. */
    static final Object NOTHING = new Object();

    private static final ThreadFactory THREADS = new DaemonThreads("freshet-redis-lookup");

    private final RedisLink link;
    private final long patience;
    private final Executor later;
    private final LinkedBlockingQueue<Lookup> waiting = new LinkedBlockingQueue<>(MOST_WAITING);

    /** What each lane has taken; null where it waits for work. */
    private final AtomicReferenceArray<@Nullable Sent> sent;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile boolean closed;

    /** When Redis last answered. */
    private volatile long answeredAt = System.nanoTime();

    private final class Lookup implements RedisBatch.Request {

        private final byte[] name;
        private final CompletableFuture<Object> reply = new CompletableFuture<>();
        private final long since = System.nanoTime();

        Lookup(byte[] name) {
            this.name = name;
        }

        @Override
        public byte[] name() {
            return name;
        }

        @Override
        public void answer(@Nullable Object answer) {
            answeredAt = System.nanoTime();
            reply.complete(answer == null ? NOTHING : answer);
        }

        @Override
        public void send(Connection connection) {
            connection.sendCommand(Command.GET, name);
        }

        @Override
        public void fail(JedisException failure) {
            reply.complete(failure);
        }

        /** Lets one go that has waited since before {@code time}; it may ask by itself. */
        boolean endedBefore(long time) {
            boolean over = since - time < 0;
            if (over) {
                fail(new JedisConnectionException("too many wait"));
            }
            return over;
        }
    }

    /** Lookups that have gone out together, or are about to. */
    private static final class Sent {

        private final List<Lookup> lookups;

        // Touched by the watch alone, which never runs twice at a time.
        private long done;
        private long since;
        private boolean overdue;

        Sent(List<Lookup> lookups, long now) {
            this.lookups = lookups;
            since = now;
        }

        /** Looks how many are done with. */
        void look(long now) {
            long count =
                    lookups.stream().filter(lookup -> lookup.reply.isDone()).count();
            if (count != done) {
                done = count;
                since = now;
                overdue = false;
            }
        }

        /** Ends what has had no answer since {@code time} at the second look: after the first, a process that stood still goes on. */
        void endIfOverdue(long time) {
            if (since - time < 0) {
                if (overdue) {
                    lookups.forEach(lookup -> lookup.fail(new JedisConnectionException(
                            "no answer", new SocketTimeoutException("no answer in time"))));
                }
                overdue = true;
            }
        }
    }

    /**
     * Begins when it is first asked.
     *
     * @param most the most connections there may be
     * @param patience the longest wait for an answer
     */
    LookupLanes(RedisLink link, int most, Duration patience) {
        this.link = link;
        this.patience = patience.toNanos();
        later = CompletableFuture.delayedExecutor(
                Math.max(1, patience.toMillis() / 2), TimeUnit.MILLISECONDS, Runnable::run);
        int processors = Runtime.getRuntime().availableProcessors();
        sent = new AtomicReferenceArray<>(Math.max(1, Math.min(Math.min(MOST_LANES, processors), most / 2)));
    }

    /**
     * Has a string read. Never blocks.
     *
     * @return completes with its bytes, with {@link #NOTHING}, or with a {@link JedisException}: its error, or why there is no
     *     answer in time. Empty where too many wait already
     */
    Optional<CompletableFuture<Object>> read(byte[] name) {
        Lookup lookup = new Lookup(name);
        if (closed || !waiting.offer(lookup)) {
            return Optional.empty();
        }
        if (!begun.get() && begun.compareAndSet(false, true)) {
            begin();
        }
        watch();
        return Optional.of(lookup.reply);
    }

    private synchronized void begin() {
        for (int i = 0; i < sent.length() && !closed; i++) {
            int lane = i;
            Thread thread = THREADS.newThread(() -> run(lane));
            threads.add(thread);
            thread.start();
        }
    }

    private void run(int lane) {
        List<Lookup> together = new ArrayList<>(MOST_TOGETHER);
        while (!closed) {
            try {
                together.add(waiting.take());
                waiting.drainTo(together, MOST_TOGETHER - 1);
                sent.set(lane, new Sent(List.copyOf(together), System.nanoTime()));
                RedisBatch.exchange(link, together);
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException fault) {
                // None may be left waiting; the next ones have another connection.
                JedisException failure = new JedisException("a fault", fault);
                together.forEach(lookup -> lookup.fail(failure));
            } finally {
                sent.set(lane, null);
                together.clear();
            }
        }
    }

    /** Sees to it that none waits for long, however long a connection takes. */
    private void watch() {
        if (!watching.get() && watching.compareAndSet(false, true)) {
            later.execute(this::look);
        }
    }

    private void look() {
        watching.set(false);
        long now = System.nanoTime();
        boolean more = false;
        boolean goesOn = now - answeredAt < patience;
        for (int lane = 0; lane < sent.length(); lane++) {
            Sent under = sent.get(lane);
            if (under != null) {
                more = true;
                under.look(now);
                under.endIfOverdue(now - patience);
            }
        }
        // Where others are being answered, these wait for want of CPU: that is not for Redis to answer for.
        long longest = (goesOn ? BUSY_WAITS : WAITS) * patience;
        waiting.removeIf(lookup -> lookup.endedBefore(now - longest));
        if (more || !waiting.isEmpty()) {
            watch();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        List<Lookup> left = new ArrayList<>();
        waiting.drainTo(left);
        left.forEach(lookup -> lookup.fail(new JedisConnectionException("closed")));
    }
}
