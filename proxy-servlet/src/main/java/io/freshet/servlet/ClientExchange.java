package io.freshet.servlet;

import io.freshet.engine.collapsing.ArrivingContent;
import io.freshet.engine.response.GeneratedResponses;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.ResponseHead;
import io.freshet.proxy.admission.HitResponse;
import io.freshet.proxy.exchange.AtHand;
import io.freshet.proxy.exchange.ContentPump;
import io.freshet.proxy.exchange.InterimQueue;
import io.freshet.proxy.exchange.ResponseSink;
import io.freshet.routing.PublicView;
import io.freshet.store.StoreException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response on its way to the client through the servlet API. It does not know why the response is what it is. What comes after the
 * container has ended the request goes nowhere.
 */
final class ClientExchange implements ResponseSink, ClientTurns {

    private static final Logger LOG = LoggerFactory.getLogger(ClientExchange.class);
    private static final String CUT = ClientExchange.class.getName() + ".cut";
    private static final byte[] NOTHING = {};

    /** What a container's buffers take, so that a write of it does not wait for the client. */
    private static final int SMALL_BYTES = 32 * 1024;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final PublicView view;
    private final ClientWriter writer;
    private final InterimQueue interims;
    private final RequestLife life;
    private final ClientWatch watch;
    private volatile Runnable whenGone = () -> {};
    private volatile boolean gone;

    /** Whether the container has been told to end the request: that its client goes is of no interest any more. */
    private volatile boolean ended;

    /** Whether the rest of the response is decided, so that nothing else may be put into it. Changed in turns only. */
    private boolean answered;

    /** @param view how the client sees the origin */
    ClientExchange(HttpServletRequest request, HttpServletResponse response, PublicView view) {
        this.request = request;
        this.response = response;
        this.view = view;
        this.writer = new ClientWriter(response, this::during);
        this.interims = new InterimQueue(request.getProtocol(), new ClientInterims(request, response, this));
        this.life = new RequestLife(this::givenUp, interims::abandon);
        this.watch = Optional.ofNullable((ClientWatch) request.getAttribute(ClientWatch.ATTRIBUTE))
                .orElse(ClientWatch.NONE);
    }

    /**
     * Must begin every service of a request: lets a response that was cut off die the only way that every container
     * understands, by an exception on one of its own threads.
     */
    static void dieIfCut(HttpServletRequest request) throws IOException {
        if (request.getAttribute(CUT) != null) {
            throw new IOException("The response broke off; its connection is closed so that the client can tell.");
        }
    }

