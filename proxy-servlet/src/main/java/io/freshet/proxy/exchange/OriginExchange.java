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
import io.freshet.proxy.exchange.RelayState.Client;
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
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
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

    private final Fetch fetch;
    private final ResponseSink client;
    private final Continuation continuation;
    private final ExchangeContext context;
    private volatile CacheFill fill = CacheFill.nowhere();
    private volatile Iterator<ByteBuffer> stored = Collections.emptyIterator();
    private boolean headLeft;
    private long contentLeft = Long.MAX_VALUE;
    private final Drain drain;
    private volatile boolean over;

    private final RelayState state = new RelayState();

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
        this.drain = new Drain(context.nanoTime());
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
        if (fetch.isAwaited() || fill.isRead() || state.is(Client.DECIDING)) {
            return true;
        }
        boolean unanswered = state.is(Client.WAITING);
        if (unanswered && InterimResponses.cameLately(originRequest)) {
            return true;
        }
        state.enter(Client.DONE);
        if (!unanswered && drain.isWorthWaiting(fill)) {
            return true;
        }
        fetch.abandon();
        fill.abandon();
        var unused = originRequest.abort(new NotTheOrigin("The client has gone"));
        return false;
    }

    /** The final head has come, and content can be asked for. */
    @Override
    public void onContentSource(Response originResponse, Content.Source source) {
        state.enter(Client.DECIDING);
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

    private void decide(Response originResponse, ResponseHead head, boolean headOnly, Content.Source source) {
        try {
            state.enter(begin(originResponse, head, headOnly)).ifPresent(this::failed);
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
        state.enter(Client.RELAYED);
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
            Runnable more = () -> demand(originResponse, source);
            if (headLeft || !state.is(Client.RELAYED)) {
                more.run();
            } else {
                // An origin may send its head long before its content, and mean it.
                headLeft = true;
                ClientTurn turn = turn(originResponse, more);
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
        Runnable next = chunk.isLast() ? () -> end(originResponse) : () -> demand(originResponse, source);
        if (content.length == 0) {
            next.run();
        } else {
            pass(originResponse, content, next);
        }
    }

    private void demand(Response originResponse, Content.Source source) {
        source.demand(Invocable.from(InvocationType.NON_BLOCKING, () -> read(originResponse, source)));
    }

    private void pass(Response originResponse, byte[] content, Runnable next) {
        drain.arrived();
        if (state.is(Client.RELAYED)) {
            fill.shared().ifPresent(this::letGoOn);
        }
        fill.write(ByteBuffer.wrap(content));
        if (!state.is(Client.RELAYED)) {
            drain.withoutClient(content.length);
            goOnWithoutClient(originResponse, next);
            return;
        }
        headLeft = true;
        contentLeft -= content.length;
        ClientTurn turn = turn(originResponse, next);
        client.write(content, contentLeft == 0, turn);
        turn.unlessRead();
    }

    private ClientTurn turn(Response originResponse, Runnable next) {
        return new ClientTurn(
                client, fill, next, () -> state.enter(Client.DONE), gone -> clientGone(originResponse, gone, next));
    }

    /** Others read this response too, and do not wait for this client, nor it for them. */
    private void letGoOn(ArrivingContent rest) {
        state.enter(Client.DONE);
        client.stream(rest);
    }

    private void clientGone(Response originResponse, Throwable gone, Runnable next) {
        LOG.debug("The client left before the end of its response", gone);
        state.enter(Client.DONE);
        client.finish();
        goOnWithoutClient(originResponse, next);
    }

    private void goOnWithoutClient(Response originResponse, Runnable next) {
        if (drain.goesOn(fill)) {
            next.run();
        } else {
            fill.abandon();
            abort(originResponse, new IOException("No client waits for the rest of this response"));
        }
    }

    private void end(Response originResponse) {
        fill.end();
        if (state.is(Client.RELAYED)) {
            state.enter(Client.DONE);
            client.finish();
        }
        if (originResponse.getRequest().getBody() instanceof ClientContent content && !content.isSent()) {
            abort(originResponse, new IOException("The origin answered before it had the whole request"));
        }
    }

    /** All of the response has come, if not all of it has been passed on; whatever befalls the request now is no matter. */
    @Override
    public void onSuccess(Response originResponse) {
        state.received();
    }

    @Override
    public void onComplete(Result result) {
        over = true;
        if (result.isFailed()) {
            Throwable failure = context.watch().failed(result.getRequest(), result.getFailure());
            if (!state.deferred(failure) && !(state.is(Client.WAITING) && repeats(result.getRequest(), failure))) {
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
        if (state.is(Client.DONE)) {
            return;
        }
        state.enter(Client.DONE);
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

    /** Ends in {@link #onComplete}. */
    private static void abort(Response originResponse, Throwable why) {
        var unused = originResponse.abort(why);
    }
}
