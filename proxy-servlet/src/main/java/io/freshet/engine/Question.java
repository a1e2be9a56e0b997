package io.freshet.engine;

import io.freshet.http.RequestHead;
import io.freshet.policy.StoredHead;
import io.freshet.policy.Validation;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * What the origin is asked about what is stored.
 *
 * @param preferred the stored response that the request selects; may stand in for a failing origin
 * @param asked those whose validators are sent, the preferred one first (RFC 9111 §4.3.1)
 */
record Question(Optional<Candidate> preferred, List<Candidate> asked) {

    /** Nothing: the whole response is wanted. */
    static final Question NONE = new Question(Optional.empty(), List.of());

    /** Whether {@code preferred}, or another of the candidates, still holds. */
    static Question about(Candidates candidates, Optional<StoredHead> preferred) {
        List<StoredHead> asked = Validation.asked(preferred, candidates.heads());
        return new Question(preferred.map(candidates::with), candidates.with(asked));
    }

    /** Whether the preferred one holds, and nothing else. */
    Question aboutPreferred() {
        return new Question(preferred, preferred.stream().toList());
    }

    List<StoredHead> heads() {
        return asked.stream().map(Candidate::head).toList();
    }

    HttpFields fields(RequestHead request) {
        return asked.isEmpty() ? Validation.unconditional(request) : Validation.conditional(request, heads());
    }

    /** Whether the answer concerns something stored. */
    boolean concernsStored() {
        return preferred.isPresent() || !asked.isEmpty();
    }
}
