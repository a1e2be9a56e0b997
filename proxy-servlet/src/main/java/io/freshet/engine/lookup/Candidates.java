package io.freshet.engine.lookup;

import io.freshet.policy.StoredHead;
import java.util.List;

/** The stored responses that a request may select one of: heads for the rules, and the responses that they belong to. */
public record Candidates(List<Candidate> all) {

    List<StoredHead> heads() {
        return all.isEmpty() ? List.of() : all.stream().map(Candidate::head).toList();
    }

    /** The one with this very head, one of {@link #heads()}. */
    @SuppressWarnings("ReferenceEquality") // the rules give back what they were given
    public Candidate with(StoredHead head) {
        return all.stream()
                .filter(candidate -> candidate.head() == head)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a candidate"));
    }

    public List<Candidate> with(List<StoredHead> heads) {
        return heads.stream().map(this::with).toList();
    }
}
