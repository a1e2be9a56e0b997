package io.freshet.policy;

import io.freshet.http.ContentCoding;
import io.freshet.http.EntityTag;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.HttpDate;
import io.freshet.http.ResponseHead;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** The heads of responses that are compressed for those who accept that. */
public final class CodedHead {

    /** The request field that decides. */
    public static final String DECIDES = Field.ACCEPT_ENCODING;

    /**
     * What describes the content as it was, and does not fit it once it is coded: its length, digests of it (RFC 9530 §2, §3; RFC 3230;
     * RFC 1864), and the promise of ranges (RFC 9110 §14.3), which are of the response as it is.
     */
    private static final Set<String> OF_CONTENT =
            Set.of("accept-ranges", "content-digest", "content-length", "content-md5", "digest", "repr-digest");

    private CodedHead() {}

    /** {@code response} with the news that it depends on {@value #DECIDES} (RFC 9110 §12.5.5). */
    public static ResponseHead varied(ResponseHead response) {
        if (Variance.nominated(response.fields()).contains("accept-encoding")) {
            return response;
        }
        String vary = FieldValues.combined(response.fields(), Field.VARY)
                .map(before -> before + ", " + DECIDES)
                .orElse(DECIDES);
        HttpFields fields =
                HttpFields.build(response.fields()).put(Field.VARY, vary).asImmutable();
        return response.with(fields);
    }

    /** {@code response} with its content coded; its length is still to be said. */
    public static ResponseHead of(ResponseHead response, ContentCoding coding) {
        HttpFields.Mutable fields = HttpFields.build(response.fields().size() + 2);
        for (HttpField field : varied(response).fields()) {
            if (!OF_CONTENT.contains(field.getLowerCaseName())) {
                fields.add(field);
            }
        }
        fields.put(Field.CONTENT_ENCODING, coding.token());
        fields.remove(Field.ETAG);
        tag(response, coding).ifPresent(tag -> fields.put(Field.ETAG, tag.toString()));
        return response.with(fields.asImmutable());
    }

    /**
     * RFC 9110 §8.8.3.3: two representations never share a strong tag; a weak one says that they are equivalent. Where the response has
     * none, the date in {@code Last-Modified} would be the same for both, so that the coded one gets a tag made of date and coding: a
     * client that has a tag does not ask for a range by date (RFC 9110 §13.1.5).
     */
    private static Optional<EntityTag> tag(ResponseHead response, ContentCoding coding) {
        return Validation.entityTag(response)
                .map(tag -> new EntityTag(true, tag.opaque()))
                .or(() -> Validation.lastModified(response)
                        .flatMap(HttpDate::parse)
                        .map(date ->
                                new EntityTag(true, coding.token() + '-' + Long.toHexString(date.getEpochSecond()))));
    }
}
