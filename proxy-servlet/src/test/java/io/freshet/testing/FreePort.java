package io.freshet.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that has to be told one. Out of those that systems do not give to outgoing connections: one of those may
 * be taken between the look and the server's start.
 */
public final class FreePort {

    private static final int FIRST = 15_000;
    private static final int BEHIND_LAST = 32_000;
    private static final int TRIES = 1_000;

    private FreePort() {}

    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
