package io.freshet.servlet;

import io.freshet.log.RepeatedWarning;
import org.slf4j.LoggerFactory;

/** Tells the operator why TLS with the origin fails, now and then: until it is mended, every request meets the same. */
final class UntrustedOrigin {

    private static final RepeatedWarning AGAIN = new RepeatedWarning(LoggerFactory.getLogger(UntrustedOrigin.class));

    private UntrustedOrigin() {}

    static void warn(Throwable failure) {
        AGAIN.warn("TLS with the origin failed: {}", reason(failure));
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
