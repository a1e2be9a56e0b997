package io.freshet.proxy.exchange;

import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.engine.response.Step;
import io.freshet.engine.response.Step.Answer;
import io.freshet.engine.response.Step.Await;
import io.freshet.engine.response.Step.Fetch;
import io.freshet.engine.response.Step.Refresh;
import io.freshet.engine.response.Step.Stream;
import io.freshet.log.RepeatedWarning;
import io.freshet.proxy.fair.Claimant;
import io.freshet.proxy.fair.FairQueue;
import io.freshet.proxy.origin.Attempt;
import io.freshet.proxy.origin.InterimResponses;
import io.freshet.proxy.origin.OriginQueues;
import io.freshet.proxy.origin.RetryRule;
import io.freshet.routing.Origin;
import io.freshet.routing.OriginAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.client.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, from the first step that the engine says to the last byte of its response.
 *
 * <p>The engine says what to do ({@link Step}); this class does it, and asks for the next step. The phases are those of {@link Phase},
 * and each step leads to one of them. What the client gets goes to a {@link ResponseSink}. A refresh, which no client waits for, is an
 * exchange whose sink discards.
 *
 * <p>Which thread runs what: the first step runs on the thread that the request came on, which may block. An exchange that waits for
 * another one ({@link #await}) holds no thread; the next step runs on a thread of the container. A request to the origin leaves in a
 * turn of the client's request, when the queue in front of the origin grants a connection. The origin's response comes on threads of
 * the HTTP client, which {@link OriginExchange} never blocks. Where the client has gone, what may block runs on {@link
 * ExchangeContext#blocking}.
 *
 * <p>Why nothing races: what happens to one client's request happens in turns (see docs/decisions/0011), so that no two steps of one
 * exchange write to its client at the same time. An attempt at the origin ends once, in {@link Attempts#over}; only then, and only
 * where nothing of a response has come, another attempt begins. A client that leaves between two steps ends the exchange in the sink:
 * what is done for it afterwards is not done, and its fetch is abandoned, so that those who wait for it ask by themselves.
 */
public final class Exchange implements Step.Cases<Exchange.Phase> {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final RepeatedWarning AGAIN = new RepeatedWarning(LOG);

    /** How often to look whether what a client that has gone asked for is still wanted by others, or by the store. */
    private static final long GIVE_UP_MILLIS = 1_000;

    /** Where a request has got to. */
    enum Phase {
        /** What is stored is looked at. */
        LOOKUP,
        /** A response that is ready goes to the client. */
        SERVE,
        /** Another request's response is awaited. */
        WAIT,
        /** The origin is asked, for a response or a validation. */
        FETCH,
        /** Another request's response goes to the client as it arrives. */
        RELAY
    }

    /** Makes requests to the origin. */
    public interface OriginRequests {

        /** Whether the request may be sent more than once. */
        boolean repeatable();

        /** The request of one attempt, ready to be sent; empty where its content was given to another one already. */
        Optional<Request> make(Attempt attempt);
    }

    private final ExchangeContext context;
    private final Origin origin;
    private final Claimant claimant;
    private final OriginRequests requests;
    private final ResponseSink client;
    private final Attempts attempts;
    private volatile Phase phase = Phase.LOOKUP;

    /** Changed in turns of the client's request only. */
    private volatile Optional<OriginAddress> address = Optional.empty();

    private volatile boolean repeated;

    /**
     * @param context what all exchanges share
     * @param claimant who asks, for a fair share of the connections to the origin
     * @param over run when the last attempt at the origin has ended, if there was one
     */
    public Exchange(
            ExchangeContext context,
            Origin origin,
            Claimant claimant,
            OriginRequests requests,
            ResponseSink client,
            Runnable over) {
        this.context = context;
        this.origin = origin;
        this.claimant = claimant;
        this.requests = requests;
        this.client = client;
        this.attempts = new Attempts(over);
    }

    /** Takes a step, and those that follow from it. May block for the store. */
    public void take(Step step) {
        phase = step.as(this);
    }

    /** The response is ready. */
    @Override
    public Phase answer(Answer answer) {
        try {
            client.sendInstead(answer);
        } finally {
            answer.behind().ifPresent(this::behind);
        }
        return Phase.SERVE;
    }

    /** Another request's response arrives. */
    @Override
    public Phase stream(Stream arriving) {
        client.detach();
        client.stream(arriving.head(), arriving.content());
        return Phase.RELAY;
    }

    /** Goes on when it is known what another request brings, and not before; no thread waits. */
    @Override
    public Phase await(Await other) {
        client.detach();
        client.whenGone(other::leave);
        other.whenDecided(
                () -> client.onBlockingThread(() -> guarded(() -> take(other.next()), () -> {}), other::leave));
        return Phase.WAIT;
    }

    /** The origin is asked. */
    @Override
    public Phase fetch(Fetch fetch) {
        attempts.begin();
        client.detach();
        client.during(() -> guarded(() -> ask(fetch), () -> abandon(fetch)), () -> abandon(fetch));
        return Phase.FETCH;
    }

    /** A fault of the proxy itself must leave neither this client waiting nor those that wait for its fetch. */
    public void guarded(Runnable step, Runnable onFault) {
        try {
            step.run();
        } catch (RuntimeException fault) {
            AGAIN.warn("A request failed in phase {}", phase, fault);
            onFault.run();
            client.cutOff();
        }
    }

    private void ask(Fetch fetch) {
        Optional<OriginAddress> chosen = origin.pick(address);
        if (chosen.isEmpty()) {
            unanswered(fetch, OriginFailure.UNHEALTHY);
            return;
        }
        address = chosen;
        Optional<Request> request = requests.make(new Attempt(fetch, chosen.get(), repeated));
        if (request.isEmpty()) {
            unanswered(fetch, OriginFailure.INVALID);
            return;
        }
        send(fetch, request.get(), chosen.get());
    }

    /** There is no response of the origin to this request. */
    private void unanswered(Fetch fetch, OriginFailure why) {
        Runnable answer = () -> client.sendInstead(fetch.onFailure(why));
        client.onBlockingThread(() -> guarded(answer, fetch::abandon), () -> fetch.failed(why));
        attempts.over();
    }

    private void abandon(Fetch fetch) {
        fetch.abandon();
        attempts.over();
    }

    /** Sends the request when its turn comes. */
    private void send(Fetch fetch, Request request, OriginAddress where) {
        InterimResponses.tell(client, request);
        OriginExchange listener = new OriginExchange(fetch, client, new Continuation(fetch), context);
        FairQueue.Place place = context.queues()
                .enter(
                        claimant,
                        where,
                        mine -> client.during(() -> OriginQueues.send(request, listener, mine), () -> {
                            mine.release();
                            abandon(fetch);
                        }),
                        busy -> {
                            listener.refused(busy);
                            attempts.over();
                        });
        client.whenGone(() -> {
            if (place.withdraw()) {
                abandon(fetch);
            } else {
                giveUp(listener, request);
            }
        });
    }

    private void giveUp(OriginExchange listener, Request request) {
        if (listener.giveUp(request)) {
            context.timer().schedule(() -> giveUp(listener, request), GIVE_UP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void behind(Refresh refresh) {
        context.behind().accept(refresh, origin);
    }

    /** How the exchange goes on after an attempt. */
    private final class Continuation implements OriginExchange.Continuation {

        private final Fetch fetch;

        Continuation(Fetch fetch) {
            this.fetch = fetch;
        }

        @Override
        public void instead(Fetch other) {
            take(other);
        }

        @Override
        public void behind(Refresh refresh) {
            Exchange.this.behind(refresh);
        }

        @Override
        public boolean again(Request request, Throwable failure) {
            boolean again = !repeated && RetryRule.worthwhile(request, failure, requests.repeatable(), origin);
            if (again) {
                repeated = true;
                take(fetch);
            }
            return again;
        }

        @Override
        public void over() {
            attempts.over();
        }
    }

    /** Counts the attempts under way. */
    private static final class Attempts {

        private final Runnable onLast;
        private final AtomicInteger underWay = new AtomicInteger();

        Attempts(Runnable onLast) {
            this.onLast = onLast;
        }

        void begin() {
            underWay.incrementAndGet();
        }

        void over() {
            if (underWay.decrementAndGet() == 0) {
                onLast.run();
            }
        }
    }
}
