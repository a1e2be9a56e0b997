package io.freshet.store.tiered;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import io.freshet.store.Availability;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.ForwardingStore;
import io.freshet.store.KeyGenerations;
import io.freshet.store.LookedUp;
import io.freshet.store.Measures;
import io.freshet.store.Propagation;
import io.freshet.store.PurgeMode;
import io.freshet.store.StoreException;
import io.freshet.store.StoreWriter;
import io.freshet.store.StoredResponse;
import io.freshet.store.Validity;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what another store has said of a key, content and all, for a bounded time. It forgets at once what this node writes or
 * removes, and what other nodes remove when it is told to {@link #forget(CacheKey)}; it learns what else they do when the time is over. It
 * never holds anything that the far store has not said; only the far store is written to.
 *
 * <p>See docs/decisions/0018.
 */
public final class TieredStore extends ForwardingStore {

    /** One key takes at most this part of the memory; what is larger is not remembered. */
    private static final int KEY_SHARE = 4;

    private final CacheStore far;
    private final Duration nearTime;
    private final long maxPerKey;
    private final Clock clock;
    private final Cache<CacheKey, Snapshot> near;
    private final KeyGenerations generations = new KeyGenerations();
    private final LongAdder evictions = new LongAdder();

    /**
     * @param far where responses are kept
     * @param maxBytes the most bytes remembered of it, heads and bookkeeping counted; positive
     * @param nearTime how long what it said of a key is taken for true, positive
     */
    public TieredStore(CacheStore far, long maxBytes, Duration nearTime, Clock clock) {
        super(far);
        this.far = far;
        this.nearTime = nearTime;
        this.clock = clock;
        maxPerKey = Math.min(maxBytes / KEY_SHARE, Integer.MAX_VALUE);
        near = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .evictionListener((key, snapshot, cause) -> evictions.increment())
                .weigher((CacheKey key, Snapshot snapshot) -> (int) snapshot.size())
                .removalListener(TieredStore::gone)
                // A few steps at each write: not worth a thread.
                .executor(Runnable::run)
                .build();
    }

    /** Content that no request can select any more is not gathered any further. */
    private static void gone(@Nullable CacheKey key, @Nullable Snapshot snapshot, RemovalCause cause) {
        if (snapshot != null && cause != RemovalCause.REPLACED) {
            snapshot.release(List.of());
        }
    }

    @Override
    public List<StoredResponse> lookup(CacheKey key) throws StoreException {
        Optional<Snapshot> known = Optional.ofNullable(near.getIfPresent(key));
        Instant now = clock.instant();
        Optional<List<StoredResponse>> remembered = known.flatMap(one -> remembered(key, one, now));
        if (remembered.isPresent()) {
            return remembered.get();
        }
        Asked asked = new Asked(key, known, now, generations.of(key), far.invalidations());
        return answer(asked, far.lookup(key));
    }

    @Override
    public CompletionStage<Optional<LookedUp>> lookupAhead(CacheKey key) {
        Optional<Snapshot> known = Optional.ofNullable(near.getIfPresent(key));
        Instant now = clock.instant();
        Asked asked = new Asked(key, known, now, generations.of(key), far.invalidations());
        Optional<List<StoredResponse>> remembered = known.flatMap(one -> remembered(key, one, now));
        return remembered.isPresent()
                ? CompletableFuture.completedFuture(
                        Optional.of(new LookedUp(key, remembered.get(), () -> isNow(asked))))
                : far.lookupAhead(key)
                        .thenApply(answer -> answer.map(
                                found -> new LookedUp(key, answer(asked, found.responses()), found.current())));
    }

    /**
     * What was the case when the far store was asked.
     *
     * @param known what was remembered
     * @param generation of the key
     * @param invalidations of the far store
     */
    private record Asked(CacheKey key, Optional<Snapshot> known, Instant now, long generation, long invalidations) {}

    private boolean isNow(Asked asked) {
        return generations.of(asked.key()) == asked.generation() && far.invalidations() == asked.invalidations();
    }

    /** What is answered where the far store said {@code found}; remembers it. */
    private List<StoredResponse> answer(Asked asked, List<StoredResponse> found) {
        CacheKey key = asked.key();
        Optional<Snapshot> known = asked.known();
        Instant now = asked.now();
        Snapshot said = Snapshot.of(
                key, found, known, maxPerKey, now, now.plus(nearTime), new AtomicLong(asked.invalidations()));
        if (said.size() <= maxPerKey && !said.responses().isEmpty()) {
            // What was asked before a write or a removal may have been answered before it.
            near.asMap()
                    .compute(
                            key, (same, old) -> generations.of(key) == asked.generation() ? replacing(old, said) : old);
        } else if (known.isPresent() && !said.responses().isEmpty()) {
            near.asMap().remove(key, known.get());
        }
        // An empty answer may mean that Redis does not answer any more.
        boolean silent = said.responses().isEmpty() && far.availability() == Availability.AWAY;
        return silent ? peek(key) : said.responses();
    }

    /** What may be answered of {@code known} without asking. */
    private Optional<List<StoredResponse>> remembered(CacheKey key, Snapshot known, Instant now) {
        return switch (far.availability()) {
            case CURRENT ->
                known.holds(now) && known.isAsSaid(key, far) ? Optional.of(known.responses()) : Optional.empty();
            case BEHIND -> Optional.empty();
            case AWAY ->
                known.lives(now)
                        ? Optional.of(known.isAsSaid(key, far) ? known.responses() : known.marked(key, far))
                        : Optional.empty();
        };
    }

    private static Snapshot replacing(@Nullable Snapshot old, Snapshot said) {
        if (old != null) {
            old.release(said.responses());
        }
        return said;
    }

    @Override
    public List<StoredResponse> peek(CacheKey key) {
        Snapshot known = near.getIfPresent(key);
        return known != null && known.atHand()
                ? remembered(key, known, clock.instant()).orElse(List.of())
                : List.of();
    }

    @Override
    public StoreWriter open(CacheKey key, String variant, StoredHead head, Duration retention) {
        StoreWriter writer = far.open(key, variant, head, retention);
        if (!writer.open()) {
            // The response is newer than what is remembered, though it is not stored.
            forget(key);
            return writer;
        }
        return new Forgetting(writer, key);
    }

    /** What is committed replaces something that may be remembered. */
    private final class Forgetting implements StoreWriter {

        private final StoreWriter writer;
        private final CacheKey key;

        Forgetting(StoreWriter writer, CacheKey key) {
            this.writer = writer;
            this.key = key;
        }

        @Override
        public boolean open() {
            return writer.open();
        }

        @Override
        public boolean promising() {
            return writer.promising();
        }

        @Override
        public void write(ByteBuffer content) {
            writer.write(content);
        }

        @Override
        public void commit() {
            writer.commit();
            forget(key);
        }

        @Override
        public void discard() {
            writer.discard();
        }
    }

    @Override
    public void freshen(CacheKey key, StoredResponse stored, StoredHead head, Duration retention) {
        far.freshen(key, Snapshot.asSaid(stored), head, retention);
        forget(key);
    }

    @Override
    public Propagation remove(CacheKey key) throws StoreException {
        try {
            return far.remove(key);
        } finally {
            forget(key);
        }
    }

    /** What is remembered is compared when it is asked for next; at once where the far store does not know of it yet. */
    @Override
    public Propagation invalidate(InvalidationScope scope, PurgeMode strength) throws StoreException {
        Propagation reach = Propagation.THIS_NODE;
        try {
            reach = far.invalidate(scope, strength);
            return reach;
        } finally {
            if (reach == Propagation.THIS_NODE) {
                generations.advanceAll();
                near.asMap().values().removeIf(known -> known.isCoveredBy(scope));
            }
        }
    }

    @Override
    public long atHand(InvalidationScope scope) {
        Instant now = clock.instant();
        return near.asMap().entrySet().stream()
                .filter(entry -> entry.getValue().lives(now))
                .flatMap(entry -> entry.getValue().marked(entry.getKey(), far).stream())
                .filter(stored -> !stored.invalidated() && scope.covers(stored.head()))
                .count();
    }

    @Override
    public Propagation soften(CacheKey key) throws StoreException {
        Propagation reach = Propagation.THIS_NODE;
        try {
            reach = far.soften(key);
            return reach;
        } finally {
            if (reach == Propagation.THIS_NODE) {
                forget(key);
            }
        }
    }

    @Override
    public Validity validity(CacheKey key, StoredResponse stored) {
        return far.validity(key, Snapshot.asSaid(stored));
    }

    @Override
    public long clear() throws StoreException {
        try {
            return far.clear();
        } finally {
            forget();
        }
    }

    @Override
    public void forget(CacheKey key) {
        generations.advance(key);
        near.invalidate(key);
        far.forget(key);
    }

    @Override
    public void forget() {
        generations.advanceAll();
        near.invalidateAll();
        far.forget();
    }

    @Override
    public void measure(Measures measures) {
        measures.gauge("near.bytes", "what is remembered of the store behind takes of the memory", () -> near.policy()
                .eviction()
                .flatMap(eviction -> eviction.weightedSize().stream().boxed().findFirst())
                .orElse(0L));
        measures.gauge("near.limit.bytes", "what it may take", () -> near.policy()
                .eviction()
                .map(eviction -> eviction.getMaximum())
                .orElse(0L));
        measures.gauge("near.keys", "keys that are remembered", near::estimatedSize);
        measures.counter("near.evictions", "keys that went for want of room", evictions::sum);
        far.measure(measures);
    }

    @Override
    public void close() {
        near.invalidateAll();
        far.close();
    }
}
