package io.freshet.standalone;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.freshet.log.RateLimit;
import io.freshet.thread.DaemonThreads;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets warnings and errors through as often as {@link RateLimit} says, and tells afterwards how many were left out: no client and no
 * origin can fill the log. Lines are of one kind by their format in Freshet's own code, and by their logger in libraries, whose texts
 * have anything in them.
 */
final class RepeatedLineFilter extends Filter<ILoggingEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(RepeatedLineFilter.class);
    private static final String OWN = "io.freshet.";

    private final RateLimit limit = new RateLimit();
    private final AtomicBoolean toBeTold = new AtomicBoolean();

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)
                || event.getLoggerName().equals(LOG.getName())) {
            return FilterReply.NEUTRAL;
        }
        RateLimit.Decision decision = limit.decide(kind(event), System.nanoTime());
        if (decision.leftOut() > 0) {
            tell(kind(event), decision.leftOut());
        }
        if (!decision.told() && toBeTold.compareAndSet(false, true)) {
            var unused = Timer.AFTERWARDS.schedule((Runnable) this::tell, RateLimit.SECONDS, TimeUnit.SECONDS);
        }
        return decision.told() ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    private static String kind(ILoggingEvent event) {
        String name = event.getLoggerName();
        return name.startsWith(OWN) ? event.getMessage() : name.substring(name.lastIndexOf('.') + 1);
    }

    /** Tells how many lines have been left out until now. */
    void tell() {
        toBeTold.set(false);
        limit.leftOut().forEach(RepeatedLineFilter::tell);
    }

    private static void tell(String kind, long leftOut) {
        LOG.warn("{} more lines were left out: {}", leftOut, kind);
    }

    /** Begins a thread only where there is something to tell. */
    private static final class Timer {
        private static final ScheduledExecutorService AFTERWARDS =
                Executors.newSingleThreadScheduledExecutor(new DaemonThreads("freshet-log"));
    }
}
