package io.freshet.servlet;

import io.freshet.config.ConfigException;
import io.freshet.proxy.Freshet;
import io.freshet.proxy.admission.Admission;
import io.freshet.proxy.admission.RequestAdmission;
import io.freshet.proxy.exchange.BackgroundExchanges;
import io.freshet.proxy.exchange.Exchange;
import io.freshet.proxy.exchange.ExchangeContext;
import io.freshet.proxy.exchange.OriginAccess;
import io.freshet.proxy.origin.ConnectionUse;
import io.freshet.proxy.origin.HealthChecks;
import io.freshet.proxy.origin.OriginClient;
import io.freshet.proxy.origin.OriginConnector;
import io.freshet.proxy.origin.OriginQueues;
import io.freshet.proxy.origin.OriginRequestBuilder;
import io.freshet.proxy.origin.Tracing;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
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

    private transient Optional<Freshet> given;
    private transient Freshet freshet;
    private transient OriginQueues queues;
    private transient OriginRequestBuilder originRequests;
    private transient BackgroundExchanges background;
    private transient ServletExchanges exchanges;
    private transient ExchangeContext context;
    private transient HealthChecks checks;

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
        queues = new OriginQueues(
                this::getHttpClient,
                freshet.config().origin().connections(),
                freshet.config().server().clients().share());
        originRequests = new OriginRequestBuilder(
                this::getHttpClient, new Tracing(freshet.config().origin().newTraces()), this::getViaHost);
        background = new BackgroundExchanges(originRequests, () -> context);
        super.init();
        context = new ExchangeContext(
                queues,
                freshet.originWatch(),
                getHttpClient().getScheduler(),
                System::nanoTime,
                background::onBlockingThread,
                background::begin);
        exchanges = new ServletExchanges(freshet, context, this::make);
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
        exchanges.serve(admission, request, response);
    }

    /** For requests that do not come through the servlet API; to be asked once this servlet is initialized. */
    public OriginAccess originAccess() {
        return new OriginAccess(context, originRequests);
    }

    private Request make(HttpServletRequest request, Making making) {
        request.setAttribute(Making.ATTRIBUTE, making);
        Request originRequest = newProxyRequest(request, rewriteTarget(request));
        copyRequestHeaders(request, originRequest);
        addProxyHeaders(request, originRequest);
        return originRequest;
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
        return Making.of(request).pathAndQuery();
    }

    /** Keeps the path exactly as the client sent it, even where it is no valid URI. */
    @Override
    protected Request newProxyRequest(HttpServletRequest request, String pathAndQuery) {
        Making making = Making.of(request);
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
        originRequest.headers(fields -> originRequests
                .copy(Making.of(request).attempt(), ClientRequests.told(request), ClientRequests.trace(request), fields)
                .ifPresent(trace -> request.setAttribute(Tracing.ATTRIBUTE, trace)));
    }

    /** {@code Via}; what else a proxy says of its client is among the fields already. */
    @Override
    protected void addProxyHeaders(HttpServletRequest request, Request originRequest) {
        originRequest.headers(fields -> originRequests.addVia(request.getProtocol(), fields));
    }
}
