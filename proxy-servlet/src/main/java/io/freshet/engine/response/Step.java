package io.freshet.engine.response;

import io.freshet.engine.collapsing.ArrivingContent;
import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.engine.storing.CacheFill;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Ending;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** What an adapter must do next for a client's request. */
public sealed interface Step {

    /** What there is to do, case by case; the compiler sees to it that none is left out. */
    interface Cases<T> {
        T answer(Answer answer);

        T fetch(Fetch fetch);

        T await(Await await);

        T stream(Stream stream);
    }

    /** Takes the case that this step is. */
    <T> T as(Cases<T> cases);

    /**
     * A response that is ready: write its head, then its content.
     *
     * @param head the head as the client gets it, but for what the connection to the client needs
     * @param content the content, in order; empty where the request or the status allows none. {@code next()} may block for the
     *     store, and throws {@link io.freshet.store.StoreException} when a part has gone; the response must then be cut off
     * @param behind what to fetch without making the client wait for it
     */
    record Answer(ResponseHead head, Iterator<ByteBuffer> content, Optional<Refresh> behind) implements Step, Received {

        /** An answer with nothing to be done behind it. */
        public Answer(ResponseHead head, Iterator<ByteBuffer> content) {
            this(head, content, Optional.empty());
        }

        public Answer with(Optional<Refresh> refresh) {
            return new Answer(head, content, refresh);
        }

        @Override
        public <T> T as(Cases<T> cases) {
            return cases.answer(this);
        }

        @Override
        public <T> T as(Received.Outcomes<T> cases) {
            return cases.answer(this);
        }
    }

    /**
     * A request to the origin: what to send, and what to make of the outcome. An adapter sends {@link #originFields()}, then calls
     * exactly one of {@link #onHead} and {@link #onFailure}. Not safe for use by several threads at once.
     */
    non-sealed interface Fetch extends Step, Received {

        /** The request that this fetch is for. */
        RequestHead clientRequest();

        /** The end-to-end fields of the request to the origin. */
        HttpFields originFields();

        /** Whether other requests wait for what comes of it. */
        boolean isAwaited();

        /** Whether {@link #onHead} may block for the store when it is given this status. */
        boolean mayBlock(int responseStatus);

        /**
         * The origin's response has begun.
         *
         * @param response its head without hop-by-hop fields; a final status
         * @param ending how its content ends
         * @return a {@link Relay}; or an {@link Answer}, and the response's content is not wanted; or a {@link Fetch} to make in
         *     place of this one, likewise
         */
        Received onHead(ResponseHead response, Ending ending);

        /** The origin gives no response: tells those that wait for it. Never blocks. */
        void failed(OriginFailure failure);

        /** The origin is not asked, or not again: those that wait may do so. Never blocks. */
        void abandon();

        /** The answer where the origin gave no response; {@link #failed} is said with it. May block for the store. */
        Answer onFailure(OriginFailure failure);

        @Override
        default <T> T as(Cases<T> cases) {
            return cases.fetch(this);
        }

        @Override
        default <T> T as(Received.Outcomes<T> cases) {
            return cases.fetch(this);
        }
    }

    /** Wait for another request's response to the same, then take the {@link #next} step. Not safe for use by several threads at once. */
    non-sealed interface Await extends Step {

        /**
         * Runs {@code then} when it is known what comes of the other request, perhaps at once; on any thread, so that it must not
         * block. Where too many wait already, that is at once too. Then {@link #next} or {@link #leave} is to be called once.
         */
        void whenDecided(Runnable then);

        /** The request is over; on any thread, and more than once. Never blocks. */
        void leave();

        /** What to do now. May block for the store. */
        Step next();

        @Override
        default <T> T as(Cases<T> cases) {
            return cases.await(this);
        }
    }

    /**
     * A response that another request is still fetching: write its head, then its content as it arrives.
     *
     * @param head the head as the client gets it, but for what the connection to the client needs
     * @param content to be closed in any case
     */
    record Stream(ResponseHead head, ArrivingContent content) implements Step {

        @Override
        public <T> T as(Cases<T> cases) {
            return cases.stream(this);
        }
    }

    /** What to do with a response of the origin whose head has come. */
    sealed interface Received {

        /** What there is to do, case by case. */
        interface Outcomes<T> {
            T relay(Relay relay);

            T answer(Answer answer);

            T fetch(Fetch instead);
        }

        /** Takes the case that this is. */
        <T> T as(Outcomes<T> cases);
    }

    /**
     * Pass the origin's response on: write {@code head}, then give each piece of content first to {@code fill}, then to the client.
     *
     * @param head the head as the client gets it, but for what the connection to the client needs
     * @param withContent whether the client gets the content; where not, it has its whole response with the head, and the
     *     content is for {@code fill} alone
     * @param fill where the content goes to be stored
     * @param stored what comes before the origin's content, and is treated as if it had come from there; {@code next()} may block
     *     for the store and throw {@link io.freshet.store.StoreException}
     * @param behind what to fetch without making the client wait for it
     */
    record Relay(
            ResponseHead head,
            boolean withContent,
            CacheFill fill,
            Iterator<ByteBuffer> stored,
            Optional<Refresh> behind)
            implements Received {

        @Override
        public <T> T as(Received.Outcomes<T> cases) {
            return cases.relay(this);
        }
    }

    /**
     * A fetch that no client waits for, which brings a stored response up to date.
     *
     * @param fetch what to fetch; what comes of it goes to the store
     * @param done to be run once the fetch has come to its end, or was not made
     */
    record Refresh(Fetch fetch, Runnable done) {}
}
