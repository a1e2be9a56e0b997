package io.freshet.proxy.origin;

import java.util.concurrent.RejectedExecutionException;

/** A request waited for a connection to the origin for as long as it may. */
final class QueueTimeoutException extends RejectedExecutionException {

    private static final long serialVersionUID = 1L;

    QueueTimeoutException() {
        super("No connection to the origin became free in time");
    }
}
