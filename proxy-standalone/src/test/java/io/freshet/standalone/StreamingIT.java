package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.FreePort;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawHead;
import io.freshet.testing.RawOrigin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gigabytes through a proxy that has 128 MB, to one client that reads and many that hardly do. */
class StreamingIT {

    private static final long LENGTH = 2L << 30;
    private static final int PIECE = 64 * 1024;
    private static final int SLOW_READERS = 20;

    /** What the kernel's buffers of both connections may hold at most, and the proxy's own. */
    private static final long MOST_UNDER_WAY = 32L << 20;

    /** What one client was sent, and what it has read. */
    private static final class Transfer {
        final AtomicLong sent = new AtomicLong();
        final AtomicLong read = new AtomicLong();
    }

    private final List<Transfer> transfers = new ArrayList<>();

    @Test
    void streams_to_many_slow_readers_without_growing(@TempDir Path directory) throws Exception {
        for (int i = 0; i <= SLOW_READERS; i++) {
            transfers.add(new Transfer());
        }
        AtomicBoolean done = new AtomicBoolean();
        int port = FreePort.next();
        try (RawOrigin origin = RawOrigin.start();
                JarProcess proxy = JarProcess.start(
                                directory,
                                Map.of(),
                                "--port=" + port,
                                "--origin=" + origin.uri(),
                                "--store=memory",
                                "--memory=32m")
                        .awaitStart()) {
            origin.answer(exchange -> {
                Transfer transfer = transfers.get(
                        Integer.parseInt(exchange.request().value("Reader").orElseThrow()));
                exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=600\nContent-Length: " + LENGTH);
                byte[] piece = new byte[PIECE];
                for (long left = LENGTH; left > 0; left -= PIECE) {
                    exchange.send(piece);
                    transfer.sent.addAndGet(PIECE);
                }
            });

            List<RawClient> slow = new ArrayList<>();
            for (int i = 1; i <= SLOW_READERS; i++) {
                RawClient client = ask(port, i);
                slow.add(client);
                Transfer transfer = transfers.get(i);
                Thread reader = new Thread(() -> readSlowly(client, transfer, done));
                reader.setDaemon(true);
                reader.start();
            }
            try (RawClient fast = ask(port, 0)) {
                assertThat(readAll(fast, transfers.get(0))).isEqualTo(LENGTH);
            }
            done.set(true);

            for (Transfer transfer : transfers) {
                assertThat(transfer.sent.get() - transfer.read.get()).isLessThan(MOST_UNDER_WAY);
            }
            assertThat(proxy.isAlive()).isTrue();
            assertThat(proxy.err()).isEmpty();
            slow.forEach(RawClient::close);
        }
    }

    private static RawClient ask(int port, int reader) {
        return RawClient.connect(port).send("GET /large HTTP/1.1\nHost: localhost:" + port + "\nReader: " + reader);
    }

    private static long readAll(RawClient client, Transfer transfer) throws IOException {
        RawHead head = client.readHead();
        assertThat(head.startLine()).startsWith("HTTP/1.1 200");
        InputStream body = client.body(head);
        byte[] piece = new byte[PIECE];
        for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
            transfer.read.addAndGet(count);
        }
        return transfer.read.get();
    }

    private static void readSlowly(RawClient client, Transfer transfer, AtomicBoolean done) {
        try {
            InputStream body = client.body(client.readHead());
            while (!done.get()) {
                transfer.read.addAndGet(body.readNBytes(PIECE).length);
                Thread.sleep(50);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
