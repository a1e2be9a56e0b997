package io.freshet.proxy.origin;

import io.freshet.engine.collapsing.OriginFailure;

/** Is told how the origin does, on threads that must not be blocked. */
public interface OriginObserver {

    /** Is told and does nothing. */
    OriginObserver NONE = new OriginObserver() {
        @Override
        public void answered(int status, long nanos) {}

        @Override
        public void failed(OriginFailure why) {}
    };

    /**
     * The head of a final response has come.
     *
     * @param status the response's
     * @param nanos since a connection was there and the request began to be sent
     */
    void answered(int status, long nanos);

    /** The origin gave no response, or none that can be understood; after the last try, and through no fault of the client. */
    void failed(OriginFailure why);
}
