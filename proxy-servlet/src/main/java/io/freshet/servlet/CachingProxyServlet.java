package io.freshet.servlet;

import io.freshet.config.ConfigException;
import io.freshet.config.ProxyConfig;
import io.freshet.engine.CacheEngine;
import io.freshet.engine.response.GeneratedResponses;
import io.freshet.engine.response.Step;
import io.freshet.http.Incremental;
import io.freshet.http.TraceParent;
import io.freshet.proxy.Freshet;
import io.freshet.proxy.admission.Admission;
import io.freshet.proxy.admission.Purging;
import io.freshet.proxy.admission.RequestAdmission;
import io.freshet.proxy.exchange.BackgroundExchanges;
import io.freshet.proxy.exchange.Exchange;
import io.freshet.proxy.exchange.ExchangeContext;
import io.freshet.proxy.fair.Claimant;
import io.freshet.proxy.origin.Attempt;
import io.freshet.proxy.origin.ConnectionUse;
import io.freshet.proxy.origin.HealthChecks;
import io.freshet.proxy.origin.OriginClient;
import io.freshet.proxy.origin.OriginConnector;
import io.freshet.proxy.origin.OriginQueues;
import io.freshet.proxy.origin.OriginRequestBuilder;
import io.freshet.proxy.origin.Tracing;
import io.freshet.routing.PublicView;
import io.freshet.store.ByteBudget;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reverse proxy that answers from the cache what RFC 9111 lets it, and stores what it fetches.
 *
 * <p>Jetty's proxy servlet carries requests to the origin; this class answers before it does ({@link #service}), says what
 * goes to the origin ({@link #rewriteTarget}, {@link #copyRequestHeaders}, {@link #addProxyHeaders}). An {@link Exchange} takes each
 * request from there to the last byte of its response. What is decided, and why, is the engine's business.
 */
public class CachingProxyServlet extends AsyncProxyServlet {

    private static final long serialVersionUID = 1L;

    /** What request content waits in before it goes to an origin takes at most this part of the heap. */
    private static final int HEAP_PER_GATHERED = 16;

    private static final String MAKING = CachingProxyServlet.class.getName() + ".making";

    private transient Optional<Freshet> given;
    private transient Freshet freshet;
    private transient OriginQueues queues;
    private transient OriginRequestBuilder originRequests;
    private transient BackgroundExchanges background;
    private transient ExchangeContext context;
    private transient HealthChecks checks;
    private transient Tracing tracing;
    private transient ByteBudget gathered;

    /** For a container: takes the {@link Freshet} that {@link FreshetContextListener} put into the servlet context. */
    public CachingProxyServlet() {
        this.given = Optional.empty();
    }

    /** For an embedded server. */
    public CachingProxyServlet(Freshet freshet) {
        this.given = Optional.of(freshet);
    }

    @Override
    public void init() throws ServletException {
        freshet = given.or(
                        () -> FreshetContextListener.in(super.getServletConfig().getServletContext()))
                .orElseThrow(() -> new ServletException("No Freshet in this context: is "
                        + FreshetContextListener.class.getName() + " a listener in web.xml?"));
        tracing = new Tracing(freshet.config().origin().newTraces());
        queues = new OriginQueues(
                this::getHttpClient,
                freshet.config().origin().connections(),
                freshet.config().server().clients().share());
        originRequests = new OriginRequestBuilder(this::getHttpClient, tracing, this::getViaHost);
        background = new BackgroundExchanges(originRequests, () -> context);
        gathered = new ByteBudget(Runtime.getRuntime().maxMemory() / HEAP_PER_GATHERED);
        super.init();
        context = new ExchangeContext(
                queues,
                freshet.originWatch(),
                getHttpClient().getScheduler(),
                System::nanoTime,
                background::onBlockingThread,
                background::begin);
        checks = new HealthChecks(getHttpClient(), freshet::origins);
    }

    /** Jetty's, not by this class' name: at debug it tells whole heads, with credentials. */
    @Override
    protected Logger createLogger() {
        return LoggerFactory.getLogger(AsyncProxyServlet.class);
    }

    /** What Jetty's proxy servlet reads as init parameters comes out of Freshet's one configuration. */
    @Override
    public ServletConfig getServletConfig() {
        return new OriginClientParameters(
                super.getServletConfig(), freshet.config().origin().connections());
    }

    @Override
    protected ClientConnector newClientConnector() {
        return new OriginConnector();
    }

    @Override
    protected HttpClient newHttpClient(ClientConnector connector) {
        try {
            return OriginClient.create(connector, freshet.config());
        } catch (ConfigException changed) {
            // The files could be used when this Freshet was made.
            throw new IllegalStateException(changed);
        }
    }

    @Override
    protected HttpClient createHttpClient() throws ServletException {
        HttpClient client = super.createHttpClient();
        OriginClient.configure(client, freshet.config().origin().connections());
        freshet.originWatch().watch(client, queues::waiting);
        return client;
    }

    @Override
    public String getViaHost() {
        return freshet.pseudonym();
    }

    /** The request hook: answers from the cache, or goes to the origin. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        ClientExchange.dieIfCut(request);
        Admission admission = Optional.ofNullable((Admission) request.getAttribute(Admission.ATTRIBUTE))
                .orElseGet(() -> freshet.admit(ServletClientRequest.of(request)));
        try {
            if (admission instanceof Admission.Answered answered) {
                new ClientExchange(request, response, PublicView.OF_NO_ORIGIN).send(answered.answer());
            } else if (admission instanceof Admission.Refused refused) {
                new ClientExchange(request, response, PublicView.OF_NO_ORIGIN).sendInstead(refused.answer());
            } else {
                admitted((Admission.Admitted) admission, request, response);
            }
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    private void admitted(Admission.Admitted admitted, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ClientExchange client = new ClientExchange(request, response, admitted.view());
        CacheEngine engine = admitted.route().engine();
        if (Purging.is(request.getMethod())) {
            client.sendInstead(
                    Purging.done(engine, admitted.head(), freshet.store().isShared()));
        } else if (admitted.framing().hasContent()) {
            gather(admitted, client, request);
        } else {
            exchange(admitted, client, request, Optional.empty()).take(engine.begin(admitted.head(), false));
        }
    }

    private Exchange exchange(
            Admission.Admitted admitted,
            ClientExchange client,
            HttpServletRequest request,
            Optional<RequestContent> content) {
        Claimant claimant = Claimant.of(
                request.getRemoteAddr(), request.getServletConnection().getConnectionId());
        ClientOriginRequests requests = new ClientOriginRequests(admitted, request, content);
        return new Exchange(context, admitted.route().origin(), claimant, requests, client, () -> {});
    }

    /** Goes on when the content is here, or is known to be too much to wait for. */
    private void gather(Admission.Admitted admitted, ClientExchange client, HttpServletRequest request)
            throws IOException {
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

    private static Step begin(Admission.Admitted admitted, RequestContent content, long maxQuery) {
        CacheEngine engine = admitted.route().engine();
        boolean keyed = CacheEngine.keyedOnContent(admitted.head().method()) && !content.isEmpty();
        return content.whole()
                .filter(bytes -> keyed && bytes.length <= maxQuery)
                .map(bytes -> engine.beginQuery(admitted.head(), bytes))
                .orElseGet(() -> engine.begin(admitted.head(), !content.isEmpty()));
    }

    /** The requests to the origin on behalf of one client's request, made by the hooks of Jetty's proxy servlet. */
    private final class ClientOriginRequests implements Exchange.OriginRequests {

        private final Admission.Admitted admitted;
        private final HttpServletRequest request;
        private final Optional<RequestContent> content;

        ClientOriginRequests(
                Admission.Admitted admitted, HttpServletRequest request, Optional<RequestContent> content) {
            this.admitted = admitted;
            this.request = request;
            this.content = content;
        }

        @Override
        public boolean repeatable() {
            return content.isEmpty() || content.get().whole().isPresent();
        }

        @Override
        public Optional<Request> make(Attempt attempt) {
            request.setAttribute(MAKING, new Making(attempt, admitted.pathAndQuery(), repeatable()));
            Request originRequest = newProxyRequest(request, rewriteTarget(request));
            copyRequestHeaders(request, originRequest);
            addProxyHeaders(request, originRequest);
            boolean given = content.isEmpty() || content.get().giveTo(originRequest);
            return Optional.of(originRequest).filter(ready -> given);
        }
    }

    /** What the hooks make a request to the origin of. */
    private record Making(Attempt attempt, String pathAndQuery, boolean repeatable) {}

    private static Making making(HttpServletRequest request) {
        return Objects.requireNonNull((Making) request.getAttribute(MAKING), "no request to the origin is being made");
    }

    @Override
    public void destroy() {
        checks.close();
        super.destroy();
        background.close();
    }

    /** What {@link RequestAdmission} has mapped already. */
    @Override
    protected String rewriteTarget(HttpServletRequest request) {
        return making(request).pathAndQuery();
    }

    /** Keeps the path exactly as the client sent it, even where it is no valid URI. */
    @Override
    protected Request newProxyRequest(HttpServletRequest request, String pathAndQuery) {
        Making making = making(request);
        return originRequests
                .begin(
                        making.attempt(),
                        request.getMethod(),
                        pathAndQuery,
                        making.repeatable(),
                        ConnectionUse.OneClient.of(
                                request.getProtocol(),
                                request.getServletConnection().getConnectionId()))
                .attribute(CLIENT_REQUEST_ATTRIBUTE, request);
    }

    @Override
    protected void copyRequestHeaders(HttpServletRequest request, Request originRequest) {
        originRequest.headers(fields -> {
            fields.clear().add(making(request).attempt().fetch().originFields());
            trace(request, fields);
            if (ClientRequests.takesTrailers(request)) {
                fields.add(HttpHeader.TE, "trailers").add(HttpHeader.CONNECTION, "TE");
            }
        });
    }

    private void trace(HttpServletRequest request, HttpFields.Mutable originFields) {
        HttpFields.Mutable said = HttpFields.build();
        for (String name : List.of(TraceParent.NAME, TraceParent.STATE)) {
            Collections.list(request.getHeaders(name)).forEach(value -> said.add(name, value));
        }
        Optional<String> begun = Optional.ofNullable((String) request.getAttribute(Tracing.ATTRIBUTE));
        tracing.add(said, begun, originFields).ifPresent(trace -> request.setAttribute(Tracing.ATTRIBUTE, trace));
    }

    /** {@code Via}; what else a proxy says of its client is among the fields already. */
    @Override
    protected void addProxyHeaders(HttpServletRequest request, Request originRequest) {
        addViaHeader(originRequest);
    }
}
