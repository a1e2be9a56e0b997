package io.freshet.proxy.origin;

import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.routing.Origin;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Tells from the HTTP client's exceptions why the origin gave no response. */
public final class OriginFailures {

    private OriginFailures() {}

    /**
     * Whether the origin closed the connection without a word, as one does that has been idle for long: such a request may be
     * sent again if it is safe to (RFC 9110 §9.2.2).
     */
    static boolean connectionClosed(Throwable failure) {
        return !ofTls(failure) && isEnd(failure);
    }

    private static boolean isEnd(Throwable failure) {
        return failure instanceof EOFException
                || failure instanceof ClosedChannelException
                || failure.getCause() instanceof EOFException
                || "Connection reset".equals(failure.getMessage())
                || "Broken pipe".equals(failure.getMessage());
    }

    /**
     * Whether a request that is safe to send again has a better chance the second time: a kept connection was closed, or there is
     * another address.
     */
    static boolean worthRetrying(Throwable failure, Origin origin) {
        if (connectionClosed(failure)) {
            return true;
        }
        OriginFailure why = of(failure);
        return origin.addresses().size() > 1 && (unreached(why) || why == OriginFailure.TIMEOUT);
    }

    /** Whether it says something about the address that was asked. */
    static boolean ofAddress(Throwable failure) {
        OriginFailure why = of(failure);
        return unreached(why) || why == OriginFailure.TIMEOUT || connectionClosed(failure);
    }

    private static boolean unreached(OriginFailure why) {
        return why == OriginFailure.REFUSED || why == OriginFailure.NAME_UNKNOWN;
    }

    /** Whether the handshake failed; who hangs up in it is often told before why. */
    private static boolean ofTls(Throwable failure) {
        return failure instanceof SSLException
                || Stream.of(failure.getSuppressed()).anyMatch(SSLException.class::isInstance);
    }

    public static OriginFailure of(Throwable failure) {
        if (failure instanceof TimeoutException || failure instanceof SocketTimeoutException) {
            return OriginFailure.TIMEOUT;
        }
        if (failure instanceof QueueTimeoutException) {
            return OriginFailure.QUEUE_TIMEOUT;
        }
        if (failure instanceof RejectedExecutionException) {
            return OriginFailure.BUSY;
        }
        if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
            return OriginFailure.NAME_UNKNOWN;
        }
        if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
            return OriginFailure.REFUSED;
        }
        if (ofTls(failure)) {
            return OriginFailure.UNTRUSTED;
        }
        return isEnd(failure) ? OriginFailure.BROKE_OFF : OriginFailure.INVALID;
    }
}
