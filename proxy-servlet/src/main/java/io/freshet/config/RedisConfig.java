package io.freshet.config;

import java.net.URI;
import java.time.Duration;

/**
 * Where Redis is and how to use it.
 *
 * @param uri {@code redis://} or {@code rediss://}, perhaps with user, password, port and database number
 * @param prefix what every key begins with, so that several caches can share one Redis; not empty
 * @param timeout the longest wait for one answer of Redis, for a connection to it, or for a free one
 * @param maxConnections the most connections to Redis
 */
public record RedisConfig(URI uri, String prefix, Duration timeout, int maxConnections) {

    /** The URI without user and password, for people and logs. */
    public String display() {
        int port = uri.getPort() < 0 ? 6379 : uri.getPort();
        String path = uri.getPath() == null || uri.getPath().equals("/") ? "" : uri.getPath();
        return uri.getScheme() + "://" + uri.getHost() + ":" + port + path;
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "RedisConfig[" + display() + ", prefix=" + prefix + ", timeout=" + timeout + ", maxConnections="
                + maxConnections + "]";
    }
}
