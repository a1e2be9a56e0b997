package io.freshet.store;

import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import java.time.Duration;
import java.util.List;

/** A store in front of a real one, that can be switched off, and counts what gets through to it. */
final class FaultyStore implements CacheStore {

    private final CacheStore store;
    volatile boolean away;
    int lookups;
    int opens;
    int freshenings;
    int removals;
    int invalidations;
    int clears;
    Runnable duringLookup = () -> {};
    Runnable beforeRemove = () -> {};
    RuntimeException failure = new StoreException("Redis at example: connection refused");

    FaultyStore(CacheStore store) {
        this.store = store;
    }

    private void check() {
        if (away) {
            throw failure;
        }
    }

    @Override
    public List<StoredResponse> lookup(CacheKey key) {
        lookups++;
        check();
        List<StoredResponse> found = store.lookup(key);
        duringLookup.run();
        return found;
    }

    @Override
    public StoreWriter open(CacheKey key, String variant, StoredHead head, Duration retention) {
        opens++;
        return store.open(key, variant, head, retention);
    }

    @Override
    public void freshen(CacheKey key, StoredResponse stored, StoredHead head, Duration retention) {
        freshenings++;
        store.freshen(key, stored, head, retention);
    }

    @Override
    public Propagation remove(CacheKey key) {
        removals++;
        check();
        beforeRemove.run();
        return store.remove(key);
    }

    @Override
    public Propagation invalidate(InvalidationScope scope, PurgeMode strength) {
        invalidations++;
        check();
        return store.invalidate(scope, strength);
    }

    @Override
    public Propagation soften(CacheKey key) {
        invalidations++;
        check();
        return store.soften(key);
    }

    @Override
    public boolean stands(CacheKey key, StoredHead arriving) {
        check();
        return store.stands(key, arriving);
    }

    @Override
    public long clear() {
        clears++;
        check();
        return store.clear();
    }

    @Override
    public String description() {
        return "Redis at example";
    }

    @Override
    public void close() {
        store.close();
    }
}
