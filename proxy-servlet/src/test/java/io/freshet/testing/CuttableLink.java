package io.freshet.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries bytes between its own port and another one of this machine, until it is cut; then it refuses until it is mended. Can be
 * late with what comes back, and lose the end of it.
 */
public final class CuttableLink implements Closeable {

    private static final int BUFFER = 16 * 1024;

    /** What is not worth cutting short. */
    private static final int SHORT = 60;

    private final int target;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean truncating;
    private volatile Duration delay = Duration.ZERO;

    public CuttableLink(int targetPort) throws IOException {
        target = targetPort;
        listening = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        start(this::acceptAll);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Ends all connections, and every new one at once. */
    public void cut() {
        cut = true;
        open.forEach(CuttableLink::end);
    }

    public void mend() {
        cut = false;
    }

    /** Holds back what comes from the target. */
    public void delay(Duration time) {
        delay = time;
    }

    /** Whether a connection ends in the middle of a longer answer. */
    public void truncate(boolean on) {
        truncating = on;
    }

    private void acceptAll() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (cut) {
                    end(client);
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                start(() -> carry(client, server, false));
                start(() -> carry(server, client, true));
                if (cut) {
                    cut();
                }
            } catch (IOException closed) {
                // The loop looks whether it was the listening socket.
            }
        }
    }

    private void carry(Socket from, Socket to, boolean back) {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (back) {
                    Thread.sleep(delay.toMillis());
                }
                if (back && truncating && length > SHORT) {
                    out.write(buffer, 0, length / 2);
                    return;
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException | InterruptedException broken) {
            // Then both ends learn of it.
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException closing) {
            // It is gone in any case.
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cuttable-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException closing) {
            // Nobody connects any more in any case.
        }
        cut();
    }
}
