package io.freshet.proxy.origin;

import io.freshet.engine.collapsing.OriginFailure;
import io.freshet.log.RepeatedWarning;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.client.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator when an address of an origin cannot be reached, and why, and when it can be again: a line at each change, however
 * many requests meet it. Never blocks.
 */
final class Reachability {

    private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);
    private final RepeatedWarning warnings = new RepeatedWarning(LOG);

    /** The most addresses known to be away. A configuration that is read again may name others. */
    private static final int MOST = 1_000;

    /** By address, since when ({@link System#nanoTime}). */
    private final Map<String, Long> away = new ConcurrentHashMap<>();

    /** A request has come to nothing. */
    void failed(Request request, Throwable failure) {
        OriginFailure why = OriginFailures.of(failure);
        boolean unreached =
                switch (why) {
                    case REFUSED, NAME_UNKNOWN, UNTRUSTED -> true;
                    // Of connecting; an origin that was reached and is silent is another matter.
                    case TIMEOUT -> failure instanceof SocketTimeoutException;
                    default -> false;
                };
        if (unreached && away.size() < MOST && away.putIfAbsent(address(request), System.nanoTime()) == null) {
            warnings.warn("The origin {} cannot be reached: {}", address(request), cause(why, failure));
        }
    }

    /** A request has been answered. */
    void answered(Request request) {
        if (away.isEmpty()) {
            return;
        }
        Long since = away.remove(address(request));
        if (since != null) {
            Duration gone = Duration.ofNanos(System.nanoTime() - since);
            LOG.info("The origin {} is back after {} s", address(request), gone.toSeconds());
        }
    }

    private static String address(Request request) {
        String named = request.getScheme() + "://" + request.getHost() + ":" + request.getPort();
        return request.getTransport() instanceof ConnectTo place ? named + " at " + place : named;
    }

    private static String cause(OriginFailure why, Throwable failure) {
        return switch (why) {
            case NAME_UNKNOWN -> "its name leads to no address";
            case TIMEOUT -> "no connection in time";
            case UNTRUSTED -> "TLS failed: " + deepest(failure);
            default -> deepest(failure);
        };
    }

    /** What lies deepest says most, such as that a certificate has expired. */
    private static String deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }
}