    private void sendAtOnce(Answer answer) {
        try {
            send(answer);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /**
     * Sends a whole response to a request that is not asynchronous yet. May block for the store, and for as much content as
     * fits a connection's buffers; more than that is written as the client takes it, after this has returned.
     */
    private void send(Answer answer) throws IOException {
        HeadWriter.write(answer.head(), view, request, response);
        sendContent(answer.content(), answer.head().fields());
    }

    private void sendContent(Iterator<ByteBuffer> content, HttpFields fields) throws IOException {
        if (isSmall(content, fields)) {
            writeSmall(content);
        } else {
            detach();
            answered = true;
            pump(new AtHand(content));
        }
    }

    /** Sends an answer that is at hand, as {@link #send(Answer)} does. */
    void send(HitResponse answer) throws IOException {
        HeadWriter.write(answer.head(), request, response);
        sendContent(answer.content(), answer.head().fields());
    }

    @Override
    public void detach() {
        if (!life.isDetached()) {
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            life.goesOn(context);
        }
    }

    @Override
    public void sendInstead(Answer answer) {
        if (!life.isDetached()) {
            sendAtOnce(answer);
            return;
        }
        interims.whenSent(() -> unlessAnswered(() -> sendNow(answer)));
    }

    @Override
    public void stream(ResponseHead head, ArrivingContent content) {
        interims.whenSent(() -> unlessAnswered(
                () -> {
                    HeadWriter.write(head, view, request, response);
                    goOnWith(content);
                },
                content::close));
    }

    @Override
    public void stream(ArrivingContent content) {
        unlessAnswered(() -> goOnWith(content), content::close);
    }

    private void goOnWith(ArrivingContent content) {
        answered = true;
        whenGone(content::close);
        pump(content);
    }

    @Override
    public void interim(int status, HttpFields fields) {
        interims.send(status, fields);
    }

    @Override
    public void afterInterims(Runnable task) {
        interims.whenSent(task);
    }

    private void sendNow(Answer answer) {
        if (response.isCommitted()) {
            cut();
            return;
        }
        answered = true;
        try {
            response.reset();
            HeadWriter.write(answer.head(), view, request, response);
            if (isSmall(answer.content(), answer.head().fields())) {
                writeSmall(answer.content());
                complete();
            } else {
                pump(new AtHand(answer.content()));
            }
        } catch (IOException | StoreException | IllegalStateException failed) {
            LOG.debug("A response could not be sent to its end", failed);
            breakOff();
        }
    }

    private static boolean isSmall(Iterator<ByteBuffer> content, HttpFields fields) {
        return !content.hasNext() || fields.getLongField(HttpHeader.CONTENT_LENGTH) <= SMALL_BYTES;
    }

    private void writeSmall(Iterator<ByteBuffer> content) throws IOException {
        if (!content.hasNext()) {
            // Otherwise the container would take the absence of content for its length.
            response.flushBuffer();
        }
        while (content.hasNext()) {
            response.getOutputStream().write(ClientWriter.bytes(content.next(), SMALL_BYTES));
        }
    }

    private void pump(ArrivingContent content) {
        new ContentPump(content, this, writer::write, failed -> {
                    if (failed.filter(StoreException.class::isInstance).isPresent()) {
                        cutOff();
                    } else {
                        during(this::complete);
                    }
                })
                .iterate();
    }

    @Override
    public void cutOff() {
        during(this::breakOff);
    }

    @Override
    public void whenGone(Runnable task) {
        whenGone = task;
        if (gone) {
            task.run();
        } else {
            watch.whenGone(this::gone);
        }
    }

    private void gone() {
        if (ended || !leaveOrigin()) {
            return;
        }
        during(() -> {
            if (ended) {
                return;
            }
            if (response.isCommitted() || answered) {
                answered = true;
                watch.cut();
                complete();
            } else {
                sendNow(GeneratedResponses.clientGone());
            }
        });
    }

    /** Nothing of the origin is wanted for this client any more; says whether that is news. */
    private boolean leaveOrigin() {
        boolean news = !gone;
        gone = true;
        if (news) {
            whenGone.run();
        }
        return news;
    }

    /** Where nothing has left yet, the client learns why; where something has, the container closes the connection. */
    private void givenUp() {
        if (leaveOrigin() && !response.isCommitted() && !interims.sending()) {
            // What may have been decided before was not to be completed any more.
            sendNow(GeneratedResponses.brokenContent());
        }
    }

    @Override
    public void writeHead(ResponseHead head) {
        unlessAnswered(() -> HeadWriter.write(head, view, request, response));
    }

    @Override
    public void trailers(Supplier<HttpFields> trailers) {
        unlessAnswered(() -> {
            if (!request.getProtocol().equals("HTTP/1.0")) {
                response.setTrailerFields(() -> HeadWriter.trailers(trailers.get()));
            }
        });
    }

    @Override
    public void writeNothing(Callback callback) {
        write(NOTHING, false, callback);
    }

    @Override
    public void write(byte[] content, boolean last, Callback callback) {
        unlessAnswered(
                () -> writer.write(content, last, callback),
                () -> callback.failed(new IOException("The request has been answered or is over")));
    }

    @Override
    public void onBlockingThread(Runnable task, Runnable otherwise) {
        life.start(task, otherwise);
    }

    @Override
    public void finish() {
        unlessAnswered(() -> {
            answered = true;
            complete();
        });
    }

    @Override
    public void finishHeadOnly() {
        unlessAnswered(() -> {
            answered = true;
            try {
                // Otherwise the container would take the absence of content for its length.
                response.flushBuffer();
            } catch (IOException gone) {
                LOG.debug("The client left before the head of its response", gone);
            }
            complete();
        });
    }

    /** Ends the connection so that the client cannot take what it has for the whole response (RFC 9112 §8). */
    private void cut() {
        answered = true;
        breakOff();
    }

    @Override
    public void during(Runnable task, Runnable otherwise) {
        life.during(task, otherwise);
    }

    @Override
    public void whenOver(Runnable task) {
        life.afterwards(task);
    }

    private void unlessAnswered(Runnable task) {
        unlessAnswered(task, () -> {});
    }

    @Override
    public void unlessAnswered(Runnable task, Runnable otherwise) {
        life.during(
                () -> {
                    if (answered) {
                        otherwise.run();
                    } else {
                        task.run();
                    }
                },
                otherwise);
    }

    private void complete() {
        ended = true;
        life.now(AsyncContext::complete, () -> {});
    }

    private void breakOff() {
        ended = true;
        life.now(
                context -> {
                    request.setAttribute(CUT, true);
                    context.dispatch();
                },
                () -> {});
    }
}
