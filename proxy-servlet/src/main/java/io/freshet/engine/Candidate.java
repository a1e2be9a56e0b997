package io.freshet.engine;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;

/** A stored response, and the key that it is stored under. */
record Candidate(CacheKey key, StoredResponse response) {

    StoredHead head() {
        return response.head();
    }

    /** The same with another head. */
    Candidate with(StoredHead head) {
        return new Candidate(key, response.with(head));
    }

    StoredBody body() {
        return response.body();
    }
}
