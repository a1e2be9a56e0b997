package io.freshet.store;

/** Hears of what was removed from a store that several nodes share, by any of them. Called on a thread of the store; never blocks. */
public interface InvalidationListener {

    /** For a node that remembers nothing. */
    InvalidationListener NOBODY = new InvalidationListener() {
        @Override
        public void removed(CacheKey key) {}

        @Override
        public void everythingRemoved() {}
    };

    /** What was stored under {@code key} before now does not count any more. */
    void removed(CacheKey key);

    /** Nothing does that was stored before now; also said where it cannot be known what was removed. */
    void everythingRemoved();
}
