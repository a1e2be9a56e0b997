package io.freshet.policy;

import io.freshet.http.CacheControl;
import io.freshet.http.OverridingDirectives;
import io.freshet.http.ResponseHead;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator's rules say about a response: the {@linkplain ResponseHead#overriding directives} that count before all of its
 * fields. They are made when the response arrives and stored with it, so that every node and every later rule of HTTP reads them.
 * They are no field: an origin cannot send them, and no client sees them. See docs/decisions/0030 and 0063.
 */
public final class OperatorDirectives {

    static final String RULES = "freshet-rules";
    static final String IGNORED = "freshet-ignored";
    static final String TAGS = "freshet-tags";
    static final String BYPASS = "freshet-bypass";
    static final String ASSUMED = "freshet-assumed";
    static final String SHARE = "freshet-share";

    private OperatorDirectives() {}

    /** The directives for this cache; empty where no rule says anything. */
    static Optional<CacheControl> control(ResponseHead response) {
        return response.overriding().map(OverridingDirectives::control);
    }

    /** Whether a rule says that the response is not to be stored. */
    static boolean bypass(CacheControl control) {
        return control.has(BYPASS);
    }

    /** Whether the lifetime is a rule's. */
    static boolean lifetime(CacheControl control) {
        return control.has(RULES);
    }

    /** Whether the lifetime is a bound of one that the origin did not state. */
    static boolean assumed(CacheControl control) {
        return control.has(ASSUMED);
    }

    /** Whether a rule says that the response is the same for everybody. */
    static boolean shares(CacheControl control) {
        return control.has(SHARE);
    }

    /** Whether a rule ignores something that the origin did say. */
    static boolean ignores(CacheControl control) {
        return control.has(IGNORED);
    }

    /** Names by which the response can be invalidated. */
    static Set<String> tags(ResponseHead response) {
        return control(response).map(control -> control.words(TAGS)).orElse(Set.of());
    }

    /** Which rules ignored which directives of the origin, for {@code Cache-Status}. */
    public static Optional<String> told(ResponseHead response) {
        return control(response)
                .filter(control -> control.has(IGNORED))
                .map(control -> "rule " + String.join(" ", control.words(RULES)) + " ignores "
                        + String.join(" ", control.words(IGNORED)));
    }
}
