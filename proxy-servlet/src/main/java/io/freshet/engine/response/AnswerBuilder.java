package io.freshet.engine.response;

import io.freshet.engine.lookup.SelectedRepresentation;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Conditions;
import io.freshet.policy.Methods;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.RangeAnswer;
import io.freshet.policy.Surrogate;
import io.freshet.store.StoredBody;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/** Makes answers of stored responses: the client's own condition and range are answered here. */
public final class AnswerBuilder {

    private final PolicySettings settings;

    public AnswerBuilder(PolicySettings settings) {
        this.settings = settings;
    }

    /**
     * The answer to {@code request} from a stored response, or none when its content has gone meanwhile. May block for the
     * store.
     *
     * @param head the stored head as it is to be served
     * @param length the content's length; empty where only parts are known, and not that of the whole
     */
    public Optional<Answer> of(
            RequestHead request, ResponseHead head, StoredBody body, OptionalLong length, CacheStatus status) {
        return prepare(request, head, length, marked -> CacheStatusFields.hit(marked, status))
                .with(body);
    }

    /**
     * An answer for which the store has not been asked yet.
     *
     * @param mark puts in what the response says about the cache
     */
    public PreparedAnswer prepare(
            RequestHead request, ResponseHead head, OptionalLong length, UnaryOperator<ResponseHead> mark) {
        ResponseHead marked = mark.apply(forClient(request, head));
        if (Conditions.evaluate(request, marked) == Conditions.Outcome.NOT_MODIFIED) {
            return new PreparedAnswer(Conditions.notModified(marked), new BodySelection.Nothing());
        }
        ResponseHead whole = withLength(marked, length);
        return Methods.isHead(request.method())
                ? new PreparedAnswer(whole, new BodySelection.Nothing())
                : withContent(whole, RangeAnswer.of(request, whole, length, boundary()));
    }

    private static PreparedAnswer withContent(ResponseHead whole, RangeAnswer answer) {
        if (answer instanceof RangeAnswer.Part part) {
            return new PreparedAnswer(part.head(), new BodySelection.Part(part.range()));
        }
        if (answer instanceof RangeAnswer.Parts parts) {
            return new PreparedAnswer(parts.head(), new BodySelection.Parts(parts.sections(), parts.end()));
        }
        if (answer instanceof RangeAnswer.NotSatisfiable none) {
            return new PreparedAnswer(none.head(), new BodySelection.Nothing());
        }
        return new PreparedAnswer(whole, new BodySelection.Whole());
    }

    /** RFC 2046 §5.1.1: must occur in none of the parts, which 128 random bits do not. */
    private static String boundary() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "freshet-" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }

    /** The answer from a stored response that is whole. */
    public Optional<Answer> of(SelectedRepresentation represented, CacheStatus status) {
        StoredBody body = represented.body();
        return of(represented.request(), represented.head(), body, OptionalLong.of(body.length()), status);
    }

    /** A head on its way to a client, without what was meant for this cache alone. */
    public ResponseHead forClient(RequestHead request, ResponseHead head) {
        return head.with(Surrogate.forClient(request.fields(), head.fields(), settings));
    }

    /** The length is known now, also where the origin sent chunks. */
    private static ResponseHead withLength(ResponseHead head, OptionalLong length) {
        boolean told = head.fields().contains(HttpHeader.CONTENT_LENGTH);
        if (head.status() == HttpStatus.NO_CONTENT_204 || told || length.isEmpty()) {
            return head;
        }
        HttpFields fields = HttpFields.build(head.fields())
                .put(HttpHeader.CONTENT_LENGTH, length.getAsLong())
                .asImmutable();
        return head.with(fields);
    }
}
