package io.freshet.config;

import java.time.Duration;

/**
 * How much of what all clients share one of them may have, and how slow one may be.
 *
 * @param share the part of the origin's connections, of the places to wait for one, and of clients' connections that one client
 *     address may hold; more than 0, 1 for all. One connection of a client may hold half of it
 * @param idleTimeout the longest silence of a client within a request, or between two on one connection
 * @param headTimeout the longest time for the head of a request, or for a TLS handshake
 * @param minRate the least bytes a second of content that a client sends or takes; 0 for none
 * @param rateGrace how long a client may be slower than that
 * @param maxConnections the most connections of clients
 */
public record ClientLimits(
        double share,
        Duration idleTimeout,
        Duration headTimeout,
        long minRate,
        Duration rateGrace,
        int maxConnections) {}
