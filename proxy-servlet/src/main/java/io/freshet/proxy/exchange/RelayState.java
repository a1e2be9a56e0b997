package io.freshet.proxy.exchange;

import java.util.Optional;

/** How far a response of the origin has got with its client. The HTTP client may report a failure while another thread decides or writes. */
final class RelayState {

    /** What the client still gets out of this response. */
    enum Client {
        /** Unknown: the origin has not answered yet. */
        WAITING,
        /** Unknown: the origin's head is being looked at, perhaps on another thread. */
        DECIDING,
        /** The content. */
        RELAYED,
        /** Nothing: it has its answer, or has gone. What comes is for the store, or is discarded. */
        DONE
    }

    // Guarded by this.
    private Client client = Client.WAITING;
    private boolean received;
    private Optional<Throwable> failedMeanwhile = Optional.empty();

    /** Changes the state; says what failed while the former one lasted. */
    synchronized Optional<Throwable> enter(Client next) {
        client = next;
        return failedMeanwhile;
    }

    synchronized boolean is(Client expected) {
        return client == expected;
    }

    /** All of the response has come. */
    synchronized void received() {
        received = true;
    }

    /** Leaves a failure to the thread that still decides, and ignores it where the response is whole. */
    synchronized boolean deferred(Throwable failure) {
        if (client == Client.DECIDING && !received) {
            failedMeanwhile = Optional.of(failure);
        }
        return client == Client.DECIDING || received;
    }
}
