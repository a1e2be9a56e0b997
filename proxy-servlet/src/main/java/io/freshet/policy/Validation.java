package io.freshet.policy;

import io.freshet.http.EntityTag;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.HttpDate;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** The conditions under which the cache asks the origin (RFC 9111 §4.3.1). */
public final class Validation {

    /** What a cache evaluates itself against what it has (RFC 9111 §4.3.2). */
    private static final Set<String> FOR_CACHES = Set.of("if-none-match", "if-modified-since");

    /** What a validation cannot carry on: it asks about the whole of the stored response. */
    private static final Set<String> CONDITIONS_AND_RANGES =
            Set.of("if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range", "range");

    private Validation() {}

    /**
     * The fields for asking whether {@code stored} still holds: the request's, but with the stored validators as their only
     * condition. What the client had in its own conditions, the cache {@linkplain Conditions evaluates} when it answers.
     *
     * @param stored the response that the request selects. The validators of others stay here: a 304 would confirm what this
     *     request cannot have, see docs/decisions/0048
     */
    public static HttpFields conditional(RequestHead request, StoredHead stored) {
        HttpFields.Mutable fields = withoutConditions(request);
        entityTag(stored.response()).ifPresent(tag -> fields.add(Field.IF_NONE_MATCH, tag.toString()));
        // Beside an entity tag as well, for an origin that knows only this one (RFC 9110 §13.1.3).
        lastModified(stored.response()).ifPresent(date -> fields.add(Field.IF_MODIFIED_SINCE, date));
        return fields.asImmutable();
    }

    /** The request's fields without any condition or range. */
    static HttpFields.Mutable withoutConditions(RequestHead request) {
        return without(CONDITIONS_AND_RANGES, request.fields());
    }

    /**
     * The fields for fetching a response that can be stored: without the conditions that the cache evaluates itself, so that
     * the origin sends the content. A request for a range, or with a condition that only the origin can evaluate, is left as
     * it is: its answer will not be stored, and the conditions mean something together (RFC 9110 §13.2.2).
     */
    public static HttpFields unconditional(RequestHead request) {
        boolean asItIs = request.fields().contains(Field.RANGE) || onlyOriginCanEvaluate(request);
        return asItIs ? request.fields() : without(FOR_CACHES, request.fields()).asImmutable();
    }

    /** Whether the origin can be asked if {@code response} still holds. */
    public static boolean hasValidator(ResponseHead response) {
        return entityTag(response).isPresent() || lastModified(response).isPresent();
    }

    /** RFC 9111 §4.3.2: If-Match and If-Unmodified-Since are not for caches. */
    static boolean onlyOriginCanEvaluate(RequestHead request) {
        return request.fields().contains(Field.IF_MATCH) || request.fields().contains(Field.IF_UNMODIFIED_SINCE);
    }

    static Optional<EntityTag> entityTag(ResponseHead response) {
        return FieldValues.combined(response.fields(), Field.ETAG).flatMap(EntityTag::parse);
    }

    /** As the origin wrote it, since origins compare texts; only if it is a date. */
    static Optional<String> lastModified(ResponseHead response) {
        return FieldValues.combined(response.fields(), Field.LAST_MODIFIED)
                .filter(date -> HttpDate.parse(date).isPresent());
    }

    private static HttpFields.Mutable without(Set<String> names, HttpFields fields) {
        HttpFields.Mutable kept = HttpFields.build(fields.size() + 2);
        for (HttpField field : fields) {
            if (!names.contains(field.getLowerCaseName())) {
                kept.add(field);
            }
        }
        return kept;
    }
}
