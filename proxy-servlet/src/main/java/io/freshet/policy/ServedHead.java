package io.freshet.policy;

import io.freshet.http.Field;
import io.freshet.http.ResponseHead;
import org.eclipse.jetty.http.HttpFields;

/** A stored response as it goes to a client. */
public final class ServedHead {

    private ServedHead() {}

    /** The head to serve without having asked the origin: with its age, without what only the origin may confirm. */
    public static ResponseHead of(StoredHead stored, Freshness freshness, PolicySettings settings) {
        HttpFields.Mutable fields = withAge(stored, freshness);
        // RFC 9111 §5.2.2.4: fields that no-cache="..." names are not sent without validation.
        ResponseDirectives.of(stored.response(), settings)
                .control()
                .fieldNames("no-cache")
                .forEach(fields::remove);
        return stored.response().with(fields.asImmutable());
    }

    /** The head to serve right after the origin has confirmed it. */
    public static ResponseHead validated(StoredHead stored, Freshness freshness) {
        return stored.response().with(withAge(stored, freshness).asImmutable());
    }

    /** RFC 9111 §5.1: in whole seconds, in place of any that came with the response. */
    private static HttpFields.Mutable withAge(StoredHead stored, Freshness freshness) {
        return HttpFields.build(stored.response().fields())
                .put(Field.AGE, Long.toString(freshness.age().toSeconds()));
    }
}
