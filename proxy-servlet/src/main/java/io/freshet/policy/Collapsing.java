package io.freshet.policy;

import io.freshet.http.Field;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;

/** Which requests may wait for the response to another one, and which responses may answer both (RFC 9111 §4). */
public final class Collapsing {

    /** What makes a request ask for something else than whatever is stored. */
    private static final List<String> OWN_WISHES = List.of(Field.RANGE, Field.CACHE_CONTROL, "Pragma");

    /** What tells who asks, on which way and in which trace: no two requests of one crowd have the same. */
    private static final Set<String> OF_THE_WAY = Set.of(
            "baggage",
            "forwarded",
            "traceparent",
            "tracestate",
            "via",
            "x-b3-parentspanid",
            "x-b3-spanid",
            "x-b3-traceid",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-request-id");

    private Collapsing() {}

    /** Whether a request asks for nothing that the answer to another one may not have. */
    public static boolean mayWait(RequestHead request) {
        boolean whole = Methods.isGet(request.method()) || Methods.isQuery(request.method());
        return whole
                && !wishes(request)
                && !Streams.asked(request)
                && !Validation.onlyOriginCanEvaluate(request)
                && !ConnectionAuthentication.asked(request.fields());
    }

    private static boolean wishes(RequestHead request) {
        for (String wish : OWN_WISHES) {
            if (request.fields().contains(wish)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a storable response may go to others before it is stored. One that sets cookies may not, even where it may be
     * stored because it says so: clients that ask at the same moment are not to share a session. Nor may one that is made while it is read.
     */
    public static boolean mayShare(ResponseHead response) {
        return response.status() != HttpStatus.PARTIAL_CONTENT_206
                && !Streams.flows(response)
                && !response.fields().contains(Field.SET_COOKIE);
    }

    /** Whether what a request brings may be meant for its client alone. */
    public static boolean isPersonal(RequestHead request) {
        return Credentials.in(request);
    }

    /**
     * A digest of what an origin may look at, without what tells requests of one crowd apart in any case: what an origin does to
     * one request for a URL it does to those with the same fingerprint.
     */
    public static String fingerprint(RequestHead request) {
        return Variance.digest(request.fields().stream()
                .filter(field -> !OF_THE_WAY.contains(field.getLowerCaseName()))
                .map(field -> field.getLowerCaseName() + ':' + field.getValue())
                .collect(Collectors.joining("\n")));
    }
}
