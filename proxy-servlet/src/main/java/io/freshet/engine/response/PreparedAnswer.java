package io.freshet.engine.response;

import io.freshet.engine.response.Step.Answer;
import io.freshet.http.ResponseHead;
import io.freshet.store.StoreException;
import io.freshet.store.StoredBody;
import java.util.Optional;

/** An answer from a stored response before its content is opened. */
public record PreparedAnswer(ResponseHead head, BodySelection portion) {

    /** The answer, or none when the content has gone meanwhile. May block for the store. */
    public Optional<Answer> with(StoredBody body) {
        try {
            return Optional.of(new Answer(head, portion.open(body)));
        } catch (StoreException gone) {
            return Optional.empty();
        }
    }
}
