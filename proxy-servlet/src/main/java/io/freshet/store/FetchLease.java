package io.freshet.store;

import java.time.Duration;

/**
 * The right to fetch what several nodes want and none has, until it is given back or its time is over. Its holder may die at any
 * moment. No method blocks, and what is done here after its time has no effect.
 */
public interface FetchLease {

    /** Begins the time of the lease anew. */
    void renew();

    /** Gives the lease back: what was fetched is stored, or will not be. */
    void release();

    /**
     * What was fetched is for one request alone: for so long all nodes fetch for themselves, without a lease.
     *
     * @param all for every request of the group; otherwise for those with its fingerprint
     */
    void releaseUnshared(boolean all, Duration howLong);
}
