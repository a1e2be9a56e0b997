package io.freshet.standalone.core;

import io.freshet.engine.collapsing.ArrivingContent;
import io.freshet.engine.response.GeneratedResponses;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.ResponseHead;
import io.freshet.http.TrailerFields;
import io.freshet.proxy.exchange.AtHand;
import io.freshet.proxy.exchange.ContentPump;
import io.freshet.proxy.exchange.InterimQueue;
import io.freshet.proxy.exchange.ResponseSink;
import io.freshet.routing.PublicView;
import io.freshet.store.StoreException;
import io.freshet.thread.SerialExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response on its way to the client through Jetty's core. It does not know why the response is what it is. What happens to it happens in
 * turns, one at a time, without locks (docs/decisions/0011).
 */
final class CoreSink implements ResponseSink {

    private static final Logger LOG = LoggerFactory.getLogger(CoreSink.class);

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final PublicView view;
    private final Executor threads;
    private final CoreHead head;
    private final CoreClientWatch watch;
    private final InterimQueue interims;
    private final SerialExecutor turns = new SerialExecutor();
    private volatile Runnable whenGone = () -> {};
    private volatile boolean gone;
    private boolean watched;

    /** Whether the server has been told that the response is over: nothing that comes later is done. */
    private volatile boolean over;

    // Changed in turns only.

    /** Whether the rest of the response is decided, so that nothing else may be put into it. */
    private boolean answered;

    /** Whether the last of it is written. */
    private boolean complete;

    /**
     * @param callback told when the response is over
     * @param view how the client sees the origin
     * @param threads run what may block
     */
    CoreSink(Request request, Response response, Callback callback, PublicView view, Executor threads) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.view = view;
        this.threads = threads;
        this.head = new CoreHead(request, response);
        this.watch = new CoreClientWatch(request);
        this.interims = new InterimQueue(request.getConnectionMetaData().getProtocol(), this::sendInterim);
    }

    /** No thread waits in any case. */
    @Override
    public void detach() {}

    @Override
    public void during(Runnable task, Runnable otherwise) {
        turns.run(() -> (over ? otherwise : task).run());
    }

    private void unlessAnswered(Runnable task, Runnable otherwise) {
        turns.run(() -> (over || answered ? otherwise : task).run());
    }

    private void unlessAnswered(Runnable task) {
        unlessAnswered(task, () -> {});
    }

    @Override
    public void onBlockingThread(Runnable task, Runnable otherwise) {
        try {
            threads.execute(() -> (over ? otherwise : task).run());
        } catch (RejectedExecutionException stopping) {
            otherwise.run();
        }
    }

    @Override
    public void interim(int status, HttpFields fields) {
        interims.send(status, fields);
    }

    @Override
    public void afterInterims(Runnable task) {
        interims.whenSent(task);
    }

    private void sendInterim(int status, HttpFields fields, Runnable done) {
        unlessAnswered(
                () -> {
                    if (response.isCommitted()) {
                        done.run();
                    } else {
                        var unused = response.writeInterim(status, fields).whenComplete((sent, failed) -> done.run());
                    }
                },
                done);
    }

    @Override
    public void writeHead(ResponseHead decided) {
        unlessAnswered(() -> putHead(decided));
    }

    private void putHead(ResponseHead decided) {
        head.write(decided.with(view.fields(decided)));
    }

    @Override
    public void trailers(Supplier<HttpFields> trailers) {
        unlessAnswered(() -> {
            if (!request.getConnectionMetaData().getProtocol().equals("HTTP/1.0")) {
                response.setTrailersSupplier(() -> TrailerFields.allowed(trailers.get()));
            }
        });
    }

    @Override
    public void writeNothing(Callback taken) {
        write(BufferUtil.EMPTY_BUFFER, false, taken);
    }

    @Override
    public void write(byte[] content, boolean last, Callback taken) {
        write(ByteBuffer.wrap(content), last, taken);
    }

    private void write(ByteBuffer content, boolean last, Callback taken) {
        unlessAnswered(
                () -> writeNow(content, last, taken),
                () -> taken.failed(new IOException("The request has been answered or is over")));
    }

    private void writeNow(ByteBuffer content, boolean last, Callback taken) {
        complete = last;
        if (last) {
            watch.stop();
        }
        response.write(last, content, taken);
    }

    @Override
    public void stream(ResponseHead decided, ArrivingContent content) {
        interims.whenSent(() -> unlessAnswered(
                () -> {
                    putHead(decided);
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

    private void pump(ArrivingContent content) {
        new ContentPump(
                        content,
                        this,
                        (piece, last, taken) -> writeNow(ByteBuffer.wrap(piece), last, taken),
                        failed -> during(failed.isPresent() ? this::breakOff : this::end, () -> {}))
                .iterate();
    }

    @Override
    public void sendInstead(Answer answer) {
        interims.whenSent(() -> unlessAnswered(() -> sendNow(answer)));
    }

    private void sendNow(Answer answer) {
        answered = true;
        if (response.isCommitted()) {
            breakOff();
            return;
        }
        try {
            response.reset();
            putHead(answer.head());
            if (answer.content().hasNext()) {
                pump(new AtHand(answer.content()));
            } else {
                endWithHead();
            }
        } catch (StoreException | IllegalStateException failed) {
            LOG.debug("A response could not be sent to its end", failed);
            breakOff();
        }
    }

    @Override
    public void finish() {
        unlessAnswered(() -> {
            answered = true;
            end();
        });
    }

    @Override
    public void finishHeadOnly() {
        unlessAnswered(() -> {
            answered = true;
            endWithHead();
        });
    }

    /** Otherwise the server would take the absence of content for its length. */
    private void endWithHead() {
        over = true;
        watch.stop();
        response.write(false, BufferUtil.EMPTY_BUFFER, callback);
    }

    private void end() {
        over = true;
        if (complete) {
            callback.succeeded();
        } else {
            watch.stop();
            response.write(true, BufferUtil.EMPTY_BUFFER, callback);
        }
    }

    @Override
    public void cutOff() {
        during(this::breakOff, () -> {});
    }

    /** Ends the connection or the stream, so that the client cannot take what it has for the whole response (RFC 9112 §8). */
    private void breakOff() {
        over = true;
        answered = true;
        callback.failed(new IOException("The response broke off"));
    }

    @Override
    public void whenGone(Runnable task) {
        whenGone = task;
        if (gone) {
            task.run();
        } else if (!watched) {
            watched = true;
            watch.whenGone(this::leave);
        }
    }

    private void leave() {
        if (over || gone) {
            return;
        }
        gone = true;
        whenGone.run();
        during(
                () -> {
                    if (response.isCommitted() || answered) {
                        watch.cut();
                        breakOff();
                    } else {
                        sendNow(GeneratedResponses.clientGone());
                    }
                },
                () -> {});
    }
}
