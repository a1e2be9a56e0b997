package io.freshet.servlet;

import io.freshet.thread.SerialExecutor;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to one request, one thing after another, for as long as the container lets it live. Threads of the container and
 * of the HTTP client both have something to do to it. None of them waits for another: what comes while something else is being
 * done is done right afterwards, by the same thread. See docs/decisions/0011.
 *
 * <p>A container may end a request on its own, when its client leaves or breaks the rules, and then uses the objects that stand
 * for it again. What comes after that is not done.
 */
final class RequestLife implements AsyncListener {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLife.class);

    /** The one wait there is: for the turn in which a request that the container gives up is still answered. */
    private static final long LAST_WORD_MILLIS = 500;

    private final SerialExecutor turns = new SerialExecutor();
    private final Runnable onError;
    private final Runnable onOver;
    private final Set<Start> starts = ConcurrentHashMap.newKeySet();
    private final Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();
    private volatile Optional<AsyncContext> context = Optional.empty();
    private volatile boolean over;

    /**
     * @param onError what to do when the container gives the request up, because its content cannot be read or its client has
     *     gone; the last moment at which it can be answered
     * @param onOver what to do when the request is over; not in a turn
     */
    RequestLife(Runnable onError, Runnable onOver) {
        this.onError = onError;
        this.onOver = onOver;
    }

    /** The request has become asynchronous; may be said again. */
    void goesOn(AsyncContext asynchronous) {
        if (context.isEmpty()) {
            context = Optional.of(asynchronous);
            asynchronous.addListener(this);
        }
    }

    /** Whether the request has become asynchronous. */
    boolean isDetached() {
        return context.isPresent();
    }

    /** Has {@code task} run when the request is over, or at once if it is; perhaps twice. */
    void afterwards(Runnable task) {
        afterwards.add(task);
        if (over) {
            task.run();
        }
    }

    /** Does {@code task} in its turn, or {@code otherwise} if the request is over by then. */
    void during(Runnable task, Runnable otherwise) {
        turns.run(() -> {
            if (over) {
                otherwise.run();
            } else {
                task.run();
            }
        });
    }

    /**
     * For a turn that goes on only: does what a container refuses when it is about to end the request, or {@code otherwise} if it
     * does refuse.
     */
    void now(Consumer<AsyncContext> task, Runnable otherwise) {
        try {
            task.accept(context.orElseThrow(() -> new IllegalStateException("not asynchronous")));
        } catch (IllegalStateException ended) {
            LOG.debug("The container had ended this request already", ended);
            otherwise.run();
        }
    }

    /**
     * Runs {@code task}, which may block, on a thread of the container, or {@code otherwise} at once when the request is over. One
     * of the two is run, whatever the container does with what it was given.
     */
    void start(Runnable task, Runnable otherwise) {
        Start start = new Start(task, otherwise);
        during(
                () -> {
                    starts.add(start);
                    now(context -> context.start(start), start::drop);
                    if (over) {
                        start.drop();
                    }
                },
                start::drop);
    }

    private final class Start implements Runnable {

        private final Runnable task;
        private final Runnable otherwise;
        private final AtomicBoolean taken = new AtomicBoolean();

        Start(Runnable task, Runnable otherwise) {
            this.task = task;
            this.otherwise = otherwise;
        }

        @Override
        public void run() {
            end(task);
        }

        void drop() {
            end(otherwise);
        }

        private void end(Runnable how) {
            if (taken.compareAndSet(false, true)) {
                starts.remove(this);
                how.run();
            }
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        over = true;
        // A container may lose what was to be started in a request that is over.
        List.copyOf(starts).forEach(Start::drop);
        onOver.run();
        afterwards.forEach(Runnable::run);
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {
        CountDownLatch done = new CountDownLatch(1);
        during(
                () -> {
                    onError.run();
                    done.countDown();
                },
                done::countDown);
        try {
            // The container ends the request when this returns. The thread that has the turn may in theory wait for the
            // container.
            if (!done.await(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("A request was given up before it could be answered");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
