package io.freshet.config;

import java.net.URI;
import java.util.List;

/**
 * The origin that every request goes to unless a rule chooses another one, and what requests are like that go to any origin.
 *
 * @param url the origin's base URI: {@code http} or {@code https}, a host, perhaps a port and a path without a trailing slash; no user
 *     info, query or fragment
 * @param preserveHost whether the client's {@code Host} goes to the origin instead of the origin's own
 * @param passFields patterns of request fields that reach the origin although other software takes them for routing
 * @param newTraces what a request to the origin begins that belongs to no trace
 * @param requestBuffer the most content of a request that is gathered before a connection to the origin is taken, in bytes
 * @param connections the connections to it
 */
public record OriginSideConfig(
        URI url,
        boolean preserveHost,
        List<String> passFields,
        NewTraces newTraces,
        long requestBuffer,
        OriginConnections connections) {

    public OriginSideConfig {
        passFields = List.copyOf(passFields);
    }
}
