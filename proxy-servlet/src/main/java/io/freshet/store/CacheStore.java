package io.freshet.store;

import io.freshet.policy.StoredHead;
import java.time.Duration;
import java.util.List;

/**
 * Keeps complete responses under a {@link CacheKey}, several variants under one key.
 *
 * <p>Methods that say so may block for I/O, bounded by the store's own timeout, and must not be called from a thread that
 * drives sockets. All methods are safe for use by many threads.
 */
public interface CacheStore extends AutoCloseable {

    /**
     * Every stored response under {@code key}, the most recently stored first; empty when there is none. May block.
     *
     * @throws StoreException if the store cannot answer
     */
    List<StoredResponse> lookup(CacheKey key) throws StoreException;

    /**
     * Begins to store a response. Never blocks. The writer is not {@linkplain StoreWriter#open open} where the head declares
     * more content than the store takes.
     *
     * @param key where
     * @param variant which of the key's responses it becomes or replaces
     * @param head all but the content
     * @param retention how long to keep it from {@code head.responseTime()} on, positive; afterwards the store forgets it
     */
    StoreWriter open(CacheKey key, String variant, StoredHead head, Duration retention);

    /**
     * Gives a stored response a new head and a new retention (RFC 9111 §4.3.4) and keeps its content. Has no effect when the
     * response has gone or has been replaced since it was looked up. Never blocks.
     */
    void freshen(CacheKey key, StoredResponse stored, StoredHead head, Duration retention);

    /**
     * Removes every response under {@code key}; a writer that was opened before and commits after is ignored. May block.
     *
     * @throws StoreException if the store cannot do it now
     */
    void remove(CacheKey key) throws StoreException;

    /**
     * Removes every response of this cache and nothing else. May block for as long as that takes.
     *
     * @return how many responses there were
     * @throws StoreException if the store cannot do it now
     */
    long clear() throws StoreException;

    /** What an operator calls this store, for example {@code Redis at localhost:6379}; never a password. */
    String description();

    /** Frees threads and connections; what is stored beyond this process stays. Waits a bounded time for pending writes. */
    @Override
    void close();
}
