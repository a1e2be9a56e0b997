package io.freshet.testing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An origin whose every byte a test decides. It keeps each request as it came, gives it to the current {@link Handler}, and
 * keeps the connection afterwards unless the handler closed it.
 */
public final class RawOrigin implements Closeable {

    /** Answers one request. An {@link IOException} means that the proxy has gone, and ends the connection. */
    @FunctionalInterface
    public interface Handler {
        void handle(Exchange exchange) throws IOException;
    }

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final int port;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final List<RawRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile ServerSocket listener;
    private volatile Thread acceptor;
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Handler handler = respond("""
            HTTP/1.1 500 No Script
            Content-Length: 0
            """);

    private RawOrigin() throws IOException {
        listener = listen(0);
        port = listener.getLocalPort();
        acceptor = acceptor(listener);
    }

    public static RawOrigin start() {
        try {
            return new RawOrigin();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A handler that reads the whole request and then sends this message, written as {@link RawMessage#bytes} describes. */
    public static Handler respond(String message) {
        return exchange -> {
            exchange.body().readAllBytes();
            exchange.send(message);
        };
    }

    public URI uri() {
        return URI.create("http://" + authority());
    }

    public String authority() {
        return loopback.getHostAddress() + ":" + port;
    }

    /** From now on, this answers. */
    public void answer(Handler next) {
        handler = next;
    }

    /** From now on, this message is the answer. */
    public void answer(String message) {
        answer(respond(message));
    }

    /** Every request whose head arrived since the last {@link #reset}, in order. */
    public List<RawRequest> requests() {
        return List.copyOf(requests);
    }

    /** The newest request. */
    public RawRequest request() {
        return requests.get(requests.size() - 1);
    }

    /** Forgets what came until now, and nothing else. */
    public void forgetRequests() {
        requests.clear();
    }

    /** How many connections were ever accepted. */
    public int accepted() {
        return accepted.get();
    }

    /**
     * Forgets requests and the script, and ends idle connections, so that the next test starts from nothing.
     *
     * @throws AssertionError if a handler failed since the last time
     */
    public void reset() {
        closeIdleConnections();
        requests.clear();
        if (!failures.isEmpty()) {
            AssertionError failure = new AssertionError("the origin's script failed");
            failures.forEach(failure::addSuppressed);
            failures.clear();
            throw failure;
        }
    }

    /**
     * Lets answers under way come to their end, closes every connection, and waits until the proxy has closed its side too: it
     * has noticed.
     */
    public void closeIdleConnections() {
        List<Connection> closing = List.copyOf(connections);
        closing.forEach(Connection::finishWhenIdle);
        closing.forEach(Connection::join);
    }

    /** Refuses connections, and cuts those there are, until {@link #accept}. */
    public void refuse() {
        try {
            listener.close();
            // What it has just accepted is among the connections only then.
            acceptor.join(PATIENCE.toMillis());
            for (Connection connection : connections) {
                connection.finish();
                connection.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Listens again, on the same port. */
    public void accept() {
        try {
            listener = listen(port);
            acceptor = acceptor(listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Connection connection : connections) {
            connection.socket.close();
        }
    }

    private ServerSocket listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(loopback, wanted));
        return socket;
    }

    private Thread acceptor(ServerSocket socket) {
        return daemon("raw-origin", () -> acceptFrom(socket));
    }

    @SuppressWarnings("EmptyCatch")
    private void acceptFrom(ServerSocket socket) {
        try {
            while (true) {
                Connection connection = new Connection(socket.accept(), accepted.incrementAndGet());
                connections.add(connection);
                connection.start();
            }
        } catch (IOException closed) {
            // By refuse() or close().
        }
    }

    private static Thread daemon(String name, Runnable run) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private final class Connection {

        private final Socket socket;
        private final int number;
        private final CountDownLatch ended = new CountDownLatch(1);
        private boolean idle = true;
        private boolean closing;

        Connection(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            socket.setTcpNoDelay(true);
        }

        void start() {
            daemon("raw-origin-" + number, this::serve);
        }

        @SuppressWarnings("EmptyCatch")
        private void serve() {
            try (socket) {
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean more = true;
                for (int nth = 1; more; nth++) {
                    RawHead head = RawHead.read(in);
                    begin();
                    RawRequest request = new RawRequest(head, number);
                    requests.add(request);
                    Exchange exchange = new Exchange(request, BodyStream.ofRequest(in, head), socket, nth);
                    handler.handle(exchange);
                    more = exchange.mayGoOn();
                    end();
                }
            } catch (IOException gone) {
                // The proxy has left, or was sent away.
            } catch (RuntimeException | Error e) {
                failures.add(e);
            } finally {
                connections.remove(this);
                ended.countDown();
            }
        }

        private synchronized void begin() {
            idle = false;
        }

        private synchronized void end() {
            idle = true;
            if (closing) {
                finish();
            }
        }

        synchronized void finishWhenIdle() {
            closing = true;
            if (idle) {
                finish();
            }
        }

        @SuppressWarnings("EmptyCatch")
        void finish() {
            try {
                socket.shutdownOutput();
            } catch (IOException closed) {
                // Already finished.
            }
        }

        void join() {
            try {
                if (!ended.await(PATIENCE.toMillis(), MILLISECONDS)) {
                    throw new AssertionError("the proxy keeps a connection that the origin has closed");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** One request being answered. */
    public static final class Exchange {

        private final RawRequest request;
        private final BodyStream body;
        private final Socket socket;
        private final int nth;

        private Exchange(RawRequest request, BodyStream body, Socket socket, int nth) {
            this.request = request;
            this.body = body;
            this.socket = socket;
            this.nth = nth;
            completedIfEnded();
        }

        public RawRequest request() {
            return request;
        }

        /** Whether an earlier request came on the same connection. */
        public boolean reused() {
            return nth > 1;
        }

        /** The request's content as it arrives; throws where it is cut. */
        public InputStream body() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    int b = body.read();
                    completedIfEnded();
                    return b;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int n = body.read(bytes, offset, length);
                    completedIfEnded();
                    return n;
                }
            };
        }

        /** The trailer lines after the request's content. */
        public List<String> trailerLines() {
            return body.trailerLines();
        }

        /** Sends a message written as {@link RawMessage#bytes} describes. */
        public void send(String message) throws IOException {
            send(RawMessage.bytes(message));
        }

        /** Sends these bytes and nothing else. */
        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Ends the connection in an orderly way, with whatever is missing still missing. */
        public void close() throws IOException {
            socket.shutdownOutput();
            drain();
            socket.close();
        }

        /** Closes the connection, whatever has come of the request; a reset, if there is something that was not read. */
        public void hangUp() throws IOException {
            socket.close();
        }

        /** Resets the connection. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Says nothing until the proxy gives up. */
        public void waitUntilTheProxyLeaves() throws IOException {
            drain();
            socket.close();
        }

        /** Goes on when the test says so. */
        public void await(CountDownLatch signal) throws IOException {
            try {
                if (!signal.await(PATIENCE.toMillis(), MILLISECONDS)) {
                    throw new IllegalStateException("the test never let the origin go on");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The pace of a slow origin: nothing waits for this. */
        public void pause(Duration time) {
            try {
                Thread.sleep(time.toMillis());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Reads what still comes, so that closing does not become a reset which overtakes the answer. */
        private void drain() throws IOException {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }

        private void completedIfEnded() {
            if (body.ended()) {
                request.completed();
            }
        }

        private boolean mayGoOn() {
            return !socket.isClosed() && body.ended();
        }
    }
}
