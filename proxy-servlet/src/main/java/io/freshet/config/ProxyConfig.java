package io.freshet.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything an operator can set, validated. Made from the {@link Settings} table by {@link ConfigReader}; each component is
 * one row of that table and is described there.
 *
 * @param file the configuration file, if there is one
 * @param routes the origins and rules of the configuration file
 * @param origin the origin's base URI: {@code http} or {@code https}, a host, perhaps a port and a path without a trailing
 *     slash; no user info, query or fragment
 * @param host the address to listen on; empty for all
 * @param port the port to listen on, 1 to 65535
 * @param store which store to use
 * @param redis where Redis is
 * @param memory the most bytes of responses kept in memory, positive
 * @param maxObject the largest content stored, in bytes; larger responses stream through
 * @param ttl the freshness lifetime of responses that state none; zero for none
 * @param staleIfError how long past its lifetime a response may answer for a failing origin; zero for only as the response says
 * @param staleWhileRevalidate how long past its lifetime a response may answer while it is refreshed; zero for only as the
 *     response says
 * @param maxRefreshes the most refreshes behind clients at the same time, 1 or more
 * @param keep how long a stale response with a validator is kept for validation
 * @param maxVariants the most stored responses under one key, 1 or more; the oldest go
 * @param readyAnswers the most answers kept ready for requests that are alike, 0 or more
 * @param maxCollapsed the most requests that wait for the response to another one; 0 for none
 * @param collapseBuffer the most bytes of responses that several clients read while they arrive
 * @param hitForMiss how long requests for what could not be shared do not wait for each other, and a refresh that came to nothing is not repeated
 * @param storeSetCookie whether responses that set cookies and state their lifetime are stored even if not public
 * @param storeUntilClose whether responses that end with their connection are stored
 * @param targets the fields that count before {@code Cache-Control}
 * @param ignoreQuery query parameters that are no part of the key; a star at the end stands for any rest
 * @param maxQuery the largest content of a QUERY that is looked up, in bytes
 * @param showKey whether {@code Cache-Status} tells the key
 * @param compress what is compressed for clients
 * @param writeBuffer the most bytes waiting to be written to Redis; responses over it are not stored
 * @param nearTime how long what Redis said is taken for true; zero for not at all
 * @param lease how long other nodes wait for one that fetches and falls silent; zero for not at all
 * @param preserveHost whether the client's {@code Host} goes to the origin instead of the origin's own
 * @param originHttp2 whether HTTP/2 is spoken to the origin
 * @param originTls whom to trust to be the origin, and who this proxy is to it
 * @param connectTimeout the longest wait for a connection to the origin
 * @param originIdleTimeout the longest silence of the origin within a request
 * @param clientIdleTimeout the longest silence of a client within a request, or between two on one connection
 * @param maxConnections the most connections to the origin
 * @param maxQueued the most requests waiting for a connection to the origin
 * @param requestBuffer the most content of a request that is gathered before a connection to the origin is taken, in bytes
 * @param clientLimits how much of what all clients share one of them may have
 * @param maxHeader the largest header section, of a request or response, in bytes
 * @param newTraces what a request to the origin begins that belongs to no trace
 * @param stopTimeout how long requests in flight may go on after a stop was asked for
 * @param tls who the server is to clients that speak TLS; with a certificate all do
 * @param serveHttp2 whether clients may speak HTTP/2
 * @param admin who may do what an operator does, and where
 * @param logLevel the least of what is logged
 * @param accessLog whether, where and how each request is noted
 * @param safety what is not stored, and does not reach the origin, for safety's sake
 */
public record ProxyConfig(
        Optional<Path> file,
        Routes routes,
        URI origin,
        String host,
        int port,
        StoreKind store,
        RedisConfig redis,
        long memory,
        long maxObject,
        Duration ttl,
        Duration staleIfError,
        Duration staleWhileRevalidate,
        int maxRefreshes,
        Duration keep,
        int maxVariants,
        int readyAnswers,
        int maxCollapsed,
        long collapseBuffer,
        Duration hitForMiss,
        boolean storeSetCookie,
        boolean storeUntilClose,
        List<String> targets,
        List<String> ignoreQuery,
        long maxQuery,
        boolean showKey,
        CompressConfig compress,
        long writeBuffer,
        Duration nearTime,
        Duration lease,
        boolean preserveHost,
        boolean originHttp2,
        TlsFiles originTls,
        Duration connectTimeout,
        Duration originIdleTimeout,
        Duration clientIdleTimeout,
        int maxConnections,
        int maxQueued,
        long requestBuffer,
        ClientLimits clientLimits,
        int maxHeader,
        NewTraces newTraces,
        Duration stopTimeout,
        TlsFiles tls,
        boolean serveHttp2,
        AdminConfig admin,
        LogLevel logLevel,
        AccessLogConfig accessLog,
        SafetyConfig safety) {

    /** What clients begin a URL with: {@code http} or {@code https}. */
    public String scheme() {
        return tls.certificate().isPresent() ? "https" : "http";
    }

    /** Which store keeps the responses. */
    public enum StoreKind {
        /** Redis when one answers at start, memory otherwise. */
        AUTO,
        /** Redis; while it is away, requests go to the origin. */
        REDIS,
        /** This process' memory. */
        MEMORY
    }
}
