package io.freshet.store;

import io.freshet.policy.InvalidationScope;

/** What an operator or an unsafe request invalidates, and what that means for stored responses. */
public interface Invalidations {

    /**
     * Invalidates what {@code scope} covers: responses that were asked for until now do not count any more, not even those that are
     * still arriving, on whatever node. Until their space is needed or freed they stay, and are {@linkplain
     * StoredResponse#validity marked}. This is remembered for longer than any response lives. May block; the number of responses
     * does not change for how long.
     *
     * @throws StoreException if the store cannot do it now
     */
    Propagation invalidate(InvalidationScope scope, PurgeMode mode) throws StoreException;

    /**
     * Invalidates what is stored under {@code key} softly, or is on its way there, on whatever node. May block.
     *
     * @throws StoreException if the store cannot do it now
     */
    Propagation soften(CacheKey key) throws StoreException;

    /**
     * Removes every response of this cache and nothing else. May block for as long as that takes.
     *
     * @return how many responses there were
     * @throws StoreException if the store cannot do it now
     */
    long clear() throws StoreException;

    /** A number that changes whenever {@link #validity} may give another answer for what is stored. Never blocks. */
    long invalidations();

    /**
     * Whether what {@link ResponseStore#lookup} gave for {@code key}, or would give, counts by now, as far as is known here. Never
     * blocks.
     */
    Validity validity(CacheKey key, StoredResponse stored);

    /**
     * How many responses this process has at hand that {@code scope} covers and that still count. Looks at each of them, so that it is
     * for operators only; never blocks.
     */
    long atHand(InvalidationScope scope);
}
