package io.freshet.routing;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Where an origin listens, and whether it seems well there. Safe for use by many threads. */
public final class OriginAddress {

    private final URI uri;
    private final URI origin;
    private final int maxFails;
    private final long failNanos;
    private final AtomicInteger fails = new AtomicInteger();
    private volatile long outSince;
    private volatile boolean out;
    private volatile boolean unhealthy;

    OriginAddress(URI uri, URI origin, int maxFails, Duration failTimeout) {
        this.uri = uri;
        this.origin = origin;
        this.maxFails = maxFails;
        this.failNanos = failTimeout.toNanos();
    }

    /** Scheme, host and port. */
    public URI uri() {
        return uri;
    }

    /** What the origin is called that listens there. */
    public URI origin() {
        return origin;
    }

    /** A request was answered. */
    public void succeeded() {
        if (fails.get() != 0) {
            fails.set(0);
            out = false;
        }
    }

    /** A request was not answered. */
    public void failed() {
        if (fails.incrementAndGet() >= maxFails) {
            outSince = System.nanoTime();
            out = true;
        }
    }

    /** What the health check says. */
    void checked(boolean well) {
        unhealthy = !well;
        if (well) {
            succeeded();
        }
    }

    /** Whether the health check says that it is not well. */
    public boolean unhealthy() {
        return unhealthy;
    }

    /** Whether it is ejected for a while, because requests to it have failed. */
    public boolean ejected() {
        return out && System.nanoTime() - outSince < failNanos;
    }
}
