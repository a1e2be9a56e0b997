package io.freshet.standalone.control;

import io.freshet.store.CacheStore;
import io.freshet.store.StoreException;
import io.freshet.store.memory.MemoryStore;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets {@link ControlClient} empty this process' memory. One connection at a time, one request each: {@code clear} is
 * answered by {@code removed 3}, or by {@code elsewhere} when the responses are not in this process.
 */
public final class ControlServer implements AutoCloseable {

    static final String CLEAR = "clear";
    static final String REMOVED = "removed ";
    static final String ELSEWHERE = "elsewhere";
    static final String REFUSED = "refused";

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BACKLOG = 8;

    private final ServerSocketChannel channel;
    private final Path socket;
    private final CacheStore store;

    private ControlServer(ServerSocketChannel channel, Path socket, CacheStore store) {
        this.channel = channel;
        this.socket = socket;
        this.store = store;
    }

    /**
     * Listens in the first of {@code directories} that will do.
     *
     * @param port the port of the proxy, which names the socket
     * @throws IOException if none will do; its message is about the last
     * @throws UnsupportedOperationException if this system knows no private directories or no such sockets
     */
    public static ControlServer open(List<Path> directories, int port, CacheStore store) throws IOException {
        IOException last = new IOException("there is no place for its control socket");
        for (Path directory : directories) {
            try {
                ControlDirectory.create(directory);
                ControlDirectory.check(directory);
                return listen(directory.resolve(port + ".sock"), store);
            } catch (IOException failure) {
                last = failure;
            }
        }
        throw last;
    }

    private static ControlServer listen(Path socket, CacheStore store) throws IOException {
        removeStale(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        ControlServer server = new ControlServer(channel, socket, store);
        Thread thread = new Thread(server::serve, "freshet-control");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** A proxy that was killed leaves its socket behind; one that still listens (on another address) keeps it. */
    private static void removeStale(Path socket) throws IOException {
        if (!Files.exists(socket)) {
            return;
        }
        try (SocketChannel live = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            throw new IOException("another proxy on the same port number has " + live.getRemoteAddress());
        } catch (ConnectException noListener) {
            Files.delete(socket);
        }
    }

    private void serve() {
        while (channel.isOpen()) {
            try (SocketChannel client = channel.accept()) {
                ControlMessage.write(client, answer(ControlMessage.read(client, PATIENCE)));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException | RuntimeException failed) {
                LOG.debug("Control connection failed", failed);
                pause();
            }
        }
    }

    /** So that a lasting fault, such as too many open files, does not keep a processor busy. */
    private static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private String answer(String request) {
        if (!request.equals(CLEAR)) {
            return REFUSED;
        }
        if (!(store instanceof MemoryStore)) {
            store.forget();
            return ELSEWHERE;
        }
        try {
            long removed = store.clear();
            LOG.info("Removed {} from memory: --clear-cache.", removed == 1 ? "1 response" : removed + " responses");
            return REMOVED + removed;
        } catch (StoreException failure) {
            LOG.warn("The memory could not be cleared: {}", failure.getMessage());
            return REFUSED;
        }
    }

    @Override
    public void close() {
        try {
            // In this order: once the channel is closed, the name may be a successor's.
            Files.deleteIfExists(socket);
            channel.close();
        } catch (IOException failure) {
            LOG.debug("Control socket left behind", failure);
        }
    }
}
