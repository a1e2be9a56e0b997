package io.freshet.engine.course;

import io.freshet.engine.lookup.Candidate;
import io.freshet.http.RequestHead;
import io.freshet.policy.Validation;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * What the origin is asked about what is stored.
 *
 * @param preferred the stored response that the request selects: its validators are sent (RFC 9111 §4.3.1), and it may stand in
 *     for a failing origin
 * @param about the same, also where no validators are sent: what the answer may end
 * @param by who asks
 */
record ValidationRequest(Optional<Candidate> preferred, Optional<Candidate> about, By by) {

    /** Who asks. */
    enum By {
        /** A client waits for the answer. */
        CLIENT,
        /** The request has a client's fields, and no client waits. */
        REFRESH,
        /** No client has anything to do with it. */
        CACHE
    }

    /** Nothing: the whole response is wanted. */
    static final ValidationRequest NONE = new ValidationRequest(Optional.empty(), Optional.empty(), By.CLIENT);

    /** Whether {@code preferred} still holds. */
    static ValidationRequest about(Candidate preferred, By by) {
        return new ValidationRequest(Optional.of(preferred), Optional.of(preferred), by);
    }

    /** The whole response in place of what is stored. */
    ValidationRequest unconditional() {
        return new ValidationRequest(Optional.empty(), about, by);
    }

    HttpFields fields(RequestHead request) {
        return preferred
                .map(stored -> Validation.conditional(request, stored.head()))
                .orElseGet(() -> Validation.unconditional(request));
    }

    /** Whether the answer concerns something stored. */
    boolean concernsStored() {
        return about.isPresent();
    }
}
