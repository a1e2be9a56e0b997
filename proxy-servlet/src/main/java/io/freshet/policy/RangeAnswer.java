package io.freshet.policy;

import io.freshet.http.ByteRange;
import io.freshet.http.ByteRanges;
import io.freshet.http.ContentRange;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/** How a stored response answers a request for ranges of it (RFC 9110 §14.2). */
public sealed interface RangeAnswer {

    /** With all of it, as if no range had been asked for. */
    record Whole() implements RangeAnswer {}

    /** With one range: 206 (RFC 9110 §15.3.7.1). */
    record Part(ResponseHead head, ByteRange range) implements RangeAnswer {}

    /** With several: 206 and multipart/byteranges (RFC 9110 §15.3.7.2); {@code end} comes after the last. */
    record Parts(ResponseHead head, List<Section> sections, String end) implements RangeAnswer {}

    /** One of several ranges, and what comes before it: characters of one byte each. */
    record Section(String beginning, ByteRange range) {}

    /** With 416: there is nothing of what was asked for (RFC 9110 §15.5.17). */
    record NotSatisfiable(ResponseHead head) implements RangeAnswer {}

    /**
     * The answer to {@code request}.
     *
     * @param response the head of the whole response
     * @param length the length of its content, in bytes; where it is not known, only one range with an end can be told
     * @param boundary what separates several ranges, and occurs in none of them
     */
    static RangeAnswer of(RequestHead request, ResponseHead response, OptionalLong length, String boundary) {
        Optional<ByteRanges> asked = asked(request, response);
        if (asked.isEmpty()) {
            return new Whole();
        }
        if (length.isEmpty()) {
            return asked.get()
                    .single()
                    .<RangeAnswer>map(range -> part(response, range, length))
                    .orElseGet(Whole::new);
        }
        ByteRanges.Resolution resolution = asked.get().resolve(length.getAsLong());
        return switch (resolution.kind()) {
            case EXCESSIVE -> new Whole();
            case UNSATISFIABLE -> notSatisfiable(response, length.getAsLong());
            case SATISFIABLE ->
                resolution.ranges().size() == 1
                        ? part(response, resolution.ranges().get(0), length)
                        : several(response, resolution.ranges(), length, boundary);
        };
    }

    private static RangeAnswer several(
            ResponseHead response, List<ByteRange> ranges, OptionalLong length, String boundary) {
        // Content-Encoding beside multipart/byteranges would say that the parts are coded all together (RFC 9110 §8.4).
        return response.fields().contains(Field.CONTENT_ENCODING)
                ? new Whole()
                : parts(response, ranges, length, boundary);
    }

    /** The ranges that count: asked for with GET, of a 200 (RFC 9110 §14.2), under a condition that holds (§13.1.5). */
    static Optional<ByteRanges> asked(RequestHead request, ResponseHead response) {
        boolean applicable = Methods.isGet(request.method()) && response.status() == 200;
        return applicable && ifRangeHolds(request, response) ? ByteRanges.of(request.fields()) : Optional.empty();
    }

    private static boolean ifRangeHolds(RequestHead request, ResponseHead response) {
        return FieldValues.combined(request.fields(), Field.IF_RANGE)
                .map(value -> StrongValidator.inIfRange(value, response))
                .orElse(true);
    }

    private static RangeAnswer part(ResponseHead response, ByteRange range, OptionalLong length) {
        HttpFields.Mutable fields = partial(response)
                .put(ContentRange.NAME, new ContentRange(range, length).toString())
                .put(Field.CONTENT_LENGTH, range.length());
        return new Part(new ResponseHead(HttpStatus.PARTIAL_CONTENT_206, fields.asImmutable()), range);
    }

    private static RangeAnswer parts(
            ResponseHead response, List<ByteRange> ranges, OptionalLong length, String boundary) {
        String type = FieldValues.combined(response.fields(), Field.CONTENT_TYPE)
                .map(value -> "Content-Type: " + value + "\r\n")
                .orElse("");
        String end = "\r\n--" + boundary + "--\r\n";
        long contentLength = end.length();
        List<Section> sections = new ArrayList<>(ranges.size());
        for (ByteRange range : ranges) {
            String before = sections.isEmpty() ? "--" : "\r\n--";
            String beginning = before + boundary + "\r\n" + type + ContentRange.NAME + ": "
                    + new ContentRange(range, length) + "\r\n\r\n";
            sections.add(new Section(beginning, range));
            contentLength += beginning.length() + range.length();
        }
        // RFC 9110 §15.3.7.2: no Content-Range beside the parts' own.
        HttpFields.Mutable fields = partial(response)
                .put(Field.CONTENT_TYPE, "multipart/byteranges; boundary=" + boundary)
                .put(Field.CONTENT_LENGTH, contentLength);
        return new Parts(new ResponseHead(HttpStatus.PARTIAL_CONTENT_206, fields.asImmutable()), sections, end);
    }

    private static RangeAnswer notSatisfiable(ResponseHead response, long length) {
        // What describes the representation does not describe this response, which has no content.
        HttpFields.Mutable fields = HttpFields.build(response.fields());
        for (String name : List.of(
                Field.CONTENT_TYPE, Field.CONTENT_ENCODING, Field.CONTENT_LANGUAGE, Field.ETAG, Field.LAST_MODIFIED)) {
            fields.remove(name);
        }
        fields.put(ContentRange.NAME, ContentRange.unsatisfied(length)).put(Field.CONTENT_LENGTH, 0);
        return new NotSatisfiable(new ResponseHead(416, fields.asImmutable()));
    }

    /** The fields of {@code response}, but for what is promised of the whole content (RFC 9530 §2: a digest of it). */
    private static HttpFields.Mutable partial(ResponseHead response) {
        return HttpFields.build(response.fields())
                .remove("Trailer")
                .remove("Content-Digest")
                .remove("Content-MD5");
    }
}
