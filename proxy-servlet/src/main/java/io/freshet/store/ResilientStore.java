package io.freshet.store;

import io.freshet.log.RepeatedWarning;
import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a store's fault a miss. A store that keeps failing is left alone, but for a trial from time to time, so that no
 * request waits for it; when it is back, it does the pending removals before it answers.
 *
 * <p>Only {@link #clear} still throws: its caller is an operator, who is told.
 */
public final class ResilientStore extends ForwardingStore {

    private static final Logger LOG = LoggerFactory.getLogger(ResilientStore.class);
    private static final RepeatedWarning AGAIN = new RepeatedWarning(LOG);

    private final CacheStore store;
    private final CircuitBreaker breaker;
    private final PendingRemovals pending = new PendingRemovals();
    private final LongAdder failures = new LongAdder();

    public ResilientStore(CacheStore store) {
        this(store, System::nanoTime);
    }

    /**
     * @param nanoTime a clock as {@link System#nanoTime} is
     */
    ResilientStore(CacheStore store, LongSupplier nanoTime) {
        super(store);
        this.store = store;
        breaker = new CircuitBreaker(nanoTime);
    }

    @Override
    public List<StoredResponse> lookup(CacheKey key) {
        if (!breaker.admits()) {
            return List.of();
        }
        try {
            // What should have been removed must not be served; what else the store missed meanwhile is not known.
            if (!pending.none() && !pending.carryOut(store)) {
                return List.of();
            }
            List<StoredResponse> found = store.lookup(key);
            succeeded();
            // A removal that failed while this lookup was under way is not to be overtaken by it.
            return pending.none() ? found : List.of();
        } catch (RuntimeException e) {
            failed(e);
            return List.of();
        }
    }

    /**
     * Asks only a store that answers: a trial, and pending removals, are for {@link #lookup}. So is a failure, which many that are asked
     * together have at once: whether the store is away, {@link #lookup} finds out.
     */
    @Override
    public CompletionStage<Optional<LookedUp>> lookupAhead(CacheKey key) {
        if (!breaker.isClosed() || !pending.none()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return store.lookupAhead(key)
                .thenApply(found -> {
                    found.ifPresent(answer -> succeeded());
                    return found.filter(answer -> pending.none());
                })
                .exceptionally(failure -> {
                    LOG.debug("{} has not answered ahead", description(), failure);
                    return Optional.empty();
                });
    }

    @Override
    public StoreWriter open(CacheKey key, String variant, StoredHead head, Duration retention) {
        if (!breaker.isClosed()) {
            return StoreWriter.discarded();
        }
        try {
            return store.open(key, variant, head, retention);
        } catch (RuntimeException e) {
            failed(e);
            return StoreWriter.discarded();
        }
    }

    @Override
    public void freshen(CacheKey key, StoredResponse stored, StoredHead head, Duration retention) {
        if (!breaker.isClosed()) {
            return;
        }
        try {
            store.freshen(key, stored, head, retention);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public Propagation remove(CacheKey key) {
        return doOrPend(new PendingRemovals.OfKey(key, PurgeMode.HARD));
    }

    @Override
    public Availability availability() {
        if (!breaker.isClosed()) {
            return Availability.AWAY;
        }
        return pending.none() ? store.availability() : Availability.BEHIND;
    }

    @Override
    public Propagation invalidate(InvalidationScope scope, PurgeMode mode) {
        return doOrPend(new PendingRemovals.OfScope(scope, mode));
    }

    @Override
    public Propagation soften(CacheKey key) {
        return doOrPend(new PendingRemovals.OfKey(key, PurgeMode.SOFT));
    }

    /** Goes by the pending removals alone while the store is left alone; false where the store fails to tell. */
    @Override
    public boolean stands(CacheKey key, StoredHead arriving) {
        if (!pending.none() && pending.concern(key, arriving)) {
            return false;
        }
        if (!breaker.isClosed()) {
            return true;
        }
        try {
            return store.stands(key, arriving);
        } catch (RuntimeException e) {
            failed(e);
            // Where it cannot be told, the response does not count, and each request asks the origin.
            return false;
        }
    }

    /** Lets every node fetch while the store cannot elect one. */
    @Override
    public Election elect(Candidacy candidacy, Duration atMost) {
        if (!breaker.isClosed()) {
            return new Election.EveryNode();
        }
        try {
            return store.elect(candidacy, atMost);
        } catch (RuntimeException e) {
            failed(e);
            return new Election.EveryNode();
        }
    }

    /** False while the store cannot tell. */
    @Override
    public boolean isLeased(Candidacy candidacy) {
        if (!breaker.isClosed()) {
            return false;
        }
        try {
            return store.isLeased(candidacy);
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    private Propagation doOrPend(PendingRemovals.Removal removal) {
        if (!breaker.admits()) {
            pending.add(removal);
            return Propagation.THIS_NODE;
        }
        try {
            removal.doIn(store);
            succeeded();
            return Propagation.EVERY_NODE;
        } catch (RuntimeException e) {
            pending.add(removal);
            failed(e);
            return Propagation.THIS_NODE;
        }
    }

    @Override
    public void measure(Measures measures) {
        measures.gauge(
                "store.away", "1 while the store is left alone because it failed", () -> breaker.isClosed() ? 0 : 1);
        measures.gauge("store.owed.removals", "removals to be done when the store is back", pending::count);
        measures.counter("store.failures", "calls to the store that failed", failures::sum);
        store.measure(measures);
    }

    private void succeeded() {
        if (breaker.succeeded()) {
            LOG.info("{} is back", description());
        }
    }

    private void failed(RuntimeException failure) {
        failures.increment();
        if (!(failure instanceof StoreException)) {
            AGAIN.error("{} failed in a way it should not", description(), failure);
        }
        if (breaker.failed()) {
            LOG.warn("{} is away ({}); serving from the origin until it is back", description(), reason(failure));
        }
    }

    /** The failure's message, without the store's name where that is in front. */
    private String reason(RuntimeException failure) {
        String message = String.valueOf(failure.getMessage());
        String name = description() + ": ";
        return message.startsWith(name) ? message.substring(name.length()) : message;
    }
}
