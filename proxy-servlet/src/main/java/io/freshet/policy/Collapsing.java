package io.freshet.policy;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;

/** Which requests may wait for the response to another one, and which responses may answer both (RFC 9111 §4). */
public final class Collapsing {

    /** What makes a request ask for something else than whatever is stored. */
    private static final List<String> OWN_WISHES = List.of("Range", "Cache-Control", "Pragma");

    private Collapsing() {}

    /** Whether a request asks for nothing that the answer to another one may not have. */
    public static boolean mayWait(RequestHead request) {
        boolean whole = Methods.isGet(request.method()) || Methods.isQuery(request.method());
        return whole
                && OWN_WISHES.stream().noneMatch(request.fields()::contains)
                && !ConnectionAuthentication.asked(request.fields());
    }

    /**
     * Whether a storable response may go to others before it is stored. One that sets cookies may not, even where it may be
     * stored because it says so: whoever comes at the same moment is not to share a session.
     */
    public static boolean mayShare(ResponseHead response) {
        return response.status() != HttpStatus.PARTIAL_CONTENT_206
                && !response.fields().contains("Set-Cookie");
    }
}
