package io.freshet.testing;

import java.net.URI;

/** A running proxy, however it was started. */
public interface ProxyUnderTest extends AutoCloseable {

    /** The port of the loopback address it listens on. */
    int port();

    /** What comes before the proxied path: empty, or {@code /shop} for an application deployed there. */
    default String contextPath() {
        return "";
    }

    default String authority() {
        return "127.0.0.1:" + port();
    }

    /** Where a client finds a path of the origin. */
    default URI uri(String path) {
        return URI.create("http://" + authority() + contextPath() + path);
    }

    @Override
    void close();
}
