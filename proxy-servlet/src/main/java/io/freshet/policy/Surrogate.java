package io.freshet.policy;

import io.freshet.http.Field;
import org.eclipse.jetty.http.HttpFields;

/**
 * The older way in which an origin and the cache in front of it agree on what is for that cache alone (W3C note "Edge
 * Architecture Specification"). Followed where {@code Surrogate-Control} is among {@link PolicySettings#targets}.
 */
public final class Surrogate {

    static final String CONTROL = Field.SURROGATE_CONTROL;

    /** What this cache calls itself in {@code Surrogate-Capability}, and is called in the targets of directives. */
    static final String DEVICE = "freshet";

    private static final String CAPABILITY = "Surrogate-Capability";

    private Surrogate() {}

    /** The fields of a request to the origin, with what this cache can do after what caches before it can. */
    public static HttpFields announced(HttpFields request, PolicySettings settings) {
        return followed(settings)
                ? HttpFields.build(request)
                        .add(CAPABILITY, DEVICE + "=\"Surrogate/1.0\"")
                        .asImmutable()
                : request;
    }

    /** The fields of a response for a client: without what was meant for this cache, unless the client is one as well. */
    public static HttpFields forClient(HttpFields request, HttpFields response, PolicySettings settings) {
        boolean keep = !response.contains(CONTROL) || !followed(settings) || request.contains(CAPABILITY);
        return keep ? response : HttpFields.build(response).remove(CONTROL).asImmutable();
    }

    private static boolean followed(PolicySettings settings) {
        for (String target : settings.targets()) {
            if (CONTROL.equalsIgnoreCase(target)) {
                return true;
            }
        }
        return false;
    }
}
