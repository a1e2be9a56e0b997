package io.freshet.standalone.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.Test;

/** A real Jetty, in which whoever gives something to another thread is held up for a moment, as a busy machine does. */
class SerializedHttpConnectionTest {

    private static final long HELD_UP_MILLIS = 50;
    private static final int REQUESTS = 10;
    private static final String HUGE = "x".repeat(64 * 1024);

    /** Who reads a connection, and is held up in it. */
    private final Map<HttpConnection, Thread> readers = new ConcurrentHashMap<>();

    /** How often somebody let go of the buffer of a connection that another was reading. */
    private final AtomicInteger takenAway = new AtomicInteger();

    private final class HoldingUp extends QueuedThreadPool {

        @Override
        public boolean tryExecute(Runnable task) {
            boolean given = super.tryExecute(task);
            if (given) {
                holdUp();
            }
            return given;
        }

        @Override
        public void execute(Runnable task) {
            super.execute(task);
            holdUp();
        }

        private void holdUp() {
            HttpConnection read = HttpConnection.getCurrentConnection();
            if (read == null || readers.putIfAbsent(read, Thread.currentThread()) != null) {
                return;
            }
            try {
                Thread.sleep(HELD_UP_MILLIS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } finally {
                readers.remove(read);
            }
        }
    }

    private final class Watching extends ByteBufferPool.Wrapper {

        Watching() {
            super(new ArrayByteBufferPool());
        }

        @Override
        public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
            return new RetainableByteBuffer.Wrapper(super.acquire(size, direct)) {
                @Override
                public boolean release() {
                    HttpConnection read = HttpConnection.getCurrentConnection();
                    Thread reader = read == null ? null : readers.get(read);
                    if (reader != null && reader != Thread.currentThread()) {
                        takenAway.incrementAndGet();
                    }
                    return super.release();
                }
            };
        }
    }

    private void serve(Function<HttpConfiguration, HttpConnectionFactory> http) throws Exception {
        Server server = new Server(new HoldingUp(), null, new Watching());
        ServerConnector connector = new ServerConnector(server, http.apply(new HttpConfiguration()));
        server.addConnector(connector);
        server.start();
        try {
            for (int i = 0; i < REQUESTS; i++) {
                hostile(connector.getLocalPort());
            }
        } finally {
            server.stop();
        }
    }

    /** No server can parse it. */
    private static void hostile(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String request = "GET /" + HUGE + " HTTP/1.1\r\nHost: site.example\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            while (socket.getInputStream().read() >= 0) {
                // To the end.
            }
        } catch (IOException refused) {
            // The server need not hear it out.
        }
    }

    @Test
    void leaves_its_buffer_to_who_reads() throws Exception {
        serve(http -> new SerializedHttpConnectionFactory(http, Duration.ofSeconds(10)));

        assertThat(takenAway).hasValue(0);
    }

    /** When this fails, Jetty does it by itself, and there is a class to be deleted. */
    @Test
    void does_what_jettys_own_does_not() throws Exception {
        serve(HttpConnectionFactory::new);

        assertThat(takenAway).hasPositiveValue();
    }
}
