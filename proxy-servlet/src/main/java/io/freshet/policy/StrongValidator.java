package io.freshet.policy;

import io.freshet.http.EntityTag;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.HttpDate;
import io.freshet.http.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What tells one representation from every other, byte for byte (RFC 9110 §8.8.1).
 *
 * @param text as it is written in {@code ETag} or {@code Last-Modified}, and in {@code If-Range}
 */
record StrongValidator(String text) {

    /** RFC 9110 §8.8.2.2: by then, nothing can have changed twice within the second that the date tells. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    /** That of {@code response}; a date only where there is no entity tag at all (RFC 9110 §13.1.5). */
    static Optional<StrongValidator> of(ResponseHead response) {
        Optional<EntityTag> tag = Validation.entityTag(response);
        if (tag.isPresent()) {
            return tag.filter(one -> !one.weak()).map(one -> new StrongValidator(one.toString()));
        }
        Optional<Instant> date =
                FieldValues.combined(response.fields(), Field.DATE).flatMap(HttpDate::parse);
        return Validation.lastModified(response)
                .filter(text -> HttpDate.parse(text)
                        .flatMap(modified -> date.filter(made -> !made.isBefore(modified.plus(SETTLED))))
                        .isPresent())
                .map(StrongValidator::new);
    }

    /** RFC 9110 §13.1.5: whether the {@code If-Range} of a request names this very representation. */
    static boolean inIfRange(String value, ResponseHead response) {
        return of(response).map(StrongValidator::text).filter(value::equals).isPresent();
    }
}
