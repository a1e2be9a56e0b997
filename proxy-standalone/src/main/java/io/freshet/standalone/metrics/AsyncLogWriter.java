package io.freshet.standalone.metrics;

import io.freshet.log.Printable;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines behind those who have them, so that no request waits for a disk; all of them when it is stopped. Where the disk
 * is too slow for a bounded number of lines, those over it are lost, and that is said.
 */
final class AsyncLogWriter extends ContainerLifeCycle implements RequestLog.Writer {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncLogWriter.class);

    private static final int MOST = 10_000;
    private static final long LONGEST_STOP_MILLIS = 5_000;
    private static final long LOOK_MILLIS = 100;

    private final RequestLog.Writer writer;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MOST);
    private final AtomicBoolean losing = new AtomicBoolean();
    private final Thread thread = new Thread(this::writeAll, "freshet-access-log");
    private volatile boolean last;

    AsyncLogWriter(RequestLog.Writer writer) {
        this.writer = writer;
        thread.setDaemon(true);
        installBean(writer);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        thread.start();
    }

    @Override
    protected void doStop() throws Exception {
        last = true;
        thread.join(LONGEST_STOP_MILLIS);
        super.doStop();
    }

    /** Never blocks. Whatever others wrote of the line, it is one. */
    @Override
    public void write(String line) {
        if (lines.offer(Printable.of(line))) {
            losing.set(false);
        } else if (losing.compareAndSet(false, true)) {
            LOG.warn("Lines of the access log are lost: they cannot be written as fast as they come.");
        }
    }

    private void writeAll() {
        try {
            boolean more = true;
            while (more) {
                boolean ending = last;
                String line = lines.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    write(writer, line);
                }
                more = line != null || !ending;
            }
        } catch (InterruptedException stopped) {
            LOG.warn("Lines of the access log are lost: stopped at once.");
        }
    }

    private static void write(RequestLog.Writer writer, String line) {
        try {
            writer.write(line);
        } catch (IOException failure) {
            LOG.warn("A line of the access log is lost: {}", failure.getMessage());
        }
    }
}
