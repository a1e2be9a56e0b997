package io.freshet.policy;

import io.freshet.http.ByteRange;
import io.freshet.http.ByteRanges;
import io.freshet.http.ContentRange;
import io.freshet.http.Field;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Stored parts of one representation (RFC 9111 §3.3): those that can be combined, as they have the same strong validator (RFC
 * 9111 §3.4), or a single one.
 *
 * @param parts by position
 * @param newest the one that was made last, whose fields count
 */
public record StoredParts(List<Part> parts, StoredHead newest) {

    /** One of them, and where it belongs. */
    public record Part(StoredHead head, ContentRange where) {}

    /** Some bytes of a part, from {@code offset} on. */
    public record Piece(StoredHead part, long offset, long length) {}

    /** The parts among {@code stored} that go with the newest of them; empty when there is none. */
    @SuppressWarnings("ReferenceEquality") // is it this one, not one like it
    public static Optional<StoredParts> of(List<StoredHead> stored) {
        List<Part> all = stored.stream().flatMap(head -> part(head).stream()).toList();
        return all.stream()
                .max(Comparator.comparing(Part::head, StoredHeads.BY_DATE))
                .map(newest -> {
                    List<Part> combinable = all.stream()
                            .filter(part -> part.head() == newest.head() || combinable(newest, part))
                            .sorted(Comparator.comparingLong(
                                    part -> part.where().range().first()))
                            .toList();
                    return new StoredParts(combinable, newest.head());
                });
    }

    private static Optional<Part> part(StoredHead head) {
        return head.response().status() == HttpStatus.PARTIAL_CONTENT_206
                ? ContentRange.of(head.response().fields()).map(where -> new Part(head, where))
                : Optional.empty();
    }

    /** RFC 9111 §3.4: only with the same strong validator, and never against what they say of the whole's length. */
    private static boolean combinable(Part one, Part other) {
        Optional<StrongValidator> validator = StrongValidator.of(one.head().response());
        OptionalLong length = one.where().completeLength();
        OptionalLong otherLength = other.where().completeLength();
        return validator.isPresent()
                && validator.equals(StrongValidator.of(other.head().response()))
                && (length.isEmpty() || otherLength.isEmpty() || length.equals(otherLength));
    }

    /** The length of the whole, where a part tells. */
    public OptionalLong completeLength() {
        return parts.stream()
                .map(part -> part.where().completeLength())
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /** Which bytes of which parts make up {@code wanted}, in order; empty when some are missing. */
    public Optional<List<Piece>> covering(ByteRange wanted) {
        List<Piece> pieces = new ArrayList<>();
        long position = wanted.first();
        for (Part part : parts) {
            ByteRange range = part.where().range();
            if (range.first() > position || position > wanted.last()) {
                break;
            }
            if (range.last() >= position) {
                long last = Math.min(range.last(), wanted.last());
                pieces.add(new Piece(part.head(), position - range.first(), last - position + 1));
                position = last + 1;
            }
        }
        return position > wanted.last() ? Optional.of(pieces) : Optional.empty();
    }

    /** Whether all that {@code request} asks for is here. */
    public boolean answer(RequestHead request) {
        if (!Methods.isGet(request.method())) {
            return false;
        }
        OptionalLong length = completeLength();
        Optional<ByteRanges> asked = RangeAnswer.asked(request, complete());
        if (asked.isPresent() && length.isEmpty()) {
            return asked.get().single().flatMap(this::covering).isPresent();
        }
        if (length.isEmpty()) {
            return false;
        }
        Optional<ByteRanges.Resolution> resolution = asked.map(ranges -> ranges.resolve(length.getAsLong()));
        return resolution
                .filter(one -> one.kind() != ByteRanges.Kind.EXCESSIVE)
                .map(one ->
                        one.ranges().stream().allMatch(range -> covering(range).isPresent()))
                .orElseGet(
                        () -> covering(new ByteRange(0, length.getAsLong() - 1)).isPresent());
    }

    /**
     * From which position on the whole is still missing, where its beginning is here and a strong validator lets the rest be
     * added to it (RFC 9111 §3.4).
     */
    public OptionalLong missingFrom() {
        OptionalLong length = completeLength();
        if (length.isEmpty() || StrongValidator.of(newest.response()).isEmpty()) {
            return OptionalLong.empty();
        }
        long end = 0;
        for (Part part : parts) {
            if (part.where().range().first() <= end) {
                end = Math.max(end, part.where().range().last() + 1);
            }
        }
        return end > 0 && end < length.getAsLong() ? OptionalLong.of(end) : OptionalLong.empty();
    }

    /** The fields of a request for the rest (RFC 9111 §3.4, RFC 9110 §13.1.5), instead of the client's own ranges and conditions. */
    public HttpFields askForRest(RequestHead request) {
        HttpFields.Mutable fields = Validation.withoutConditions(request);
        fields.put(Field.RANGE, "bytes=" + missingFrom().orElseThrow() + "-");
        StrongValidator.of(newest.response()).ifPresent(validator -> fields.put(Field.IF_RANGE, validator.text()));
        return fields.asImmutable();
    }

    /** Whether {@code response} is the rest that was asked for, to the very end of the same representation. */
    public boolean isRest(ResponseHead response) {
        return response.status() == HttpStatus.PARTIAL_CONTENT_206
                && ContentRange.of(response.fields())
                        .filter(where -> where.range().first() == missingFrom().orElseThrow()
                                && where.completeLength().equals(completeLength())
                                && where.range().last() + 1 == completeLength().orElseThrow())
                        .isPresent()
                && StrongValidator.of(newest.response()).equals(StrongValidator.of(response));
    }

    /** The head of the whole, made of these parts alone. */
    public ResponseHead complete() {
        return asWhole(HttpFields.build(newest.response().fields()), newest.response());
    }

    /** The head of the whole, made of these parts and {@code rest}, whose fields replace theirs (RFC 9111 §3.4). */
    public ResponseHead completedBy(ResponseHead rest) {
        HttpFields.Mutable fields = HttpFields.build(newest.response().fields());
        rest.fields().forEach(field -> fields.remove(field.getName()));
        for (HttpField field : rest.fields()) {
            fields.add(field);
        }
        return asWhole(fields, rest);
    }

    /** @param directed what rules say of this part they say of the whole */
    private ResponseHead asWhole(HttpFields.Mutable fields, ResponseHead directed) {
        fields.remove(ContentRange.NAME).remove(Field.CONTENT_LENGTH);
        completeLength().ifPresent(length -> fields.put(Field.CONTENT_LENGTH, length));
        return new ResponseHead(200, fields.asImmutable()).overriddenBy(directed.overriding());
    }
}
