package io.freshet.store.redis;

import io.freshet.store.StoreException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a node current: reads the log of invalidations on a thread and a connection of its own, until closed. */
final class InvalidationListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InvalidationListener.class);

    private static final Duration PAUSE = Duration.ofMillis(40);
    private static final Duration GLANCE = Duration.ofMillis(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(250);

    private final RedisLink link;
    private final InvalidationReader reader;
    private final Thread thread = new Thread(this::run, "freshet-redis-log");
    private volatile boolean ended;

    /** @param link is closed with the listener */
    InvalidationListener(RedisLink link, InvalidationReader reader) {
        this.link = link;
        this.reader = reader;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!ended) {
            try {
                if (!reader.lookInTurn(link)) {
                    // Not a sleep: a thread that waits for the listener wakes it.
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException failed) {
                LOG.debug("The log of invalidations cannot be read", failed);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
        } catch (InterruptedException closing) {
            ended = true;
        }
    }

    /**
     * Waits until the log has just been read.
     *
     * @throws StoreException if that takes longer
     */
    void await(Duration atMost) throws StoreException {
        long end = System.nanoTime() + atMost.toNanos();
        LockSupport.unpark(thread);
        while (!reader.hasJustLooked()) {
            if (System.nanoTime() > end) {
                throw new StoreException("what was invalidated is not known in time");
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
        link.close();
    }
}
