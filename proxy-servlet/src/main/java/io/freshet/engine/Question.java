package io.freshet.engine;

import io.freshet.http.RequestHead;
import io.freshet.policy.Validation;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * What the origin is asked about what is stored.
 *
 * @param preferred the stored response that the request selects: its validators are sent (RFC 9111 §4.3.1), and it may stand in
 *     for a failing origin
 */
record Question(Optional<Candidate> preferred) {

    /** Nothing: the whole response is wanted. */
    static final Question NONE = new Question(Optional.empty());

    /** Whether {@code preferred} still holds. */
    static Question about(Candidate preferred) {
        return new Question(Optional.of(preferred));
    }

    HttpFields fields(RequestHead request) {
        return preferred
                .map(stored -> Validation.conditional(request, stored.head()))
                .orElseGet(() -> Validation.unconditional(request));
    }

    /** Whether the answer concerns something stored. */
    boolean concernsStored() {
        return preferred.isPresent();
    }
}
