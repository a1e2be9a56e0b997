package io.freshet.policy;

import io.freshet.http.CacheControl;
import io.freshet.http.ResponseHead;
import io.freshet.http.SurrogateControl;
import java.util.Optional;

/**
 * The directives of a response that count for this cache. All rules ask here.
 *
 * @param control the directives
 * @param targeted whether they stand in a field for caches such as this one, beside which neither {@code Cache-Control} nor
 *     {@code Expires} counts (RFC 9213 §2.2)
 */
public record ResponseDirectives(CacheControl control, boolean targeted) {

    /** What the operator's rules made of them, else RFC 9213 §2.2: those of the first field on the target list that is valid and not empty; else of Cache-Control. */
    public static ResponseDirectives of(ResponseHead response, PolicySettings settings) {
        Optional<CacheControl> directed = OperatorDirectives.control(response);
        if (directed.isPresent()) {
            return new ResponseDirectives(directed.get(), true);
        }
        for (String target : settings.targets()) {
            Optional<CacheControl> control = target.equalsIgnoreCase(Surrogate.CONTROL)
                    ? SurrogateControl.of(response.fields(), Surrogate.DEVICE)
                    : CacheControl.targeted(response.fields(), target);
            if (control.isPresent()) {
                return new ResponseDirectives(control.get(), true);
            }
        }
        return new ResponseDirectives(CacheControl.of(response.fields()), false);
    }

    /** RFC 9111 §5.2.2.4: no-cache without field names wants every reuse validated, however fresh. */
    boolean mustValidate() {
        return control.has("no-cache") && control.fieldNames("no-cache").isEmpty();
    }

    /** RFC 9111 §4.2.4: no stale use against one of these; s-maxage includes proxy-revalidate (RFC 9111 §5.2.2.10). */
    boolean forbidsStale() {
        return mustValidate()
                || control.has("must-revalidate")
                || control.has("proxy-revalidate")
                || control.has("s-maxage");
    }

    /** Whether the response says that all of it, cookies too, is for everybody. */
    boolean shared() {
        return control.has("public") || control.has("s-maxage");
    }
}
