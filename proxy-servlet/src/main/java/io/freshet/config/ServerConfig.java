package io.freshet.config;

import java.time.Duration;

/**
 * What clients connect to.
 *
 * @param host the address to listen on; empty for all
 * @param port the port to listen on, 1 to 65535
 * @param tls who the server is to clients that speak TLS; with a certificate all do
 * @param http2 whether clients may speak HTTP/2
 * @param clients how much of the server one client may have
 * @param stopTimeout how long requests in flight may go on after a stop was asked for
 */
public record ServerConfig(
        String host, int port, TlsFiles tls, boolean http2, ClientLimits clients, Duration stopTimeout) {

    /** What clients begin a URL with: {@code http} or {@code https}. */
    public String scheme() {
        return tls.certificate().isPresent() ? "https" : "http";
    }
}
