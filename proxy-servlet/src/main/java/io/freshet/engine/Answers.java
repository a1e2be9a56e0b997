package io.freshet.engine;

import io.freshet.http.ByteRange;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.Conditions;
import io.freshet.policy.PolicySettings;
import io.freshet.policy.RangeAnswer;
import io.freshet.policy.Surrogate;
import io.freshet.store.StoreException;
import io.freshet.store.StoredBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
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
     * @param length the content's length; empty where only parts are known, and not that of the whole
     */
    Optional<Answer> of(
            RequestHead request, ResponseHead head, StoredBody body, OptionalLong length, CacheStatus status) {
        ResponseHead marked = Marks.hit(forClient(request, head), status);
        if (Conditions.evaluate(request, marked) == Conditions.Outcome.NOT_MODIFIED) {
            return Optional.of(new Answer(Conditions.notModified(marked), Collections.emptyIterator()));
        }
        ResponseHead whole = withLength(marked, length);
        if (request.method().equals("HEAD")) {
            return Optional.of(new Answer(whole, Collections.emptyIterator()));
        }
        try {
            return Optional.of(withContent(whole, body, RangeAnswer.of(request, whole, length, boundary())));
        } catch (StoreException gone) {
            return Optional.empty();
        }
    }

    private static Answer withContent(ResponseHead whole, StoredBody body, RangeAnswer answer) {
        if (answer instanceof RangeAnswer.Part part) {
            return new Answer(part.head(), open(body, part.range()));
        }
        if (answer instanceof RangeAnswer.Parts parts) {
            return new Answer(parts.head(), multipart(body, parts));
        }
        if (answer instanceof RangeAnswer.NotSatisfiable none) {
            return new Answer(none.head(), Collections.emptyIterator());
        }
        return new Answer(whole, body.open());
    }

    private static Iterator<ByteBuffer> multipart(StoredBody body, RangeAnswer.Parts parts) {
        List<Supplier<Iterator<ByteBuffer>>> contents = new ArrayList<>();
        for (RangeAnswer.Section section : parts.sections()) {
            contents.add(() -> one(section.beginning()));
            contents.add(() -> open(body, section.range()));
        }
        contents.add(() -> one(parts.end()));
        return Concatenation.of(contents);
    }

    private static Iterator<ByteBuffer> open(StoredBody body, ByteRange range) {
        return body.open(range.first(), range.length());
    }

    private static Iterator<ByteBuffer> one(String text) {
        return List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)))
                .iterator();
    }

    /** RFC 2046 §5.1.1: must occur in none of the parts, which 128 random bits do not. */
    private static String boundary() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "freshet-" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }

    /** The answer from a stored response that is whole. */
    Optional<Answer> of(RequestHead request, ResponseHead head, StoredBody body, CacheStatus status) {
        return of(request, head, body, OptionalLong.of(body.length()), status);
    }

    /** A head on its way to a client, without what was meant for this cache alone. */
    ResponseHead forClient(RequestHead request, ResponseHead head) {
        return new ResponseHead(head.status(), Surrogate.forClient(request.fields(), head.fields(), settings));
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
        return new ResponseHead(head.status(), fields);
    }
}
