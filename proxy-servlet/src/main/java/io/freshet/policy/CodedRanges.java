package io.freshet.policy;

import io.freshet.http.ContentRange;
import io.freshet.http.EntityTag;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.HttpDate;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpFields;

/**
 * Which ranges a request gets where responses are also given in codings made here. A range is always one of the response as it is. A
 * client that holds the beginning of the coded one must not get it, since it would put bytes of both together (RFC 9110 §13.1.5,
 * §15.3.7.3). The request does not tell what its client holds: its next one may accept other codings. See docs/decisions/0054.
 */
public final class CodedRanges {

    private CodedRanges() {}

    /**
     * Whether the range that {@code request} asks for counts. {@code false} where it asks for none.
     *
     * @param response what the range is of, as it is: whole or a part of it; its content has a coding made here beside it, or may get one
     * @param prefersCoding whether the request would get the coded one without a range
     */
    public static boolean count(RequestHead request, ResponseHead response, boolean prefersCoding) {
        return asks(request) && !byDate(request) && !neverHolds(request) && (!prefersCoding || isTagged(response));
    }

    /**
     * Whether {@code request} has an {@code If-Range} that no response fulfils: it names a weak entity tag, as all coded responses have, or
     * nothing (RFC 9110 §13.1.5). Some origins compare such tags as texts.
     */
    public static boolean neverHolds(RequestHead request) {
        return asks(request)
                && ifRange(request)
                        .filter(value ->
                                !EntityTag.parse(value).map(tag -> !tag.weak()).orElseGet(() -> isDate(value)))
                        .isPresent();
    }

    /**
     * Whether {@code part}, the origin's answer to {@code request}, may be of a response that is also given in a coding made here.
     * What it does not tell counts against it.
     */
    public static boolean mayBeCoded(ResponseHead part, CompressionSettings settings, PolicySettings rules) {
        OptionalLong length =
                ContentRange.of(part.fields()).map(ContentRange::completeLength).orElse(OptionalLong.empty());
        boolean ofSize =
                length.isEmpty() || (length.getAsLong() >= settings.min() && length.getAsLong() <= settings.max());
        return settings.on() && ofSize && Compressibility.mayTransform(part, rules) && mayBeListed(part, settings);
    }

    /** {@code request} for the whole. */
    public static RequestHead whole(RequestHead request) {
        if (!request.fields().contains(Field.RANGE)) {
            return request;
        }
        return request.with(HttpFields.build(request.fields())
                .remove(Field.RANGE)
                .remove(Field.IF_RANGE)
                .asImmutable());
    }

    /** Whether {@code request} asks for a range (RFC 9110 §14.2). */
    public static boolean asks(RequestHead request) {
        return Methods.isGet(request.method()) && request.fields().contains(Field.RANGE);
    }

    /** The coded one has the same date (RFC 9110 §8.8.2). With a tag that counts, the date does not (RFC 9110 §13.1.4, §13.2.2). */
    private static boolean byDate(RequestHead request) {
        Optional<String> ifRange = ifRange(request);
        return ifRange.isPresent()
                ? isDate(ifRange.get())
                : request.fields().contains(Field.IF_UNMODIFIED_SINCE)
                        && !request.fields().contains(Field.IF_MATCH);
    }

    private static boolean isTagged(ResponseHead response) {
        return Validation.entityTag(response).filter(tag -> !tag.weak()).isPresent();
    }

    /** A part that an {@code If-Range} was asked for with need not say its type (RFC 9110 §15.3.7); several parts say it within. */
    private static boolean mayBeListed(ResponseHead part, CompressionSettings settings) {
        Optional<String> type = FieldValues.combined(part.fields(), Field.CONTENT_TYPE);
        return type.isEmpty()
                || type.get().regionMatches(true, 0, "multipart/byteranges", 0, 20)
                || settings.types().match(type.get());
    }

    private static Optional<String> ifRange(RequestHead request) {
        return FieldValues.combined(request.fields(), Field.IF_RANGE);
    }

    private static boolean isDate(String value) {
        return HttpDate.parse(value).isPresent();
    }
}
