package io.freshet.policy;

import io.freshet.http.CacheControl;
import io.freshet.http.ResponseHead;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;

/**
 * What an operator's rules say about a response, as a field of its own within this cache: a targeted field (RFC 9213) that counts
 * before all others. It is made when the response arrives and stored with it, so that every node and every later rule of HTTP
 * reads the same; neither the origin can send it nor a client see it. See docs/decisions/0030.
 */
public final class OperatorDirectives {

    /** The field's name. */
    static final String FIELD = "Freshet-Directed";

    static final String RULES = "freshet-rules";
    static final String IGNORED = "freshet-ignored";
    static final String TAGS = "freshet-tags";
    static final String BYPASS = "freshet-bypass";
    static final String ASSUMED = "freshet-assumed";
    static final String SHARE = "freshet-share";

    private OperatorDirectives() {}

    /** {@code response} without the field, which no origin and no client has anything to say in. */
    public static ResponseHead undirected(ResponseHead response) {
        return response.fields().contains(FIELD)
                ? response.with(
                        HttpFields.build(response.fields()).remove(FIELD).asImmutable())
                : response;
    }

    /** The directives for this cache; empty where no rule says anything. */
    static Optional<CacheControl> control(ResponseHead response) {
        return response.fields().contains(FIELD) ? CacheControl.targeted(response.fields(), FIELD) : Optional.empty();
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
