package io.freshet.store;

import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import java.time.Duration;
import java.util.List;

/** A store in front of a real one, that can be switched off, and counts what gets through to it. */
final class FaultyStore extends ForwardingStore {

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
        super(store);
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
        List<StoredResponse> found = super.lookup(key);
        duringLookup.run();
        return found;
    }

    @Override
    public StoreWriter open(CacheKey key, String variant, StoredHead head, Duration retention) {
        opens++;
        return super.open(key, variant, head, retention);
    }

    @Override
    public void freshen(CacheKey key, StoredResponse stored, StoredHead head, Duration retention) {
        freshenings++;
        super.freshen(key, stored, head, retention);
    }

    @Override
    public Propagation remove(CacheKey key) {
        removals++;
        check();
        beforeRemove.run();
        return super.remove(key);
    }

    @Override
    public Propagation invalidate(InvalidationScope scope, PurgeMode mode) {
        invalidations++;
        check();
        return super.invalidate(scope, mode);
    }

    @Override
    public Propagation soften(CacheKey key) {
        invalidations++;
        check();
        return super.soften(key);
    }

    @Override
    public boolean stands(CacheKey key, StoredHead arriving) {
        check();
        return super.stands(key, arriving);
    }

    @Override
    public Election elect(Candidacy candidacy, Duration atMost) {
        check();
        return super.elect(candidacy, atMost);
    }

    @Override
    public boolean isLeased(Candidacy candidacy) {
        check();
        return super.isLeased(candidacy);
    }

    @Override
    public long clear() {
        clears++;
        check();
        return super.clear();
    }

    @Override
    public String description() {
        return "Redis at example";
    }
}
