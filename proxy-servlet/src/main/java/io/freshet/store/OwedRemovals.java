package io.freshet.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The removals that a store could not do when they were asked for, and that it must do before it may answer again. A bounded
 * number of keys; over it, everything. Safe for use by many threads.
 */
final class OwedRemovals {

    static final int MOST_KEYS = 10_000;

    private final ReentrantLock paying = new ReentrantLock();
    private final Set<CacheKey> keys = new LinkedHashSet<>();
    private boolean everything;
    private volatile boolean none = true;

    synchronized void add(CacheKey key) {
        none = false;
        keys.add(key);
        if (keys.size() > MOST_KEYS) {
            keys.clear();
            everything = true;
        }
    }

    /** Cheap: asked before every lookup. */
    boolean none() {
        return none;
    }

    /**
     * Makes the store do what is owed.
     *
     * @return whether nothing is owed any more; false too while another thread is at it
     * @throws RuntimeException whatever the store throws; all is then still owed
     */
    boolean pay(CacheStore store) {
        if (!paying.tryLock()) {
            return false;
        }
        try {
            boolean all = takeEverything();
            List<CacheKey> due = takeKeys();
            try {
                if (all) {
                    store.clear();
                } else {
                    due.forEach(store::remove);
                }
            } catch (RuntimeException e) {
                putBack(all, due);
                throw e;
            }
            return settled();
        } finally {
            paying.unlock();
        }
    }

    private synchronized boolean takeEverything() {
        boolean all = everything;
        everything = false;
        return all;
    }

    private synchronized List<CacheKey> takeKeys() {
        List<CacheKey> due = List.copyOf(keys);
        keys.clear();
        return due;
    }

    private synchronized void putBack(boolean all, List<CacheKey> due) {
        everything |= all;
        due.forEach(this::add);
    }

    private synchronized boolean settled() {
        none = keys.isEmpty() && !everything;
        return none;
    }
}
