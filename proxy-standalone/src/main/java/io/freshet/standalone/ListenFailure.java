package io.freshet.standalone;

import io.freshet.config.ServerConfig;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;

/** Why the server does not start, above all why it cannot listen, and what to do about it. */
final class ListenFailure {

    private ListenFailure() {}

    /** One sentence about {@code failure}. The reasons of the operating system come as text only. */
    static String explain(ServerConfig server, IOException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        if (!(root instanceof SocketException || root instanceof UnresolvedAddressException)) {
            return "Freshet does not start: " + reason + ".";
        }
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("in use")) {
            return "Port " + server.port() + " is in use: stop what listens there or choose another with --port.";
        }
        if (lower.contains("permission denied")) {
            return "Port " + server.port() + " needs more rights than this user has: choose one from 1024 with --port.";
        }
        String host = server.host().isEmpty() ? "*" : server.host();
        return "Cannot listen on " + host + ", port " + server.port() + " (" + reason
                + "): choose another address with --host.";
    }
}
