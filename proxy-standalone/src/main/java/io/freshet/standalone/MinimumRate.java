package io.freshet.standalone;

import io.freshet.config.ClientLimits;
import io.freshet.standalone.connection.ClientConnections;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends requests whose client sends content, or takes it, more slowly than it may. Only the time in which the client is waited for
 * counts: that an origin is slow is no fault of its client. See docs/decisions/0043.
 */
final class MinimumRate extends Handler.Wrapper {

    private final long bytesPerSecond;
    private final long graceNanos;

    MinimumRate(ClientLimits limits, Handler handler) {
        super(handler);
        this.bytesPerSecond = limits.minRate();
        this.graceNanos = limits.rateGrace().toNanos();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (bytesPerSecond == 0) {
            return super.handle(request, response, callback);
        }
        Request paced = new Sending(request);
        return super.handle(paced, new Taking(paced, response), callback);
    }

    private long nanosFor(long bytes) {
        return TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond;
    }

    /** A request whose content must come at the rate: within each period of waiting that is as long as the grace. */
    private final class Sending extends Request.Wrapper {

        private final Scheduler scheduler;

        private volatile boolean late;

        // Guarded by this. First, what is to be done when there is content: who takes it does it.
        private Optional<Runnable> demanded = Optional.empty();

        // Of the current period, how long the client was waited for, and what came.
        private long waited;
        private long waitsSince;
        private long came;
        private Optional<Scheduler.Task> timer = Optional.empty();

        Sending(Request request) {
            super(request);
            this.scheduler = request.getComponents().getScheduler();
        }

        @Override
        public Content.Chunk read() {
            if (late) {
                return Content.Chunk.from(new TimeoutException("The client sends too slowly"), true);
            }
            Content.Chunk chunk = super.read();
            if (chunk != null) {
                synchronized (this) {
                    came += chunk.remaining();
                }
            }
            return chunk;
        }

        @Override
        public void demand(Runnable task) {
            synchronized (this) {
                demanded = Optional.of(task);
                waits(Math.max(graceNanos - waited, 0));
            }
            super.demand(() -> {
                stops();
                take().ifPresent(Runnable::run);
            });
        }

        private synchronized Optional<Runnable> take() {
            Optional<Runnable> taken = demanded;
            demanded = Optional.empty();
            return taken;
        }

        private void waits(long atMost) {
            waitsSince = System.nanoTime();
            timer = Optional.of(scheduler.schedule(this::expire, atMost, TimeUnit.NANOSECONDS));
        }

        private synchronized void stops() {
            waited += System.nanoTime() - waitsSince;
            timer.ifPresent(Scheduler.Task::cancel);
        }

        /** The client has been waited for as long as the grace. */
        private void expire() {
            synchronized (this) {
                if (demanded.isEmpty()) {
                    return;
                }
                boolean enough = nanosFor(came) >= graceNanos;
                came = 0;
                waited = 0;
                if (enough) {
                    waits(graceNanos);
                    return;
                }
                late = true;
            }
            take().ifPresent(getWrapped().getComponents().getExecutor()::execute);
        }
    }

    /** A response of which each piece must be taken at the rate, after the grace. */
    private final class Taking extends Response.Wrapper {

        Taking(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            long bytes = content == null ? 0 : content.remaining();
            Piece piece = new Piece(callback);
            super.write(last, content, piece);
            piece.orCut(getRequest(), graceNanos + nanosFor(bytes));
        }
    }

    private static final class Piece extends Callback.Nested {

        private volatile boolean over;
        private volatile Optional<Scheduler.Task> timer = Optional.empty();

        Piece(Callback callback) {
            super(callback);
        }

        void orCut(Request request, long nanos) {
            if (!over) {
                timer = Optional.of(request.getComponents()
                        .getScheduler()
                        .schedule(() -> cut(request), nanos, TimeUnit.NANOSECONDS));
                if (over) {
                    timer.ifPresent(Scheduler.Task::cancel);
                }
            }
        }

        private void cut(Request request) {
            if (!over) {
                ClientConnections.cut(request, new TimeoutException("The client takes too little"));
            }
        }

        @Override
        public void completed() {
            over = true;
            timer.ifPresent(Scheduler.Task::cancel);
        }
    }
}
