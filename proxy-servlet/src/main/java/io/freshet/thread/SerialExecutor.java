package io.freshet.thread;

import io.freshet.log.RepeatedWarning;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after another, without a thread that waits: a task that comes while another one runs is run right afterwards, by
 * the same thread.
 *
 * <p>Jetty's {@code SerializedInvoker} does the same, but holds on to all that it has done for as long as there is always more to
 * do, which with a fast client and a fast origin is the whole response.
 */
public final class SerialExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);
    private static final RepeatedWarning AGAIN = new RepeatedWarning(LOG);

    // Guarded by this.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean taken;

    /** Does {@code task} at once or, where another has the turn, after it; what it throws is logged. */
    public void run(Runnable task) {
        synchronized (this) {
            if (taken) {
                waiting.add(task);
                return;
            }
            taken = true;
        }
        Optional<Runnable> next = Optional.of(task);
        while (next.isPresent()) {
            try {
                next.get().run();
            } catch (RuntimeException | Error failure) {
                AGAIN.warn("A step of a request failed", failure);
            }
            next = following();
        }
    }

    private synchronized Optional<Runnable> following() {
        Optional<Runnable> next = Optional.ofNullable(waiting.poll());
        taken = next.isPresent();
        return next;
    }
}
