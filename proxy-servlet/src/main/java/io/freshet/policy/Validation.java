package io.freshet.policy;

import io.freshet.http.EntityTag;
import io.freshet.http.FieldValues;
import io.freshet.http.HttpDate;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** The conditions under which the cache asks the origin (RFC 9111 §4.3.1). */
public final class Validation {

    /** What a cache evaluates itself against what it has (RFC 9111 §4.3.2). */
    private static final Set<String> FOR_CACHES = Set.of("if-none-match", "if-modified-since");

    /** What a validation cannot carry on: it asks about the whole of the stored response. */
    private static final Set<String> CONDITIONS_AND_RANGES =
            Set.of("if-none-match", "if-modified-since", "if-match", "if-unmodified-since", "if-range", "range");

    /** More tags than this are not asked about at once, nor are longer ones beside others: a header must stay sendable. */
    private static final int MAX_TAGS = 32;

    private static final int MAX_TAG_LENGTH = 128;

    private Validation() {}

    /**
     * Which stored responses to ask the origin about at once, the preferred one first (RFC 9111 §4.3.1). Only entity tags can
     * be asked about together, so that a preferred response without one is asked about alone.
     *
     * @param preferred the one that the request selects; empty when it selects none
     * @param candidates all that is stored under the request's key
     */
    public static List<StoredHead> asked(Optional<StoredHead> preferred, List<StoredHead> candidates) {
        if (preferred.filter(one -> entityTag(one.response()).isEmpty()).isPresent()) {
            return preferred.stream().toList();
        }
        Map<EntityTag, StoredHead> byTag = new LinkedHashMap<>();
        Stream.concat(preferred.stream(), candidates.stream())
                .filter(one -> one.response().status() != 206)
                .forEach(one -> entityTag(one.response())
                        .filter(tag -> tag.opaque().length() <= MAX_TAG_LENGTH
                                || preferred.filter(one::equals).isPresent())
                        .ifPresent(tag -> byTag.putIfAbsent(tag, one)));
        return byTag.values().stream().limit(MAX_TAGS).toList();
    }

    /**
     * The fields for asking whether one of {@code asked} still holds: the request's, but with the stored validators as their
     * only condition. What the client had in its own conditions, the cache {@linkplain Conditions evaluates} when it answers.
     */
    public static HttpFields conditional(RequestHead request, List<StoredHead> asked) {
        HttpFields.Mutable fields = without(CONDITIONS_AND_RANGES, request.fields());
        String tags = asked.stream()
                .flatMap(one -> entityTag(one.response()).stream())
                .map(EntityTag::toString)
                .collect(Collectors.joining(", "));
        if (!tags.isEmpty()) {
            fields.add("If-None-Match", tags);
        }
        // Beside an entity tag as well, for an origin that knows only this one (RFC 9110 §13.1.3).
        if (asked.size() == 1) {
            lastModified(asked.get(0).response()).ifPresent(date -> fields.add("If-Modified-Since", date));
        }
        return fields.asImmutable();
    }

    /**
     * The fields for fetching a response that can be stored: without the conditions that the cache evaluates itself, so that
     * the origin sends the content. A request for a range, or with a condition that only the origin can evaluate, is left as
     * it is: its answer will not be stored, and the conditions mean something together (RFC 9110 §13.2.2).
     */
    public static HttpFields unconditional(RequestHead request) {
        boolean asItIs = request.fields().contains("Range") || onlyOriginCanEvaluate(request);
        return asItIs ? request.fields() : without(FOR_CACHES, request.fields()).asImmutable();
    }

    /** Whether the origin can be asked if {@code response} still holds. */
    public static boolean hasValidator(ResponseHead response) {
        return entityTag(response).isPresent() || lastModified(response).isPresent();
    }

    /** RFC 9111 §4.3.2: If-Match and If-Unmodified-Since are not for caches. */
    static boolean onlyOriginCanEvaluate(RequestHead request) {
        return request.fields().contains("If-Match") || request.fields().contains("If-Unmodified-Since");
    }

    static Optional<EntityTag> entityTag(ResponseHead response) {
        return FieldValues.combined(response.fields(), "ETag").flatMap(EntityTag::parse);
    }

    /** As the origin wrote it, since origins compare texts; only if it is a date. */
    static Optional<String> lastModified(ResponseHead response) {
        return FieldValues.combined(response.fields(), "Last-Modified")
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
