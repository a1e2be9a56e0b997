package io.freshet.engine;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Conditions;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.Surrogate;
import io.freshet.store.StoreException;
import io.freshet.store.StoredBody;
import java.util.Collections;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/** Makes answers of stored responses: the client's own condition and range are answered here. */
final class Answers {

    private final PolicySettings settings;

    Answers(PolicySettings settings) {
        this.settings = settings;
    }

    /**
     * The answer to {@code request} from a stored response, or none when its content has gone meanwhile. May block for the
     * store.
     *
     * @param head the stored head as it is to be served
     */
    Optional<Answer> of(RequestHead request, ResponseHead head, StoredBody body, CacheStatus status) {
        ResponseHead marked = Marks.hit(forClient(request, head), status);
        if (Conditions.evaluate(request, marked) == Conditions.Outcome.NOT_MODIFIED) {
            return Optional.of(new Answer(Conditions.notModified(marked), Collections.emptyIterator()));
        }
        ResponseHead whole = withLength(marked, body);
        if (request.method().equals("HEAD")) {
            return Optional.of(new Answer(whole, Collections.emptyIterator()));
        }
        try {
            return Optional.of(new Answer(whole, body.open()));
        } catch (StoreException gone) {
            return Optional.empty();
        }
    }

    /** A head on its way to a client, without what was meant for this cache alone. */
    ResponseHead forClient(RequestHead request, ResponseHead head) {
        return new ResponseHead(head.status(), Surrogate.forClient(request.fields(), head.fields(), settings));
    }

    /** The length is known now, also where the origin sent chunks. */
    private static ResponseHead withLength(ResponseHead head, StoredBody body) {
        if (head.status() == HttpStatus.NO_CONTENT_204 || head.fields().contains(HttpHeader.CONTENT_LENGTH)) {
            return head;
        }
        HttpFields fields = HttpFields.build(head.fields())
                .put(HttpHeader.CONTENT_LENGTH, body.length())
                .asImmutable();
        return new ResponseHead(head.status(), fields);
    }
}
