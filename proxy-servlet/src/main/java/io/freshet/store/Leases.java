package io.freshet.store;

import java.time.Duration;

/** Which of the nodes that share a store fetches what none of them has. */
public interface Leases {

    /**
     * Elects the node that fetches what is to be stored, where several share this store. May block.
     *
     * @param atMost how long it may go on without renewing its lease, positive
     * @throws StoreException if the store cannot do it now
     */
    Election elect(Candidacy candidacy, Duration atMost) throws StoreException;

    /**
     * Whether a node has been elected that may still bring something. May block.
     *
     * @throws StoreException if the store cannot tell
     */
    boolean isLeased(Candidacy candidacy) throws StoreException;
}
