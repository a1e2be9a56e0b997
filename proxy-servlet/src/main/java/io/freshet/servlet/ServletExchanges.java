package io.freshet.servlet;

import io.freshet.config.ProxyConfig;
import io.freshet.engine.CacheEngine;
import io.freshet.engine.response.GeneratedResponses;
import io.freshet.engine.response.Step;
import io.freshet.http.Incremental;
import io.freshet.proxy.Freshet;
import io.freshet.proxy.admission.Admission;
import io.freshet.proxy.admission.Admission.Admitted;
import io.freshet.proxy.admission.Purging;
import io.freshet.proxy.exchange.Exchange;
import io.freshet.proxy.exchange.ExchangeContext;
import io.freshet.proxy.fair.Claimant;
import io.freshet.routing.PublicView;
import io.freshet.store.ByteBudget;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Begins an exchange for each request that is admitted, as soon as as much of its content is here as decides where it goes. */
final class ServletExchanges {

    /** What request content waits in before it goes to an origin takes at most this part of the heap. */
    private static final int HEAP_PER_GATHERED = 16;

    private final Freshet freshet;
    private final ExchangeContext context;
    private final ServletOriginRequests.Hooks hooks;
    private final ByteBudget gathered = new ByteBudget(Runtime.getRuntime().maxMemory() / HEAP_PER_GATHERED);

    /** @param hooks make requests to origins */
    ServletExchanges(Freshet freshet, ExchangeContext context, ServletOriginRequests.Hooks hooks) {
        this.freshet = freshet;
        this.context = context;
        this.hooks = hooks;
    }

    /** Answers what admission has answered or refused; what it has admitted goes on, perhaps after this has returned. */
    void serve(Admission admission, HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            if (admission instanceof Admission.Answered answered) {
                new ClientExchange(request, response, PublicView.OF_NO_ORIGIN).send(answered.answer());
            } else if (admission instanceof Admission.Refused refused) {
                new ClientExchange(request, response, PublicView.OF_NO_ORIGIN).sendInstead(refused.answer());
            } else {
                serve((Admitted) admission, request, response);
            }
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    private void serve(Admitted admitted, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ClientExchange client = new ClientExchange(request, response, admitted.view());
        CacheEngine engine = admitted.route().engine();
        if (Purging.is(request.getMethod())) {
            client.sendInstead(
                    Purging.done(engine, admitted.head(), freshet.store().isShared()));
        } else if (admitted.framing().hasContent()) {
            gather(admitted, client, request);
        } else {
            exchange(admitted, client, request, Optional.empty())
                    .take(engine.begin(admitted.head(), false, admitted.ahead()));
        }
    }

    private Exchange exchange(
            Admitted admitted, ClientExchange client, HttpServletRequest request, Optional<RequestContent> content) {
        Claimant claimant = Claimant.of(
                request.getRemoteAddr(), request.getServletConnection().getConnectionId());
        ServletOriginRequests requests = new ServletOriginRequests(admitted, request, content, hooks);
        return new Exchange(context, admitted.route().origin(), claimant, requests, client, () -> {});
    }

    /** Goes on when the content is here, or is known to be too much to wait for. */
    private void gather(Admitted admitted, ClientExchange client, HttpServletRequest request) throws IOException {
        client.detach();
        ProxyConfig config = freshet.config();
        long requestBuffer = config.origin().requestBuffer();
        long maxQuery = config.cache().maxQuery();
        // RFC 10036: not a byte is held back.
        boolean incremental = Incremental.asked(admitted.head().fields());
        long bound = incremental
                ? -1
                : CacheEngine.keyedOnContent(request.getMethod()) ? Math.max(maxQuery, requestBuffer) : requestBuffer;
        RequestContent content = new RequestContent(
                request,
                client,
                () -> client.sendInstead(GeneratedResponses.brokenContent()),
                admitted.framing(),
                (int) bound,
                gathered);
        Exchange exchange = exchange(admitted, client, request, Optional.of(content));
        content.gather(() -> client.onBlockingThread(
                () -> exchange.guarded(() -> exchange.take(begin(admitted, content, maxQuery)), () -> {}), () -> {}));
        if (incremental) {
            content.goOnAtOnce();
        }
    }

    private static Step begin(Admitted admitted, RequestContent content, long maxQuery) {
        CacheEngine engine = admitted.route().engine();
        boolean keyed = CacheEngine.keyedOnContent(admitted.head().method()) && !content.isEmpty();
        return content.whole()
                .filter(bytes -> keyed && bytes.length <= maxQuery)
                .map(bytes -> engine.beginQuery(admitted.head(), bytes))
                .orElseGet(() -> engine.begin(admitted.head(), !content.isEmpty()));
    }
}
