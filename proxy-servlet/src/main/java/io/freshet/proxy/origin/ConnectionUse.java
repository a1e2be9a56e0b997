package io.freshet.proxy.origin;

import io.freshet.policy.ConnectionAuthentication;
import java.util.Optional;
import org.eclipse.jetty.client.Destination;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;

/** Which requests may use a connection to an origin: the tag of its pool. A connection without one is shared by all requests. See docs/decisions/0034. */
public sealed interface ConnectionUse {

    /** Of the connections that there may be to an origin, this part may belong to one client each. */
    int PART_FOR_ONE_CLIENT = 4;

    /**
     * One request, after which the connection is closed.
     *
     * @param pool tells pools apart
     */
    record Once(Object pool) implements ConnectionUse {}

    /**
     * The requests of one client's connection that authenticate it: the origin takes all that comes over its own connection for that
     * client's (RFC 4559 §6).
     *
     * @param clientConnection its id in its container, which no other connection has or had
     */
    record OneClient(String clientConnection) implements ConnectionUse {

        /** Of the connection that a request came on; empty in HTTP/2, where a connection may carry the requests of several clients. */
        public static Optional<OneClient> of(String protocol, String clientConnection) {
            return protocol.startsWith("HTTP/1.") ? Optional.of(new OneClient(clientConnection)) : Optional.empty();
        }
    }

    Once ONCE = new Once("once");

    /** Chooses a connection of its own for a request that authenticates it. */
    static void choose(HttpClient client, Request originRequest, HttpFields fields, Optional<OneClient> own) {
        if (ConnectionAuthentication.asked(fields)) {
            Optional<OneClient> possible = own.filter(one -> mayHaveOne(client, one));
            if (possible.isPresent()) {
                originRequest.tag(possible.get());
            } else {
                once(client, originRequest);
            }
        }
    }

    /** Chooses a connection that no other request has been or will be sent on, unless one is chosen already. */
    static void once(HttpClient client, Request originRequest) {
        if (originRequest.getTag() != null) {
            return;
        }
        if (client.getHttpClientTransport() instanceof MultiplexingTransport) {
            // A connection of HTTP/2 takes several requests at once, and a pool would keep it.
            originRequest.tag(new Once(new Object())).onComplete(result -> {
                if (result.getRequest().getConnection() != null) {
                    result.getRequest().getConnection().close();
                }
            });
        } else {
            originRequest.tag(ONCE);
        }
    }

    private static boolean mayHaveOne(HttpClient client, OneClient wanted) {
        long others = client.getDestinations().stream()
                .map(pool -> pool.getOrigin().getTag())
                .filter(tag -> tag instanceof OneClient && !tag.equals(wanted))
                .count();
        return others < client.getMaxConnectionsPerDestination() / PART_FOR_ONE_CLIENT;
    }

    /** Whether connections of a pool are closed after every exchange. */
    static boolean isOnce(Destination pool) {
        return pool.getOrigin().getTag() instanceof Once;
    }

    /** Whether connections of a pool may be authenticated. */
    static boolean isOneClient(Destination pool) {
        return pool.getOrigin().getTag() instanceof OneClient;
    }
}
