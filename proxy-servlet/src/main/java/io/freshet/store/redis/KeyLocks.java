package io.freshet.store.redis;

import io.freshet.store.CacheKey;
import io.freshet.store.StoreException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Keeps a removal and the writes that it voids apart: a writer looks whether a key was removed, and writes, both under
 * the key's lock. A fixed number of locks, shared by all keys.
 */
final class KeyLocks {

    private static final int LOCKS = 64;

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    private final Duration patience;

    /**
     * @param patience the longest wait for a lock
     */
    KeyLocks(Duration patience) {
        this.patience = patience;
    }

    /**
     * Runs {@code action} alone among those with the same key.
     *
     * @throws StoreException if the lock cannot be had in time
     */
    void with(CacheKey key, Runnable action) throws StoreException {
        with(locks[Math.floorMod(key.hashCode(), LOCKS)], action);
    }

    /** Returns when every thread that is inside now has come out. */
    void passAll() throws StoreException {
        for (ReentrantLock lock : locks) {
            with(lock, () -> {});
        }
    }

    private void with(ReentrantLock lock, Runnable action) throws StoreException {
        try {
            if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoreException("a write takes too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted", e);
        }
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
