package io.freshet.store;

/**
 * Keeps complete responses under a {@link CacheKey}, several variants under one key. Callers that need only a part of it take that
 * part.
 *
 * <p>Methods that say so may block for I/O, bounded by the store's own timeout, and must not be called from a thread that
 * drives sockets. All methods are safe for use by many threads. No method has a default: a store says what it does, and a
 * decorator is a {@link ForwardingStore}.
 */
public interface CacheStore extends ResponseStore, Invalidations, Leases, StoreState, AutoCloseable {

    /** Frees threads and connections; what is stored beyond this process stays. Waits a bounded time for pending writes. */
    @Override
    void close();
}
