package io.freshet.policy;

import java.util.Set;

/** Which fields of a request matter to the cache. */
public final class RequestFields {

    /**
     * The fields, in lower case, that the rules read of a request that has no content, whatever is stored. Beside them only
     * those matter that a stored response's {@code Vary} {@linkplain Variance#nominated nominates}.
     */
    public static final Set<String> READ_BY_RULES = Set.of(
            "authorization",
            "cache-control",
            "cookie",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "last-event-id",
            "pragma",
            "range",
            "surrogate-capability");

    /** Those of them of which the rules read only whether they are there. */
    public static final Set<String> READ_AS_PRESENT =
            Set.of("authorization", "cookie", "last-event-id", "surrogate-capability");

    private RequestFields() {}
}
