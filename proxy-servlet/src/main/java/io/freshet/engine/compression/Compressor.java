package io.freshet.engine.compression;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.freshet.coding.Coder;
import io.freshet.engine.lookup.Candidate;
import io.freshet.http.ContentCoding;
import io.freshet.log.RepeatedWarning;
import io.freshet.policy.StoredHead;
import io.freshet.store.ByteBudget;
import io.freshet.store.CacheKey;
import io.freshet.store.Measures;
import io.freshet.store.ResponseStore;
import io.freshet.store.StoreException;
import io.freshet.store.StoreWriter;
import io.freshet.thread.DaemonThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes compressed variants on threads of its own, each once. Neither clients nor the threads that serve them wait for it.
 * Safe for use by many threads.
 */
final class Compressor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Compressor.class);
    private static final RepeatedWarning AGAIN = new RepeatedWarning(LOG);

    /** Compressing takes at most this part of the machine's processors, and one in any case. */
    private static final int PROCESSOR_SHARE = 4;

    /** The most that wait to be compressed. Those beyond it go out as they are, and are asked for again. */
    private static final int MAX_WAITING = 256;

    /** The most bytes of their content, which stays in memory meanwhile even if the store removes it. */
    private static final long MAX_WAITING_BYTES = 64L << 20;

    /** The most contents of which it is remembered what came of it; some 300 bytes each. */
    private static final int MAX_REMEMBERED = 10_000;

    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    /** What there is of one content in one coding; how long that is remembered. */
    private enum State {
        /** At most, where the compression never reports its end. */
        UNDER_WAY(Duration.ofHours(1)),
        /** If the store does not have it now, it did not take it, or has let it go: that is not tried at each request. */
        MADE(Duration.ofSeconds(10)),
        /** It got no smaller, or could not be made. */
        IN_VAIN(Duration.ofMinutes(10));

        private final Duration remembered;

        State(Duration remembered) {
            this.remembered = remembered;
        }
    }

    private record Work(String identity, ContentCoding coding) {}

    private final ResponseStore store;
    private final Map<ContentCoding, Coder> coders;
    private final Cache<Work, State> states = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfter(Expiry.writing((Work work, State state) -> state.remembered))
            .executor(Runnable::run)
            .build();
    private final ThreadPoolExecutor threads;
    private final ByteBudget waiting = new ByteBudget(MAX_WAITING_BYTES);
    private final LongAdder made = new LongAdder();
    private final LongAdder inVain = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    Compressor(ResponseStore store, Map<ContentCoding, Coder> coders) {
        this.store = store;
        this.coders = Map.copyOf(coders);
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / PROCESSOR_SHARE);
        threads = new ThreadPoolExecutor(
                most,
                most,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                new DaemonThreads("freshet-compress"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Whether it is known that the store does not have it: it is being made, or not worth it. */
    boolean isNotReady(Candidate source, ContentCoding coding) {
        return source.body()
                .identity()
                .map(identity -> states.getIfPresent(new Work(identity, coding)))
                .filter(state -> state != State.MADE)
                .isPresent();
    }

    /**
     * Has {@code source} coded and stored, unless that was tried already. Never blocks.
     *
     * @param key where it goes
     * @param head its head there
     */
    void begin(Candidate source, ContentCoding coding, CacheKey key, StoredHead head) {
        source.body().identity().map(identity -> new Work(identity, coding)).ifPresent(work -> {
            if (states.asMap().putIfAbsent(work, State.UNDER_WAY) == null) {
                submit(work, source.body().length(), () -> make(source, work, key, head));
            }
        });
    }

    private void submit(Work work, long length, Runnable task) {
        // What is larger than all of it waits alone.
        long taken = Math.min(length, MAX_WAITING_BYTES);
        if (!waiting.take(taken)) {
            states.invalidate(work);
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    waiting.give(taken);
                }
            });
        } catch (RejectedExecutionException full) {
            waiting.give(taken);
            states.invalidate(work);
        }
    }

    private void make(Candidate source, Work work, CacheKey key, StoredHead head) {
        State state = State.IN_VAIN;
        try {
            if (store(source, work.coding(), key, head)) {
                state = State.MADE;
            }
        } catch (IOException | StoreException gone) {
            LOG.debug("{} is not compressed", key.value(), gone);
        } catch (RuntimeException | LinkageError failure) {
            AGAIN.warn("{} could not be compressed", key.value(), failure);
        } finally {
            (state == State.MADE ? made : inVain).increment();
            states.put(work, state);
        }
    }

    /** Returns whether it is smaller, and was given to the store. */
    private boolean store(Candidate source, ContentCoding coding, CacheKey key, StoredHead head) throws IOException {
        Coder coder = coders.get(coding);
        Duration retention =
                Duration.between(head.responseTime(), source.response().expires());
        if (coder == null || retention.isNegative() || retention.isZero()) {
            return false;
        }
        StoreWriter writer = store.open(key, source.response().variant(), head, retention);
        try {
            CodedContent coded = new CodedContent(writer, source.body().length());
            coded.write(source.body(), coder);
            if (!writer.open()) {
                return false;
            }
            writer.commit();
            bytesIn.add(source.body().length());
            bytesOut.add(coded.length());
            return true;
        } finally {
            writer.discard();
        }
    }

    void measure(Measures measures) {
        measures.counter("compress.made", "compressed variants made", made::sum);
        measures.counter(
                "compress.in.vain", "stored responses that got no smaller, or could not be coded", inVain::sum);
        measures.counter("compress.source.bytes", "what compressed variants were made of", bytesIn::sum);
        measures.counter("compress.coded.bytes", "what that became", bytesOut::sum);
        measures.gauge("compress.waiting.bytes", "content that waits to be compressed, or is", waiting::taken);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            var unused = threads.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
