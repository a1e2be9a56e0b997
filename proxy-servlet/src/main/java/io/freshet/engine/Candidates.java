package io.freshet.engine;

import io.freshet.policy.StoredHead;
import io.freshet.store.StoredResponse;
import java.util.List;

/** What is stored under a request's key: heads for the rules, and the responses that they belong to. */
record Candidates(List<StoredResponse> responses) {

    List<StoredHead> heads() {
        return responses.stream().map(StoredResponse::head).toList();
    }

    /** The response with this very head, one of {@link #heads()}. */
    @SuppressWarnings("ReferenceEquality") // the rules give back what they were given
    StoredResponse with(StoredHead head) {
        return responses.stream()
                .filter(response -> response.head() == head)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a candidate"));
    }

    List<StoredResponse> with(List<StoredHead> heads) {
        return heads.stream().map(this::with).toList();
    }
}
