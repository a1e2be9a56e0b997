package io.freshet.store;

/** What a store may say without asking where the responses are kept. */
public enum Availability {
    /** The store has heard of all removals but those of the last moment, which no purge has reported yet: see {@link Propagation#EVERY_NODE}. */
    CURRENT,
    /** The store may have missed some removals: what is remembered counts only after asking. */
    BEHIND,
    /** The store cannot be asked. What is remembered is all there is, and good for no longer than it says itself. */
    AWAY
}
