package io.freshet.policy;

import io.freshet.http.CacheControl;
import java.util.stream.Stream;

/** Whether a response leaves any room for using it while it is stale. */
final class StaleUse {

    private StaleUse() {}

    /** RFC 9111 §4.2.4: no stale use against one of these; s-maxage includes proxy-revalidate (RFC 9111 §5.2.2.10). */
    static boolean forbidden(CacheControl response) {
        return mustValidate(response)
                || Stream.of("must-revalidate", "proxy-revalidate", "s-maxage").anyMatch(response::has);
    }

    /** RFC 9111 §5.2.2.4: no-cache without field names wants every reuse validated, however fresh. */
    static boolean mustValidate(CacheControl response) {
        return response.has("no-cache") && response.fieldNames("no-cache").isEmpty();
    }
}
