package io.freshet.engine.response;

import io.freshet.http.ByteRange;
import io.freshet.policy.RangeAnswer;
import io.freshet.store.StoredBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** What of a stored response's content an answer has. */
public sealed interface BodySelection {

    /** Opens it. May block for the store, and throw {@link io.freshet.store.StoreException} where content has gone. */
    Iterator<ByteBuffer> open(StoredBody body);

    /** None of it. */
    record Nothing() implements BodySelection {
        @Override
        public Iterator<ByteBuffer> open(StoredBody body) {
            return Collections.emptyIterator();
        }
    }

    /** All of it. */
    record Whole() implements BodySelection {
        @Override
        public Iterator<ByteBuffer> open(StoredBody body) {
            return body.open();
        }
    }

    /** One range. */
    record Part(ByteRange range) implements BodySelection {
        @Override
        public Iterator<ByteBuffer> open(StoredBody body) {
            return body.open(range.first(), range.length());
        }
    }

    /** Several ranges, and what stands between them. */
    record Parts(List<RangeAnswer.Section> sections, String end) implements BodySelection {
        @Override
        public Iterator<ByteBuffer> open(StoredBody body) {
            List<Supplier<Iterator<ByteBuffer>>> contents = new ArrayList<>();
            for (RangeAnswer.Section section : sections) {
                contents.add(() -> one(section.beginning()));
                contents.add(() -> new Part(section.range()).open(body));
            }
            contents.add(() -> one(end));
            return Concatenation.of(contents);
        }

        private static Iterator<ByteBuffer> one(String text) {
            return List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .iterator();
        }
    }
}
