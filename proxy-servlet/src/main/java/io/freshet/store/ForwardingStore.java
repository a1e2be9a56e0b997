package io.freshet.store;

import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Forwards every method to another store. A decorator overrides what it changes. */
public abstract class ForwardingStore implements CacheStore {

    private final CacheStore store;

    /** @param store where every method goes */
    protected ForwardingStore(CacheStore store) {
        this.store = store;
    }

    @Override
    public List<StoredResponse> lookup(CacheKey key) throws StoreException {
        return store.lookup(key);
    }

    @Override
    public CompletionStage<Optional<LookedUp>> lookupAhead(CacheKey key) {
        return store.lookupAhead(key);
    }

    @Override
    public List<StoredResponse> peek(CacheKey key) {
        return store.peek(key);
    }

    @Override
    public void forget(CacheKey key) {
        store.forget(key);
    }

    @Override
    public void forget() {
        store.forget();
    }

    @Override
    public StoreWriter open(CacheKey key, String variant, StoredHead head, Duration retention) {
        return store.open(key, variant, head, retention);
    }

    @Override
    public void freshen(CacheKey key, StoredResponse stored, StoredHead head, Duration retention) {
        store.freshen(key, stored, head, retention);
    }

    @Override
    public Propagation remove(CacheKey key) throws StoreException {
        return store.remove(key);
    }

    @Override
    public boolean stands(CacheKey key, StoredHead arriving) throws StoreException {
        return store.stands(key, arriving);
    }

    @Override
    public Propagation invalidate(InvalidationScope scope, PurgeMode mode) throws StoreException {
        return store.invalidate(scope, mode);
    }

    @Override
    public Propagation soften(CacheKey key) throws StoreException {
        return store.soften(key);
    }

    @Override
    public long clear() throws StoreException {
        return store.clear();
    }

    @Override
    public long invalidations() {
        return store.invalidations();
    }

    @Override
    public Validity validity(CacheKey key, StoredResponse stored) {
        return store.validity(key, stored);
    }

    @Override
    public long atHand(InvalidationScope scope) {
        return store.atHand(scope);
    }

    @Override
    public Election elect(Candidacy candidacy, Duration atMost) throws StoreException {
        return store.elect(candidacy, atMost);
    }

    @Override
    public boolean isLeased(Candidacy candidacy) throws StoreException {
        return store.isLeased(candidacy);
    }

    @Override
    public Availability availability() {
        return store.availability();
    }

    @Override
    public boolean isShared() {
        return store.isShared();
    }

    @Override
    public List<Node> nodes() {
        return store.nodes();
    }

    @Override
    public void measure(Measures measures) {
        store.measure(measures);
    }

    @Override
    public String description() {
        return store.description();
    }

    @Override
    public void close() {
        store.close();
    }
}
