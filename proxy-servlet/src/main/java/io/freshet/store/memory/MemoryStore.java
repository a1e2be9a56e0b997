package io.freshet.store.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import io.freshet.store.Availability;
import io.freshet.store.ByteBudget;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.Candidacy;
import io.freshet.store.Election;
import io.freshet.store.HeadSize;
import io.freshet.store.InvalidationIndex;
import io.freshet.store.InvalidationIndex.Named;
import io.freshet.store.KeyGenerations;
import io.freshet.store.Lifespan;
import io.freshet.store.LookedUp;
import io.freshet.store.Measures;
import io.freshet.store.Node;
import io.freshet.store.Propagation;
import io.freshet.store.PurgeMode;
import io.freshet.store.StoreWriter;
import io.freshet.store.StoredResponse;
import io.freshet.store.Validity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps responses in this process' memory, at most so many bytes; those asked for least go first. Nothing here blocks. */
public final class MemoryStore implements CacheStore {

    /** One response takes at most this part of the memory, so that no single one empties the cache. */
    private static final int RESPONSE_SHARE = 4;

    /** The responses under one key together take at most this part. */
    private static final int KEY_SHARE = 2;

    /** Responses still arriving take at most this part, beside what is stored. */
    private static final int IN_FLIGHT_SHARE = 2;

    /** Heads that are built for what is asked for most take at most this part. */
    private static final int FORMS_SHARE = 8;

    /** While no more than this part is taken, all that comes is kept: what is heavy would later hold room that small ones miss. */
    private static final int ROOMY_SHARE = 2;

    /** The entry of a key in the tables and queues of the cache, in bytes. */
    private static final int PER_KEY = 120;

    private static final long MIB = 1024 * 1024;

    private final long maxBytes;
    private final long maxContent;
    private final long maxPerKey;
    private final int maxVariants;
    private final Clock clock;
    private final SharedValues shared = new SharedValues();
    private final HeadPacking packing = new HeadPacking(shared);
    private final BuiltForms forms;
    private final Variants variants;
    private final Cache<MemoryKey, PackedVariant> cache;
    private final ByteBudget inFlight;
    private final Doorkeeper doorkeeper;

    /** What the cache weighs, as it knows it itself but tells under a lock only. */
    private final AtomicLong weight = new AtomicLong();

    private final KeyGenerations generations = new KeyGenerations();
    private final AtomicLong contents = new AtomicLong();
    private final LongAdder evictions = new LongAdder();
    private final InvalidationIndex<Instant> invalidations = new InvalidationIndex<>(Instant.MIN, Function.identity());

    /**
     * @param maxBytes the most bytes of responses kept, heads and bookkeeping counted; positive. Responses that are still
     *     arriving take up to half as much again
     * @param maxObject the largest content stored, in bytes; never more than a quarter of {@code maxBytes}
     * @param maxVariants the most stored responses under one key, 1 or more
     */
    public MemoryStore(long maxBytes, long maxObject, int maxVariants, Clock clock) {
        this(maxBytes, 0, maxObject, maxVariants, clock);
    }

