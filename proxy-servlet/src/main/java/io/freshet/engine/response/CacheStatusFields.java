package io.freshet.engine.response;

import io.freshet.http.Field;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CacheStatus;
import io.freshet.policy.OperatorDirectives;
import org.eclipse.jetty.http.HttpFields;

/**
 * What every response says about the cache: {@code X-Cache}, {@code HIT} where the content comes out of the store and {@code
 * MISS} where it does not, and this cache's member of {@code Cache-Status} (RFC 9211), after those of caches nearer the origin.
 */
public final class CacheStatusFields {

    private CacheStatusFields() {}

    public static ResponseHead hit(ResponseHead head, CacheStatus status) {
        return mark(head, "HIT", status);
    }

    public static ResponseHead miss(ResponseHead head, CacheStatus status) {
        return mark(head, "MISS", status);
    }

    /** A status that says which of the origin's directives an operator's rules replaced, where they did. */
    public static CacheStatus directed(CacheStatus status, ResponseHead response) {
        return OperatorDirectives.told(response).map(status::detail).orElse(status);
    }

    private static ResponseHead mark(ResponseHead head, String word, CacheStatus status) {
        HttpFields fields = HttpFields.build(head.fields())
                .put(Field.X_CACHE, word)
                .add(Field.CACHE_STATUS, status.toString())
                .asImmutable();
        return head.with(fields);
    }
}
