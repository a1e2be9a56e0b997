package io.freshet.store;

import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The removals that a store could not do when they were asked for, and that it must do before it may answer again. A bounded
 * number of keys; over it, everything. Safe for use by many threads.
 */
final class PendingRemovals {

    static final int MOST = 10_000;

    /** What a store is to do. Doing it late, or twice, is no harm. */
    sealed interface Removal {
        void doIn(CacheStore store);

        /** Whether a response that is arriving does not count after it. */
        boolean concerns(CacheKey arrivingAt, StoredHead arriving);
    }

    record OfKey(CacheKey key, PurgeMode strength) implements Removal {
        @Override
        public void doIn(CacheStore store) {
            if (strength == PurgeMode.SOFT) {
                store.soften(key);
            } else {
                store.remove(key);
            }
        }

        @Override
        public boolean concerns(CacheKey arrivingAt, StoredHead arriving) {
            return strength == PurgeMode.HARD && arrivingAt.equals(key);
        }
    }

    /** Done late, it also covers responses that were asked for meanwhile. */
    record OfScope(InvalidationScope scope, PurgeMode strength) implements Removal {
        @Override
        public void doIn(CacheStore store) {
            store.invalidate(scope, strength);
        }

        @Override
        public boolean concerns(CacheKey arrivingAt, StoredHead arriving) {
            return strength == PurgeMode.HARD && scope.covers(arriving);
        }
    }

    private final ReentrantLock carryingOut = new ReentrantLock();
    private final Set<Removal> removals = new LinkedHashSet<>();
    private boolean everything;
    private volatile boolean none = true;

    synchronized void add(Removal removal) {
        none = false;
        removals.add(removal);
        if (removals.size() > MOST) {
            removals.clear();
            everything = true;
        }
    }

    /** Whether one of them is about a response that is arriving. */
    synchronized boolean concern(CacheKey key, StoredHead arriving) {
        return everything || removals.stream().anyMatch(removal -> removal.concerns(key, arriving));
    }

    /** How many removals are pending, at most {@link #MOST}. */
    synchronized int count() {
        return everything ? MOST : removals.size();
    }

    /** Whether no removal is pending. Cheap: asked before every lookup. */
    boolean none() {
        return none;
    }

    /**
     * Makes the store do all pending removals.
     *
     * @return whether none is pending any more; false too while another thread does them
     * @throws RuntimeException what the store throws; all of them are still pending then
     */
    boolean carryOut(CacheStore store) {
        if (!carryingOut.tryLock()) {
            return false;
        }
        try {
            boolean all = takeEverything();
            List<Removal> due = takeRemovals();
            try {
                if (all) {
                    store.clear();
                } else {
                    due.forEach(removal -> removal.doIn(store));
                }
            } catch (RuntimeException e) {
                putBack(all, due);
                throw e;
            }
            return settled();
        } finally {
            carryingOut.unlock();
        }
    }

    private synchronized boolean takeEverything() {
        boolean all = everything;
        everything = false;
        return all;
    }

    private synchronized List<Removal> takeRemovals() {
        List<Removal> due = List.copyOf(removals);
        removals.clear();
        return due;
    }

    private synchronized void putBack(boolean all, List<Removal> due) {
        everything |= all;
        due.forEach(this::add);
    }

    private synchronized boolean settled() {
        none = removals.isEmpty() && !everything;
        return none;
    }
}