    /**
     * A store that has not all of its memory to itself.
     *
     * @param elsewhere what of {@code maxBytes} is for what others make of the responses, in bytes; less than half
     */
    public MemoryStore(long maxBytes, long elsewhere, long maxObject, int maxVariants, Clock clock) {
        this.maxBytes = maxBytes;
        maxContent = Math.min(maxObject, maxBytes / RESPONSE_SHARE);
        // A weight is an int, so one key can never hold more.
        maxPerKey = Math.min(maxBytes / KEY_SHARE, Integer.MAX_VALUE / 2);
        this.maxVariants = maxVariants;
        this.clock = clock;
        inFlight = new ByteBudget(maxBytes / IN_FLIGHT_SHARE);
        doorkeeper = new Doorkeeper(maxBytes);
        forms = new BuiltForms(maxBytes / FORMS_SHARE);
        variants = new Variants(packing, forms);
        cache = Caffeine.newBuilder()
                .maximumWeight(maxBytes - maxBytes / FORMS_SHARE - elsewhere)
                .weigher((MemoryKey key, PackedVariant first) -> (int) weightOf(key, first))
                .expireAfter(Expiry.writing((MemoryKey key, PackedVariant first) ->
                        Duration.between(clock.instant(), Variants.lastToExpire(first))))
                .evictionListener((key, first, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evictions.increment();
                    }
                })
                .removalListener((key, first, cause) -> gone(key, first))
                // Eviction is a few steps at each write: not worth a thread, and so it is done when commit returns.
                .executor(Runnable::run)
                .build();
    }

    @Override
    public List<StoredResponse> lookup(CacheKey key) {
        return peek(key);
    }

    @Override
    public CompletionStage<Optional<LookedUp>> lookupAhead(CacheKey key) {
        List<StoredResponse> found = peek(key);
        return CompletableFuture.completedFuture(Optional.of(new LookedUp(key, found, () -> peek(key) == found)));
    }

    @Override
    public List<StoredResponse> peek(CacheKey key) {
        PackedVariant first = cache.getIfPresent(MemoryKey.of(key));
        return first == null ? List.of() : variants.at(key, marked(key, first), clock.instant());
    }

    /** What is at hand is kept nowhere else. */
    @Override
    public void forget(CacheKey key) {}

    /** What is at hand is kept nowhere else. */
    @Override
    public void forget() {}

    private PackedVariant marked(CacheKey key, PackedVariant first) {
        PackedVariant marked = variants.marked(key, first, invalidations.version(), head -> validity(key, head));
        if (marked != first) {
            MemoryKey own = MemoryKey.of(key).kept(shared);
            cache.asMap().computeIfPresent(own, (same, old) -> old == first ? counted(same, old, marked) : old);
        }
        return marked;
    }

    /** Tells what is not stored any more from what is. */
    private void gone(@Nullable MemoryKey key, @Nullable PackedVariant first) {
        if (key != null && first != null) {
            weight.addAndGet(-weightOf(key, first));
            forms.forget(first);
        }
    }

    private Validity validity(CacheKey key, StoredHead head) {
        return invalidations.validity(key, head, at -> !at.isBefore(head.requestTime()));
    }

    @Override
    public StoreWriter open(CacheKey key, String variant, StoredHead head, Duration retention) {
        long declared = HeadSize.declaredContent(head);
        if (declared > maxContent) {
            return StoreWriter.tooLarge();
        }
        long generation = generations.of(key);
        Instant expires = Lifespan.end(head, retention);
        return new MemoryWriter(maxContent, inFlight, inFlight.hasRoom(declared), (content, length) -> {
            byte[] packed = packing.pack(key, variant, head);
            PackedVariant arrived = PackedVariant.of(packed, content, length, contents.incrementAndGet(), expires);
            MemoryKey own = MemoryKey.of(key).kept(shared);
            cache.asMap()
                    .compute(
                            own,
                            (same, old) -> generations.of(key) != generation || overtaken(key, old, variant, head)
                                    ? old
                                    : with(key, same, old, arrived));
        });
    }

    private boolean overtaken(CacheKey key, @Nullable PackedVariant old, String variant, StoredHead arriving) {
        return old != null && variants.overtakes(key, old, variant, arriving, clock.instant());
    }

    @Override
    public void freshen(CacheKey key, StoredResponse stored, StoredHead head, Duration retention) {
        byte[] packed = packing.pack(key, stored.variant(), head);
        Instant expires = Lifespan.end(head, retention);
        cache.asMap().computeIfPresent(MemoryKey.of(key).kept(shared), (same, old) -> {
            PackedVariant found = variants.find(old, stored.variant(), stored.body());
            return found == null ? old : with(key, same, old, found.with(packed, expires));
        });
    }

    private @Nullable PackedVariant with(
            CacheKey key, MemoryKey own, @Nullable PackedVariant old, PackedVariant arrived) {
        Instant now = clock.instant();
        if (arrived.size() > maxPerKey || !arrived.livesAt(now)) {
            return old;
        }
        PackedVariant kept = variants.with(old, arrived, now, maxVariants, maxPerKey);
        if (admits(key, own, kept, old)) {
            return counted(own, old, kept);
        }
        return old == null ? null : counted(own, old, variants.without(old, arrived));
    }

    /** Whether there is plenty of room for what a key takes more than before, or some may be made. */
    private boolean admits(CacheKey key, MemoryKey own, PackedVariant kept, @Nullable PackedVariant old) {
        long more = weightOf(own, kept) - (old == null ? 0 : weightOf(own, old));
        long all = weight.get();
        return all + more <= maxBytes / ROOMY_SHARE
                || doorkeeper.admits(key, more, all / Math.max(1, cache.estimatedSize()));
    }

    /** Counts what is put in the place of {@code old}, which the cache tells of when it is gone. */
    private @Nullable PackedVariant counted(MemoryKey key, @Nullable PackedVariant old, @Nullable PackedVariant kept) {
        if (kept != null && kept != old) {
            weight.addAndGet(weightOf(key, kept));
        }
        return kept;
    }

    private static long weightOf(MemoryKey key, PackedVariant first) {
        return PER_KEY + key.size() + Variants.size(first);
    }

    @Override
    public Propagation remove(CacheKey key) {
        generations.advance(key);
        cache.invalidate(MemoryKey.of(key));
        return Propagation.EVERY_NODE;
    }

    @Override
    public Propagation invalidate(InvalidationScope scope, PurgeMode strength) {
        invalidations.raise(Named.of(scope, strength), clock.instant());
        return Propagation.EVERY_NODE;
    }

    @Override
    public long atHand(InvalidationScope scope) {
        Instant now = clock.instant();
        return cache.asMap().entrySet().stream()
                .flatMap(entry -> unbuilt(entry.getKey().key(), entry.getValue(), now))
                .filter(stored -> !stored.invalidated() && scope.covers(stored.head()))
                .count();
    }

    /** What is looked through as a whole is not kept built. */
    private Stream<StoredResponse> unbuilt(CacheKey key, PackedVariant first, Instant now) {
        return variants.build(key, marked(key, first)).stream().filter(one -> now.isBefore(one.expires()));
    }

    @Override
    public Propagation soften(CacheKey key) {
        invalidations.raise(Named.softly(key), clock.instant());
        return Propagation.EVERY_NODE;
    }

    @Override
    public boolean stands(CacheKey key, StoredHead arriving) {
        return !(validity(key, arriving) instanceof Validity.Invalid);
    }

    @Override
    public long invalidations() {
        return invalidations.version();
    }

    @Override
    public Validity validity(CacheKey key, StoredResponse stored) {
        return validity(key, stored.head());
    }

    @Override
    public long clear() {
        generations.advanceAll();
        Instant now = clock.instant();
        // What was asked for until now does not count either, if its writer is opened only later.
        invalidations.raiseEverything(now);
        long count = 0;
        for (MemoryKey key : cache.asMap().keySet()) {
            PackedVariant removed = cache.asMap().remove(key);
            count += removed == null ? 0 : Variants.count(removed, now);
        }
        return count;
    }

    /** No other node shares the memory. */
    @Override
    public Election elect(Candidacy candidacy, Duration atMost) {
        return new Election.EveryNode();
    }

    @Override
    public boolean isLeased(Candidacy candidacy) {
        return false;
    }

    @Override
    public Availability availability() {
        return Availability.CURRENT;
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public List<Node> nodes() {
        return List.of();
    }

    @Override
    public void measure(Measures measures) {
        measures.gauge("memory.bytes", "what stored responses take of the memory", () -> cache.policy()
                .eviction()
                .flatMap(eviction -> eviction.weightedSize().stream().boxed().findFirst())
                .orElse(0L));
        measures.gauge("memory.limit.bytes", "what they may take", () -> maxBytes);
        measures.gauge("memory.keys", "keys with stored responses in memory", cache::estimatedSize);
        measures.gauge("memory.arriving.bytes", "what responses on their way into memory take", inFlight::taken);
        measures.counter("memory.evictions", "keys that went for want of room", evictions::sum);
    }

    @Override
    public String description() {
        return "memory (" + (maxBytes % MIB == 0 ? maxBytes / MIB + " MiB" : maxBytes + " bytes") + ")";
    }

    @Override
    public void close() {
        cache.invalidateAll();
    }
}
