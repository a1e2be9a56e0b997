package io.freshet.policy;

import io.freshet.http.EntityTag;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.HttpDate;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** A client's own conditions, evaluated against what the cache is about to answer (RFC 9111 §4.3.2). */
public final class Conditions {

    /**
     * Metadata of a representation that a 304 does not carry (RFC 9110 §15.4.5). Content-Location and Last-Modified are not
     * here: the one is asked for, the other may be.
     */
    private static final Set<String> OF_CONTENT = Set.of(
            "content-digest",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-length",
            "content-md5",
            "content-range",
            "content-type");

    private Conditions() {}

    /** How to answer. */
    public enum Outcome {
        /** With the response as it is. */
        PROCEED,
        /** With {@link Conditions#notModified}: the client has it already. */
        NOT_MODIFIED
    }

    /**
     * Evaluates the conditions of {@code request} that are for caches, in the order of RFC 9110 §13.2.2. They apply to a GET,
     * HEAD or QUERY that would be answered 200. If-Match and If-Unmodified-Since are the origin's to evaluate.
     */
    public static Outcome evaluate(RequestHead request, ResponseHead response) {
        boolean applicable = response.status() == 200 && Methods.answerable(request.method());
        return applicable && clientHasIt(request, response) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }

    /**
     * The 304 for {@code response}: all of its fields but metadata of the content, which goes unless it guides a cache update
     * (RFC 9110 §15.4.5).
     */
    public static ResponseHead notModified(ResponseHead response) {
        Set<String> dropped = new HashSet<>(OF_CONTENT);
        if (response.fields().contains(Field.ETAG)) {
            dropped.add("last-modified");
        }
        HttpFields.Mutable fields = HttpFields.build(response.fields().size());
        for (HttpField field : response.fields()) {
            if (!dropped.contains(field.getLowerCaseName())) {
                fields.add(field);
            }
        }
        return new ResponseHead(304, fields.asImmutable());
    }

    private static boolean clientHasIt(RequestHead request, ResponseHead response) {
        // RFC 9110 §13.1.3: If-Modified-Since is ignored beside If-None-Match.
        return FieldValues.combined(request.fields(), Field.IF_NONE_MATCH)
                .map(tags -> namesTag(tags, response))
                .orElseGet(() -> FieldValues.combined(request.fields(), Field.IF_MODIFIED_SINCE)
                        .flatMap(HttpDate::parse)
                        .filter(since -> !modifiedAfter(since, response))
                        .isPresent());
    }

    /** RFC 9110 §13.1.2: {@code *} names whatever there is; otherwise tags are compared weakly. */
    private static boolean namesTag(String tags, ResponseHead response) {
        if (tags.equals("*")) {
            return true;
        }
        Optional<EntityTag> current = Validation.entityTag(response);
        return current.isPresent() && EntityTag.list(tags).stream().anyMatch(current.get()::matchesWeakly);
    }

    /** RFC 9111 §4.3.2: by Last-Modified, or by Date where that is missing. */
    private static boolean modifiedAfter(Instant since, ResponseHead response) {
        return Validation.lastModified(response)
                .or(() -> FieldValues.combined(response.fields(), Field.DATE))
                .flatMap(HttpDate::parse)
                .map(modified -> modified.isAfter(since))
                .orElse(true);
    }
}
