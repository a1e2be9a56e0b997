package io.freshet.config;

import java.time.Duration;

/**
 * Connections to origins, and the requests that wait for one.
 *
 * @param http2 whether HTTP/2 is spoken to the origin
 * @param tls whom to trust to be the origin, and who this proxy is to it
 * @param connectTimeout the longest wait for a connection to the origin
 * @param idleTimeout the longest silence of the origin within a request
 * @param max the most connections to one address
 * @param maxQueued the most requests that wait for a connection to one address
 * @param queueWait the longest wait for a connection that others use
 * @param maxHeader the largest header section, of a request or response, in bytes
 */
public record OriginConnections(
        boolean http2,
        TlsFiles tls,
        Duration connectTimeout,
        Duration idleTimeout,
        int max,
        int maxQueued,
        Duration queueWait,
        int maxHeader) {}
