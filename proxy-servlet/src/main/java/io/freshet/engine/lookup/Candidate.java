package io.freshet.engine.lookup;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;

/**
 * A stored response, and the key that it is stored under.
 *
 * @param head that of the response as the rules are to see it: as it is stored, or made stale
 */
public record Candidate(CacheKey key, StoredResponse response, StoredHead head) {

    /** As it is stored. */
    Candidate(CacheKey key, StoredResponse response) {
        this(key, response, response.head());
    }

    /** This candidate with another head for the rules. */
    Candidate as(StoredHead seen) {
        return new Candidate(key, response, seen);
    }

    public StoredBody body() {
        return response.body();
    }
}
