package io.freshet.servlet;

import io.freshet.config.ConfigException;
import io.freshet.engine.Answer;
import io.freshet.engine.CacheEngine;
import io.freshet.engine.Fetch;
import io.freshet.engine.Follow;
import io.freshet.engine.OriginFailure;
import io.freshet.engine.Refusals;
import io.freshet.engine.Step;
import io.freshet.engine.Stream;
import io.freshet.http.RequestHead;
import io.freshet.routing.Address;
import io.freshet.routing.OriginMapping;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.client.AsyncRequestContent;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
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

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "QUERY");
    private static final Set<String> WITHOUT_CONTENT = Set.of("GET", "HEAD", "OPTIONS", "DELETE");

    private transient Optional<Freshet> given;
    private transient Freshet freshet;
    private transient BackgroundFetches background;
    private transient HealthChecks checks;
    private transient Tracing tracing;

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
        background = new BackgroundFetches(this::ownRequest, freshet.originWatch());
        super.init();
        checks = new HealthChecks(getHttpClient(), freshet::origins);
        // Only silence is timed, never the whole: long streams are legitimate.
        setTimeout(0);
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
        freshet.originWatch().watch(client);
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
        if (QueryContent.wanted(request, freshet.config().maxQuery())) {
            QueryContent.read(request, response);
            return;
        }
        Admission admission = Optional.ofNullable((Admission) request.getAttribute(Admission.ATTRIBUTE))
                .orElseGet(() -> freshet.admit(ServletClientRequest.of(request)));
        if (admission instanceof Admission.Answered answered) {
            ClientLeg.of(request, response).send(answered.answer());
        } else {
            act(begin(request, admission), request, response);
        }
    }

    private void act(Step step, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (step instanceof Fetch fetch) {
            if (OriginLeg.of(request).takes(fetch)) {
                send(fetch, request, response);
            } else {
                ClientLeg.of(request, response).send(fetch.onFailure(OriginFailure.SICK));
            }
            return;
        }
        if (step instanceof Follow follow) {
            request.startAsync().setTimeout(0);
            follow(follow, OriginLeg.of(request), request, response);
            return;
        }
        Answer answer = (Answer) step;
        try {
            ClientLeg.of(request, response).send(answer);
        } finally {
            if (answer.behind().isPresent()) {
                background.run(answer.behind().get(), OriginLeg.of(request).origin());
            }
        }
    }

    private void send(Fetch fetch, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        boolean sent = false;
        try {
            super.service(request, response);
            sent = true;
        } finally {
            if (!sent) {
                fetch.abandon();
            }
        }
    }

    /** Goes on when it is known what another request brings, and not before; no thread waits. */
    private void follow(Follow follow, OriginLeg leg, HttpServletRequest request, HttpServletResponse response) {
        ClientLeg client = ClientLeg.of(request, response);
        follow.whenDecided(() -> client.onBlockingThread(
                () -> orCutOff(client, () -> {}, () -> goOn(follow.next(), leg, client, request, response)),
                follow::leave));
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
        if (step instanceof Follow follow) {
            follow(follow, leg, request, response);
        } else if (step instanceof Stream stream) {
            client.stream(stream);
        } else if (step instanceof Fetch fetch) {
            fetch(fetch, leg, client, request, response);
        } else {
            Answer answer = (Answer) step;
            client.sendInstead(answer);
            answer.behind().ifPresent(refresh -> background.run(refresh, leg.origin()));
        }
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
                    QueryContent.of(request).ifPresent(content -> originRequest.body(new BytesRequestContent(content)));
                    sendProxyRequest(request, response, originRequest);
                }),
                fetch::abandon);
    }

    @Override
    public void destroy() {
        checks.close();
        super.destroy();
        background.close();
    }

    private Step begin(HttpServletRequest request, Admission admission) {
        if (admission instanceof Admission.Refused refused) {
            return refused.answer();
        }
        Admission.Admitted admitted = (Admission.Admitted) admission;
        OriginLeg.begin(request, admitted);
        CacheEngine engine = admitted.route().engine();
        if (Purging.is(request.getMethod())) {
            return Purging.done(engine, admitted.head());
        }
        return QueryContent.of(request)
                .map(content -> engine.beginQuery(admitted.head(), content))
                .orElseGet(() -> engine.begin(admitted.head(), hasContent(request)));
    }

    /** What {@link #begin} has mapped already. */
    @Override
    protected String rewriteTarget(HttpServletRequest request) {
        return OriginLeg.of(request).pathAndQuery();
    }

    /** Keeps the path exactly as the client sent it, even where it is no valid URI. */
    @Override
    protected Request newProxyRequest(HttpServletRequest request, String pathAndQuery) {
        Request originRequest =
                OriginClient.request(getHttpClient(), OriginLeg.of(request).address(), pathAndQuery);
        return originRequest.method(request.getMethod()).attribute(CLIENT_REQUEST_ATTRIBUTE, request);
    }

    /** A request that no client waits for. */
    private Request ownRequest(Fetch fetch, Address address) {
        RequestHead request = fetch.clientRequest();
        String pathAndQuery = OriginMapping.pathAndQuery(request.uri());
        return OriginClient.request(getHttpClient(), address, pathAndQuery)
                .method(request.method())
                .headers(fields -> tracing.add(
                        fields.clear().add(fetch.originFields()).add(HttpHeader.VIA, "1.1 " + getViaHost())));
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

    /**
     * A client that asks before it sends is told to go on by this proxy, as soon as its content is read; see
     * docs/decisions/0008. The origin is not asked.
     */
    @Override
    protected boolean expects100Continue(HttpServletRequest request) {
        return false;
    }

    /** HTTP/2 needs no field to say that content follows. */
    @Override
    protected boolean hasContent(HttpServletRequest request) {
        boolean untold = request.getProtocol().equals("HTTP/2.0") && request.getContentLengthLong() < 0;
        return super.hasContent(request) || (untold && !WITHOUT_CONTENT.contains(request.getMethod()));
    }

    @Override
    protected Request.Content proxyRequestContent(
            HttpServletRequest request, HttpServletResponse response, Request originRequest) throws IOException {
        Optional<byte[]> known = QueryContent.of(request);
        if (known.isPresent()) {
            return new BytesRequestContent(known.get());
        }
        ClientContent content = new ClientContent(() -> super.sendProxyRequest(request, response, originRequest));
        originRequest.onRequestSuccess(sent -> content.allSent());
        request.getInputStream().setReadListener(newReadListener(request, response, originRequest, content));
        return content;
    }

    @Override
    protected ReadListener newReadListener(
            HttpServletRequest request,
            HttpServletResponse response,
            Request originRequest,
            AsyncRequestContent content) {
        return new ClientContentReader(request, response, originRequest, content);
    }

    /** Reads a client's content; tells the client at once, and nobody else, when that cannot be read. */
    private final class ClientContentReader extends StreamReader {

        private final AsyncRequestContent content;
        private final ClientLeg client;
        private final boolean promised;

        ClientContentReader(
                HttpServletRequest request,
                HttpServletResponse response,
                Request originRequest,
                AsyncRequestContent content) {
            super(request, response, originRequest, content);
            this.content = content;
            this.client = ClientLeg.of(request, response);
            this.promised = request.getContentLengthLong() > 0;
        }

        @Override
        protected Action process() throws Exception {
            try {
                return super.process();
            } catch (IOException | RuntimeException unreadable) {
                client.sendInstead(Refusals.brokenContent());
                throw unreadable;
            }
        }

        /** A request in HTTP/2 may end with its head, whatever length that states; Jetty leaves that to whoever reads. */
        @Override
        public void onAllDataRead() {
            if (promised && content instanceof ClientContent unread && !unread.isBegun()) {
                onError(new EOFException("No content where some was promised"));
            } else {
                super.onAllDataRead();
            }
        }

        /** From the container: the client left, was silent, or broke the rules. */
        @Override
        public void onError(Throwable unreadable) {
            client.sendInstead(Refusals.brokenContent());
            content.fail(new NotTheOrigin(unreadable));
        }

        /** Unreadable, or the origin does not want it. */
        @Override
        protected void onFailure(Throwable cause) {
            content.fail(new NotTheOrigin(cause));
        }
    }

    @Override
    protected void sendProxyRequest(HttpServletRequest request, HttpServletResponse response, Request originRequest) {
        if (request.getContentType() == null) {
            // The HTTP client would describe content that the client has not described.
            originRequest.onRequestBegin(sent -> sent.headers(fields -> fields.remove(HttpHeader.CONTENT_TYPE)));
        }
        InterimResponses.tell(ClientLeg.of(request, response), originRequest);
        if (!(originRequest.getBody() instanceof ClientContent)) {
            super.sendProxyRequest(request, response, originRequest);
        }
    }

    @Override
    protected Response.Listener newProxyResponseListener(HttpServletRequest request, HttpServletResponse response) {
        ClientLeg client = ClientLeg.of(request, response);
        return new OriginResponseListener(
                OriginLeg.of(request).fetch(), client, resend(request, response), freshet.originWatch());
    }

    /** Looks at the request now: when the origin's answer comes, the container may have ended it. */
    private OriginResponseListener.Resend resend(HttpServletRequest request, HttpServletResponse response) {
        boolean repeatable = IDEMPOTENT.contains(request.getMethod())
                && (!hasContent(request) || QueryContent.of(request).isPresent());
        ClientLeg client = ClientLeg.of(request, response);
        OriginLeg leg = OriginLeg.of(request);
        Fetch fetch = leg.fetch();
        return new OriginResponseListener.Resend() {
            @Override
            public void fetch(Fetch again) {
                CachingProxyServlet.this.fetch(again, leg, client, request, response);
            }

            @Override
            public boolean retry(Throwable failure) {
                boolean again = repeatable && leg.retries(failure);
                if (again) {
                    fetch(fetch);
                }
                return again;
            }
        };
    }
}
