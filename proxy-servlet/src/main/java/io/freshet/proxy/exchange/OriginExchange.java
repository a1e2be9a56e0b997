package io.freshet.proxy.exchange;

import io.freshet.engine.collapsing.ArrivingContent;
import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.engine.response.Step;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.response.Step.Refresh;
import io.freshet.engine.response.Step.Relay;
import io.freshet.engine.storing.CacheFill;
import io.freshet.http.HopByHop;
import io.freshet.http.ResponseHead;
import io.freshet.log.RepeatedWarning;
import io.freshet.policy.ConnectionAuthentication;
import io.freshet.policy.Ending;
import io.freshet.proxy.origin.ClientContent;
import io.freshet.proxy.origin.InterimResponses;
import io.freshet.proxy.origin.NotTheOrigin;
import io.freshet.proxy.origin.OriginFailures;
import io.freshet.proxy.origin.OriginMessage;
import io.freshet.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one origin response: tells the engine, then relays content to the client and to the cache as it arrives, asking
 * the origin for more only when the client has taken what there was. Called on the HTTP client's threads, which it never
 * blocks: what may block goes to a thread of the container, and the origin waits.
 */
final class OriginExchange implements Response.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(OriginExchange.class);
    private static final RepeatedWarning AGAIN = new RepeatedWarning(LOG);

    /** Content without a client is read up to this, in bytes, to save the connection; beyond it the connection is closed. */
    private static final long MAX_DRAIN = 64 * 1024;

    /** How long the origin may be silent within what the store still wants when the client has gone. */
    private static final long MAX_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How long content of unknown length is read without a client: it may have no end. */
    private static final long MAX_DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** What the client still gets out of this response. */
    private enum Client {
        /** Unknown: the origin has not answered yet. */
        WAITING,
        /** Unknown: the origin's head is being looked at, perhaps on another thread. */
        DECIDING,
        /** The content. */
        RELAYED,
        /** Nothing: it has its answer, or has gone. What comes is for the store, or is discarded. */
        DONE
    }

    private final Fetch fetch;
    private final ResponseSink client;
    private final Continuation continuation;
    private final ExchangeContext context;
    private volatile CacheFill fill = CacheFill.nowhere();
    private volatile Iterator<ByteBuffer> stored = Collections.emptyIterator();
    private boolean headLeft;
    private long contentLeft = Long.MAX_VALUE;
    private long drained;
    private volatile long draining;
    private volatile long lastArrival;
    private volatile boolean over;

    // Guarded by this: the HTTP client may report a failure while another thread decides or writes.
    private Client state = Client.WAITING;
    private boolean received;
    private Optional<Throwable> failedMeanwhile = Optional.empty();

    /** How the exchange goes on. */
    interface Continuation {
        /** Makes another fetch in place of this one, unless the client has gone meanwhile. */
        void instead(Fetch other);

        /** Makes a fetch that no client waits for. */
        void behind(Refresh refresh);

        /** Sends the same request again where that is safe; says whether it did. */
        boolean again(Request originRequest, Throwable failure);

        /** This attempt has ended. */
        void over();
    }

    OriginExchange(Fetch fetch, ResponseSink client, Continuation continuation, ExchangeContext context) {
        this.fetch = fetch;
        this.client = client;
        this.continuation = continuation;
        this.context = context;
        this.lastArrival = now();
    }

    /** The request is not sent. What waits for it may be: it is this client that there is no connection for. */
    void refused(RuntimeException why) {
        fetch.abandon();
        failed(why);
    }

    /**
     * The client has gone, and the request is given up unless what comes of it is wanted by others or by the store. Does not
     * block.
     *
     * @return whether to ask again in a while
     */
    boolean giveUp(Request originRequest) {
        if (over) {
            return false;
        }
        if (fetch.isAwaited() || fill.isRead() || is(Client.DECIDING)) {
            return true;
        }
        boolean unanswered = is(Client.WAITING);
        if (unanswered && InterimResponses.cameLately(originRequest)) {
            return true;
        }
        enter(Client.DONE);
        if (!unanswered && worthStoring()) {
            return true;
        }
        fetch.abandon();
        fill.abandon();
        var unused = originRequest.abort(new NotTheOrigin("The client has gone"));
        return false;
    }

    private boolean worthStoring() {
        boolean silent = now() - lastArrival > MAX_SILENCE_NANOS;
        return fill.storing() && !silent && (fill.declared() || drainsBriefly());
    }

    /** The final head has come, and content can be asked for. */
    @Override
    public void onContentSource(Response originResponse, Content.Source source) {
        enter(Client.DECIDING);
        context.watch().answered(originResponse);
        client.afterInterims(() -> onFinalHead(originResponse, source));
    }

    private void onFinalHead(Response originResponse, Content.Source source) {
        ResponseHead head = new ResponseHead(
                originResponse.getStatus(),
                OriginMessage.reason(originResponse),
                HopByHop.strip(originResponse.getHeaders()).asImmutable());
        if (!OriginMessage.intelligible(originResponse)) {
            giveUp(originResponse, new IOException("A status or a transfer coding that was not asked for"));
            return;
        }
        boolean headOnly = OriginMessage.headOnly(originResponse);
        if (!headOnly && !fetch.mayBlock(head.status())) {
            decide(originResponse, head, false, source);
        } else {
            Runnable decide = () -> decide(originResponse, head, headOnly, source);
            // Without a client there is still something to validate or to invalidate.
            client.onBlockingThread(decide, () -> withoutClient(originResponse, decide));
        }
    }

    private void withoutClient(Response originResponse, Runnable decide) {
        try {
            context.blocking().execute(decide);
        } catch (RejectedExecutionException busy) {
            giveUp(originResponse, new NotTheOrigin(busy));
        }
    }

    private long now() {
        return context.nanoTime().getAsLong();
    }

    private void decide(Response originResponse, ResponseHead head, boolean headOnly, Content.Source source) {
        try {
            enter(begin(originResponse, head, headOnly)).ifPresent(this::failed);
            passStored(originResponse, source);
        } catch (RuntimeException unexpected) {
            AGAIN.warn(
                    "Could not handle the origin's response to {}",
                    fetch.clientRequest().uri(),
                    unexpected);
            giveUp(originResponse, new NotTheOrigin(unexpected));
        }
    }

    /** The origin has answered, so that there is no other try, but not with anything that can be passed on. */
    private void giveUp(Response originResponse, Throwable why) {
        enter(Client.RELAYED);
        failed(why);
        abort(originResponse, why);
    }

    private Client begin(Response originResponse, ResponseHead head, boolean headOnly) {
        // What Proxy-Authenticate offers is not among the fields any more; such a response is not to be stored either.
        boolean anyones = !ConnectionAuthentication.offered(originResponse.getHeaders());
        Step.Received received = fetch.onHead(head, anyones ? OriginMessage.ending(originResponse) : Ending.UNKNOWN);
        return received.as(new Step.Received.Outcomes<>() {
            @Override
            public Client relay(Relay relay) {
                return OriginExchange.this.relay(originResponse, relay, headOnly);
            }

            @Override
            public Client answer(Answer answer) {
                client.sendInstead(answer);
                answer.behind().ifPresent(continuation::behind);
                return Client.DONE;
            }

            @Override
            public Client fetch(Fetch instead) {
                continuation.instead(instead);
                return Client.DONE;
            }
        });
    }

    private Client relay(Response originResponse, Relay relay, boolean headOnly) {
        fill = relay.fill();
        stored = relay.stored();
        relay.behind().ifPresent(continuation::behind);
        client.writeHead(relay.head());
        if (headOnly) {
            client.finishHeadOnly();
            return Client.DONE;
        }
        if (!relay.withContent()) {
            client.onBlockingThread(client::finishHeadOnly, () -> {});
            return Client.DONE;
        }
        long declared = relay.head().fields().getLongField(HttpHeader.CONTENT_LENGTH);
        if (declared < 0) {
            client.trailers(() -> OriginMessage.trailers(originResponse));
        } else if (!OriginMessage.stillAsked(originResponse)) {
            // With a request's content still coming in, the container's own flush at the end may be too late.
            contentLeft = declared;
        }
        return Client.RELAYED;
    }

    /** Passes on what comes before the origin's content. May block for the store. */
    private void passStored(Response originResponse, Content.Source source) {
        try {
            if (!stored.hasNext()) {
                read(originResponse, source);
                return;
            }
            ByteBuffer piece = stored.next();
            byte[] content = new byte[piece.remaining()];
            piece.get(content);
            Runnable next = () -> client.onBlockingThread(
                    () -> passStored(originResponse, source),
                    () -> giveUp(originResponse, new NotTheOrigin("No client waits for this response")));
            pass(originResponse, content, next);
        } catch (StoreException gone) {
            giveUp(originResponse, new NotTheOrigin(gone));
        }
    }

    private void read(Response originResponse, Content.Source source) {
        Content.Chunk chunk = source.read();
        if (chunk == null) {
            Runnable more = () -> source.demand(() -> read(originResponse, source));
            if (headLeft || !is(Client.RELAYED)) {
                more.run();
            } else {
                // An origin may send its head long before its content, and mean it.
                headLeft = true;
                Turn turn = new Turn(originResponse, more);
                client.writeNothing(turn);
                turn.unlessRead();
            }
            return;
        }
        if (Content.Chunk.isFailure(chunk)) {
            abort(originResponse, chunk.getFailure());
            return;
        }
        byte[] content = new byte[chunk.remaining()];
        chunk.getByteBuffer().get(content);
        chunk.release();
        Runnable next =
                chunk.isLast() ? () -> end(originResponse) : () -> source.demand(() -> read(originResponse, source));
        if (content.length == 0) {
            next.run();
        } else {
            pass(originResponse, content, next);
        }
    }

    private void pass(Response originResponse, byte[] content, Runnable next) {
        lastArrival = now();
        if (is(Client.RELAYED)) {
            fill.shared().ifPresent(this::letGoOn);
        }
        fill.write(ByteBuffer.wrap(content));
        if (!is(Client.RELAYED)) {
            drained += content.length;
            goOnWithoutClient(originResponse, next);
            return;
        }
        headLeft = true;
        contentLeft -= content.length;
        Turn turn = new Turn(originResponse, next);
        client.write(content, contentLeft == 0, turn);
        turn.unlessRead();
    }

    /** The client's turn to take something; ends when it has, or when others come who do not wait for that. */
    private final class Turn implements Callback {

        private final Response originResponse;
        private final Runnable next;

        // Guarded by this.
        private boolean over;
        private Optional<ArrivingContent> rest = Optional.empty();

        Turn(Response originResponse, Runnable next) {
            this.originResponse = originResponse;
            this.next = next;
        }

        /** To be called once, when the client has been given something. */
        void unlessRead() {
            fill.whenRead(this::end);
        }

        private void end() {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
                rest = fill.rest();
            }
            enter(Client.DONE);
            client.onBlockingThread(next, next);
        }

        private synchronized boolean isOver() {
            boolean before = over;
            over = true;
            return before;
        }

        @Override
        public void succeeded() {
            if (isOver()) {
                rest.ifPresentOrElse(client::stream, client::finish);
            } else {
                next.run();
            }
        }

        @Override
        public void failed(Throwable gone) {
            if (isOver()) {
                LOG.debug("The client left before the end of its response", gone);
                rest.ifPresent(ArrivingContent::close);
                client.finish();
            } else {
                clientGone(originResponse, gone, next);
            }
        }
    }

    /** Others read this response too, and do not wait for this client, nor it for them. */
    private void letGoOn(ArrivingContent rest) {
        enter(Client.DONE);
        client.stream(rest);
    }

    private void clientGone(Response originResponse, Throwable gone, Runnable next) {
        LOG.debug("The client left before the end of its response", gone);
        enter(Client.DONE);
        client.finish();
        goOnWithoutClient(originResponse, next);
    }

    /** What is stored is worth reading to its end, if it has one; the rest only saves the connection. */
    private void goOnWithoutClient(Response originResponse, Runnable next) {
        boolean soon = drainsBriefly();
        boolean storing = fill.storing() ? fill.declared() || soon : drained <= MAX_DRAIN && soon;
        if (storing || fill.isRead()) {
            next.run();
        } else {
            fill.abandon();
            abort(originResponse, new IOException("No client waits for the rest of this response"));
        }
    }

    private boolean drainsBriefly() {
        if (draining == 0) {
            draining = now();
        }
        return now() - draining < MAX_DRAIN_NANOS;
    }

    private void end(Response originResponse) {
        fill.end();
        if (is(Client.RELAYED)) {
            enter(Client.DONE);
            client.finish();
        }
        if (originResponse.getRequest().getBody() instanceof ClientContent content && !content.isSent()) {
            abort(originResponse, new IOException("The origin answered before it had the whole request"));
        }
    }

    /** All of the response has come, if not all of it has been passed on; whatever befalls the request now is no matter. */
    @Override
    public synchronized void onSuccess(Response originResponse) {
        received = true;
    }

    @Override
    public void onComplete(Result result) {
        over = true;
        if (result.isFailed()) {
            Throwable failure = context.watch().failed(result.getRequest(), result.getFailure());
            if (!deferred(failure) && !(is(Client.WAITING) && repeats(result.getRequest(), failure))) {
                failed(failure);
            }
        }
        continuation.over();
    }

    private boolean repeats(Request originRequest, Throwable failure) {
        LOG.debug("The origin gave no answer", failure);
        boolean again = continuation.again(originRequest, failure);
        if (again) {
            fill.abandon();
        }
        return again;
    }

    private void failed(Throwable failure) {
        LOG.debug("The exchange with the origin failed", failure);
        fill.abandon();
        if (is(Client.DONE)) {
            return;
        }
        enter(Client.DONE);
        OriginFailure why = OriginFailures.of(failure);
        if (failure instanceof NotTheOrigin) {
            fetch.abandon();
        } else {
            context.watch().failed(why);
            fetch.failed(why);
        }
        Runnable answer = () -> client.sendInstead(fetch.onFailure(why));
        client.afterInterims(() -> client.onBlockingThread(answer, () -> {}));
    }

    /** Changes the state; says what failed while the former one lasted. */
    private synchronized Optional<Throwable> enter(Client next) {
        state = next;
        return failedMeanwhile;
    }

    private synchronized boolean is(Client expected) {
        return state == expected;
    }

    /** Leaves a failure to the thread that still decides, and ignores it where the response is whole. */
    private synchronized boolean deferred(Throwable failure) {
        if (state == Client.DECIDING && !received) {
            failedMeanwhile = Optional.of(failure);
        }
        return state == Client.DECIDING || received;
    }

    /** Ends in {@link #onComplete}. */
    private static void abort(Response originResponse, Throwable why) {
        var unused = originResponse.abort(why);
    }
}
