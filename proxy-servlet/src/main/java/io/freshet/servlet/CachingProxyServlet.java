package io.freshet.servlet;

import io.freshet.config.ConfigException;
import io.freshet.config.ProxyConfig;
import io.freshet.engine.CacheEngine;
import io.freshet.engine.OriginFailure;
import io.freshet.engine.Refusals;
import io.freshet.engine.Step;
import io.freshet.engine.Step.Answer;
import io.freshet.engine.Step.Await;
import io.freshet.engine.Step.Fetch;
import io.freshet.engine.Step.Refresh;
import io.freshet.engine.Step.Stream;
import io.freshet.http.Incremental;
import io.freshet.http.RequestHead;
import io.freshet.routing.Address;
import io.freshet.routing.OriginMapping;
import io.freshet.servlet.fair.FairQueue;
import io.freshet.store.ByteBudget;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reverse proxy that answers from the cache what RFC 9111 lets it, and stores what it fetches.
 *
 * <p>Jetty's proxy servlet carries requests to the origin; this class answers before it does ({@link #service}), says what
 * goes to the origin ({@link #rewriteTarget}, {@link #copyRequestHeaders}, {@link #addProxyHeaders}), and takes what comes
 * back ({@link #newProxyResponseListener}) to the client and to the cache. What is decided, and why, is the engine's business.
 */
public class CachingProxyServlet extends AsyncProxyServlet {

    private static final long serialVersionUID = 1L;

    /** What request content waits in before it goes to an origin takes at most this part of the heap. */
    private static final int HEAP_PER_GATHERED = 16;

    /** How often to look whether what a client that has gone asked for is still wanted by others, or by the store. */
    private static final long GIVE_UP_MILLIS = 1_000;

    private transient Optional<Freshet> given;
    private transient Freshet freshet;
    private transient OriginQueues queues;
    private transient BackgroundFetches background;
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
        tracing = new Tracing(freshet.config().newTraces());
        queues = new OriginQueues(this::getHttpClient, freshet.config());
        background = new BackgroundFetches(this::ownRequest, queues, freshet.originWatch());
        gathered = new ByteBudget(Runtime.getRuntime().maxMemory() / HEAP_PER_GATHERED);
        super.init();
        checks = new HealthChecks(getHttpClient(), freshet::origins);
    }

    /** Jetty's, not by this class' name: at debug it tells whole heads, with all that authenticates somebody. */
    @Override
    protected Logger createLogger() {
        return LoggerFactory.getLogger(AsyncProxyServlet.class);
    }

    /** What Jetty's proxy servlet reads as init parameters comes out of Freshet's one configuration. */
    @Override
    public ServletConfig getServletConfig() {
        return new OriginClientParameters(super.getServletConfig(), freshet.config());
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
        OriginClient.configure(client, freshet.config());
        freshet.originWatch().watch(client, queues::waiting);
        return client;
    }

    @Override
    public String getViaHost() {
        return freshet.pseudonym();
    }

    /** The request hook: answers from the cache, or goes to the origin with a {@link Fetch}. */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        ClientLeg.dieIfCut(request);
        Admission admission = Optional.ofNullable((Admission) request.getAttribute(Admission.ATTRIBUTE))
                .orElseGet(() -> freshet.admit(ServletClientRequest.of(request)));
        if (admission instanceof Admission.Answered answered) {
            ClientLeg.of(request, response).send(answered.answer());
        } else if (admission instanceof Admission.Refused refused) {
            ClientLeg.of(request, response).send(refused.answer());
        } else {
            admitted((Admission.Admitted) admission, request, response);
        }
    }

    private void admitted(Admission.Admitted admitted, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        OriginLeg.begin(request, admitted);
        CacheEngine engine = admitted.route().engine();
        if (Purging.is(request.getMethod())) {
            ClientLeg.of(request, response)
                    .send(Purging.done(engine, admitted.head(), freshet.store().isShared()));
        } else if (admitted.framing().hasContent()) {
            gather(admitted, request, response);
        } else {
            act(engine.begin(admitted.head(), false), request, response);
        }
    }

    /** Goes on when the content is here, or is known to be too much to wait for. */
    private void gather(Admission.Admitted admitted, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        request.startAsync().setTimeout(0);
        OriginLeg leg = OriginLeg.of(request);
        ClientLeg client = ClientLeg.of(request, response);
        ProxyConfig config = freshet.config();
        // RFC 10036: not a byte is held back.
        boolean incremental = Incremental.asked(admitted.head().fields());
        long bound = incremental
                ? -1
                : CacheEngine.keyedOnContent(request.getMethod())
                        ? Math.max(config.maxQuery(), config.requestBuffer())
                        : config.requestBuffer();
        Runnable goOn = () ->
                orCutOff(client, () -> {}, () -> goOn(begin(admitted, leg, config), leg, client, request, response));
        RequestContent content = RequestContent.gather(
                request,
                client,
                () -> client.sendInstead(Refusals.brokenContent()),
                admitted.framing(),
                (int) bound,
                gathered,
                () -> client.onBlockingThread(goOn, () -> {}));
        leg.gathers(content);
        if (incremental) {
            content.goOnAtOnce();
        }
    }

    private static Step begin(Admission.Admitted admitted, OriginLeg leg, ProxyConfig config) {
        RequestContent content = leg.content().orElseThrow();
        CacheEngine engine = admitted.route().engine();
        boolean keyed = CacheEngine.keyedOnContent(admitted.head().method()) && !content.isEmpty();
        return content.whole()
                .filter(bytes -> keyed && bytes.length <= config.maxQuery())
                .map(bytes -> engine.beginQuery(admitted.head(), bytes))
                .orElseGet(() -> engine.begin(admitted.head(), !content.isEmpty()));
    }

    private void act(Step step, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!(step instanceof Answer answer)) {
            request.startAsync().setTimeout(0);
            goOn(step, OriginLeg.of(request), ClientLeg.of(request, response), request, response);
            return;
        }
        try {
            ClientLeg.of(request, response).send(answer);
        } finally {
            if (answer.behind().isPresent()) {
                background.run(answer.behind().get(), OriginLeg.of(request).origin());
            }
        }
    }

    /** Goes on when it is known what another request brings, and not before; no thread waits. */
    private void await(Await other, OriginLeg leg, HttpServletRequest request, HttpServletResponse response) {
        ClientLeg client = ClientLeg.of(request, response);
        client.whenGone(other::leave);
        other.whenDecided(() -> client.onBlockingThread(
                () -> orCutOff(client, () -> {}, () -> goOn(other.next(), leg, client, request, response)),
                other::leave));
    }

    /** What nobody foresaw must leave neither this client waiting nor those that wait for it. */
    private void orCutOff(ClientLeg client, Runnable onFailure, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException unforeseen) {
            _log.warn("A request could not be gone on with", unforeseen);
            onFailure.run();
            client.cutOff();
        }
    }

    /** @param leg what the request may not tell any more when it is over */
    private void goOn(
            Step step, OriginLeg leg, ClientLeg client, HttpServletRequest request, HttpServletResponse response) {
        Runnable act = step.as(new Step.Cases<>() {
            @Override
            public Runnable answer(Answer answer) {
                return () -> {
                    client.sendInstead(answer);
                    answer.behind().ifPresent(refresh -> background.run(refresh, leg.origin()));
                };
            }

            @Override
            public Runnable fetch(Fetch fetch) {
                return () -> CachingProxyServlet.this.fetch(fetch, leg, client, request, response);
            }

            @Override
            public Runnable await(Await other) {
                return () -> CachingProxyServlet.this.await(other, leg, request, response);
            }

            @Override
            public Runnable stream(Stream stream) {
                return () -> client.stream(stream);
            }
        });
        act.run();
    }

    /** Asks the origin on behalf of a request that is asynchronous already. */
    private void fetch(
            Fetch fetch, OriginLeg leg, ClientLeg client, HttpServletRequest request, HttpServletResponse response) {
        client.during(
                () -> orCutOff(client, fetch::abandon, () -> {
                    if (!leg.takes(fetch)) {
                        client.sendInstead(fetch.onFailure(OriginFailure.SICK));
                        return;
                    }
                    Request originRequest = newProxyRequest(request, rewriteTarget(request));
                    copyRequestHeaders(request, originRequest);
                    addProxyHeaders(request, originRequest);
                    if (leg.content()
                            .map(content -> content.giveTo(originRequest))
                            .orElse(true)) {
                        sendProxyRequest(request, response, originRequest);
                    } else {
                        client.sendInstead(fetch.onFailure(OriginFailure.INVALID));
                    }
                }),
                fetch::abandon);
    }

    @Override
    public void destroy() {
        checks.close();
        super.destroy();
        background.close();
    }

    /** What {@link Gate} has mapped already. */
    @Override
    protected String rewriteTarget(HttpServletRequest request) {
        return OriginLeg.of(request).pathAndQuery();
    }

    /** Keeps the path exactly as the client sent it, even where it is no valid URI. */
    @Override
    protected Request newProxyRequest(HttpServletRequest request, String pathAndQuery) {
        OriginLeg leg = OriginLeg.of(request);
        Request originRequest = OriginClient.request(getHttpClient(), leg.address(), pathAndQuery)
                .method(request.getMethod())
                .attribute(CLIENT_REQUEST_ATTRIBUTE, request);
        Repetition.mark(originRequest, leg.repeatable());
        ConnectionUse.choose(
                getHttpClient(), originRequest, leg.fetch().originFields(), ConnectionUse.OneClient.of(request));
        if (leg.repeated()) {
            ConnectionUse.once(getHttpClient(), originRequest);
        }
        return originRequest;
    }

    /** A request that no client waits for. */
    private Request ownRequest(Fetch fetch, Address address, boolean again) {
        RequestHead request = fetch.clientRequest();
        String pathAndQuery = OriginMapping.pathAndQuery(request.uri());
        Request originRequest = OriginClient.request(getHttpClient(), address, pathAndQuery)
                .method(request.method())
                .headers(fields -> tracing.add(
                        fields.clear().add(fetch.originFields()).add(HttpHeader.VIA, "1.1 " + getViaHost())));
        Repetition.mark(originRequest, true);
        ConnectionUse.choose(getHttpClient(), originRequest, fetch.originFields(), Optional.empty());
        if (again) {
            ConnectionUse.once(getHttpClient(), originRequest);
        }
        return originRequest;
    }

    @Override
    protected void copyRequestHeaders(HttpServletRequest request, Request originRequest) {
        originRequest.headers(fields -> {
            fields.clear().add(OriginLeg.of(request).fetch().originFields());
            tracing.add(request, fields);
            if (ClientRequests.takesTrailers(request)) {
                fields.add(HttpHeader.TE, "trailers").add(HttpHeader.CONNECTION, "TE");
            }
        });
    }

    /** {@code Via}; what else a proxy says of its client is among the fields already. */
    @Override
    protected void addProxyHeaders(HttpServletRequest request, Request originRequest) {
        addViaHeader(originRequest);
    }

    @Override
    protected void sendProxyRequest(HttpServletRequest request, HttpServletResponse response, Request originRequest) {
        InterimResponses.tell(ClientLeg.of(request, response), originRequest);
        queue(request, response, originRequest);
    }

    /** Sends the request when its turn comes. */
    private void queue(HttpServletRequest request, HttpServletResponse response, Request originRequest) {
        OriginLeg leg = OriginLeg.of(request);
        Fetch fetch = leg.fetch();
        ClientLeg client = ClientLeg.of(request, response);
        OriginResponseListener listener =
                new OriginResponseListener(fetch, client, resend(request, response), freshet.originWatch());
        FairQueue.Place place = queues.enter(
                leg.claimant(),
                leg.address(),
                mine -> client.during(() -> OriginQueues.send(originRequest, listener, mine), () -> {
                    mine.release();
                    fetch.abandon();
                }),
                listener::refused);
        client.whenGone(() -> {
            if (place.withdraw()) {
                fetch.abandon();
            } else {
                giveUp(listener, originRequest);
            }
        });
    }

    private void giveUp(OriginResponseListener listener, Request originRequest) {
        if (listener.giveUp(originRequest)) {
            getHttpClient()
                    .getScheduler()
                    .schedule(() -> giveUp(listener, originRequest), GIVE_UP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Looks at the request now: when the origin's answer comes, the container may have ended it. */
    private OriginResponseListener.Resend resend(HttpServletRequest request, HttpServletResponse response) {
        ClientLeg client = ClientLeg.of(request, response);
        OriginLeg leg = OriginLeg.of(request);
        Fetch fetch = leg.fetch();
        return new OriginResponseListener.Resend() {
            @Override
            public void fetch(Fetch again) {
                CachingProxyServlet.this.fetch(again, leg, client, request, response);
            }

            @Override
            public void behind(Refresh refresh) {
                background.run(refresh, leg.origin());
            }

            @Override
            public boolean again(Request originRequest, Throwable failure) {
                boolean again = leg.repeats(originRequest, failure);
                if (again) {
                    fetch(fetch);
                }
                return again;
            }
        };
    }
}
