package io.freshet.store.redis;

import io.freshet.log.RepeatedWarning;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis refused the last write. A Redis that is full, a replica, or unable to save to its disk still answers reads.
 * Writes go on being tried; until one is taken, no response is said to be stored.
 */
final class WriteRefusals {

    private static final Logger LOG = LoggerFactory.getLogger(WriteRefusals.class);

    private final RepeatedWarning warnings = new RepeatedWarning(LOG);
    private final AtomicBoolean refused = new AtomicBoolean();

    /** Whether Redis refused the last write that a full Redis would refuse. */
    boolean lately() {
        return refused.get();
    }

    /** @param why names Redis and the reason */
    void refused(String why) {
        if (refused.compareAndSet(false, true)) {
            warnings.warn("Responses are not stored: {}", why);
        }
    }

    /** Redis took a write that a full Redis would refuse. */
    void taken() {
        if (refused.get() && refused.compareAndSet(true, false)) {
            LOG.info("Responses are stored again");
        }
    }
}
