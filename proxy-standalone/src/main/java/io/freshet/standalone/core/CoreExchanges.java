package io.freshet.standalone.core;

import io.freshet.proxy.admission.Admission.Admitted;
import io.freshet.proxy.exchange.Exchange;
import io.freshet.proxy.exchange.OriginAccess;
import io.freshet.proxy.fair.Claimant;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Carries plain requests, without the servlet API: GET and HEAD that end with their head. The exchange is the one that a servlet's request
 * has, and only the objects differ that read the request and write the response. See docs/decisions/0069.
 */
public final class CoreExchanges {

    private final Supplier<OriginAccess> access;
    private final boolean blocking;

    /**
     * @param access asked for once the server has started
     * @param blocking whether a lookup may block for the store
     */
    public CoreExchanges(Supplier<OriginAccess> access, boolean blocking) {
        this.access = access;
        this.blocking = blocking;
    }

    /** Whether {@code admitted} is plain. */
    public static boolean takes(Admitted admitted) {
        return !admitted.framing().hasContent()
                && (HttpMethod.GET.is(admitted.head().method())
                        || HttpMethod.HEAD.is(admitted.head().method()));
    }

    /** Carries a plain request to the end of its response. Does not block. */
    public void begin(Admitted admitted, Request request, Response response, Callback callback) {
        Executor threads = request.getComponents().getExecutor();
        CoreSink client = new CoreSink(request, response, callback, admitted.view(), threads);
        OriginAccess origin = access.get();
        Exchange exchange = new Exchange(
                origin.context(),
                admitted.route().origin(),
                Claimant.of(
                        Request.getRemoteAddr(request),
                        request.getConnectionMetaData().getId()),
                new CoreOriginRequests(admitted, request, origin.requests()),
                client,
                () -> {});
        Runnable first = () -> exchange.guarded(
                () -> exchange.take(admitted.route().engine().begin(admitted.head(), false, admitted.ahead())),
                () -> {});
        if (blocking) {
            client.onBlockingThread(first, () -> {});
        } else {
            first.run();
        }
    }
}
