package io.freshet.proxy.origin;

import io.freshet.http.HopByHop;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Takes interim responses of any status, known or not, and any number of them, out of the way of the final one (RFC 9110
 * §15.2). Those that a client may have a use for are told to it; see docs/decisions/0013. Jetty's handler for early hints reads
 * them all alike.
 */
public final class InterimResponses extends EarlyHintsProtocolHandler {

    private static final String CLIENT = InterimResponses.class.getName() + ".client";
    private static final String LAST = InterimResponses.class.getName() + ".last";
    private static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Resumable uploads for HTTP, draft-ietf-httpbis-resumable-upload §5: where an upload can be gone on with. */
    private static final int UPLOAD_RESUMPTION_SUPPORTED = 104;

    private final String name;
    private final IntPredicate statuses;
    private final Told told;

    /** What becomes of one. */
    private interface Told {
        void to(InterimReceiver client, HttpFields fields);
    }

    private InterimResponses(String name, IntPredicate statuses, Told told) {
        this.name = name;
        this.statuses = statuses;
        this.told = told;
    }

    /** Makes a client handle them. */
    static void handle(HttpClient client) {
        Set<Integer> passedOn =
                Set.of(HttpStatus.PROCESSING_102, HttpStatus.EARLY_HINTS_103, UPLOAD_RESUMPTION_SUPPORTED);
        for (int status : passedOn) {
            client.getProtocolHandlers()
                    .put(new InterimResponses(
                            "interim-" + status,
                            actual -> actual == status,
                            (sink, fields) -> sink.interim(status, fields)));
        }
        // The proxy says 100 itself, and no servlet container sends one that it does not know.
        client.getProtocolHandlers()
                .put(new InterimResponses("interim", status -> !passedOn.contains(status), (sink, fields) -> {}));
    }

    /** Whom to tell of the interim responses to a request. */
    public static void tell(InterimReceiver client, Request originRequest) {
        originRequest.attribute(CLIENT, client);
    }

    /** Whether the origin has sent one within the last second: its final response is on its way then. */
    public static boolean cameLately(Request originRequest) {
        return originRequest.getAttributes().get(LAST) instanceof Long last && System.nanoTime() - last < LATELY_NANOS;
    }

    @Override
    public String getName() {
        return name;
    }

    /** A 101 is final: it ends HTTP on its connection. It answers an upgrade, which this proxy never asks for. */
    @Override
    public boolean accept(Request originRequest, Response interim) {
        int status = interim.getStatus();
        return status < HttpStatus.OK_200 && status != HttpStatus.SWITCHING_PROTOCOLS_101 && statuses.test(status);
    }

    @Override
    protected void onEarlyHints(Request originRequest, HttpFields fields) {
        originRequest.attribute(LAST, System.nanoTime());
        if (originRequest.getAttributes().get(CLIENT) instanceof InterimReceiver client) {
            // RFC 9110 §8.6: it has no content, and so no length.
            told.to(client, HopByHop.strip(fields).remove(HttpHeader.CONTENT_LENGTH));
        }
    }
}
