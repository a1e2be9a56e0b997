package io.freshet.servlet;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator why TLS with the origin fails, now and then: until it is mended, every request meets the same. */
final class UntrustedOrigin {

    private static final Logger LOG = LoggerFactory.getLogger(UntrustedOrigin.class);

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime());

    private UntrustedOrigin() {}

    static void warn(Throwable failure) {
        long now = System.nanoTime();
        long next = NEXT.get();
        if (now - next >= 0 && NEXT.compareAndSet(next, now + INTERVAL_NANOS)) {
            LOG.warn("TLS with the origin failed: {}", reason(failure));
        }
    }

    /** What lies deepest says most, such as that a certificate has expired. */
    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }
}
