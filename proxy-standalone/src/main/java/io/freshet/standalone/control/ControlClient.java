package io.freshet.standalone.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Empties running proxies of the same user. */
public final class ControlClient {

    private static final Pattern SOCKET = Pattern.compile("([0-9]{1,5})\\.sock");
    private static final Pattern REMOVED = Pattern.compile(ControlServer.REMOVED + "([0-9]{1,18})");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ControlClient() {}

    /** What came of one proxy. */
    public sealed interface Outcome {
        /** The port of the proxy. */
        int port();
    }

    /** It was emptied of {@code responses} responses. */
    public record Removed(int port, long responses) implements Outcome {}

    /** It listens and yet does not do it. */
    public record Failed(int port, String reason) implements Outcome {}

    /**
     * Empties every running proxy that keeps its responses in memory; the others do not appear in the result.
     *
     * @param directories where control sockets may be; those that are not private to this user are passed over
     * @param ports which proxies, by the port they listen on
     */
    public static List<Outcome> clear(List<Path> directories, IntPredicate ports) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Path directory : directories) {
            for (Path socket : sockets(directory)) {
                Matcher name = SOCKET.matcher(socket.getFileName().toString());
                if (name.matches() && ports.test(Integer.parseInt(name.group(1)))) {
                    clear(socket, Integer.parseInt(name.group(1)), outcomes);
                }
            }
        }
        return outcomes;
    }

    private static List<Path> sockets(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try {
            ControlDirectory.check(directory);
            try (Stream<Path> files = Files.list(directory)) {
                return files.sorted().toList();
            }
        } catch (IOException | UnsupportedOperationException notOurs) {
            return List.of();
        }
    }

    private static void clear(Path socket, int port, List<Outcome> outcomes) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ControlMessage.write(channel, ControlServer.CLEAR);
            String answer = ControlMessage.read(channel, PATIENCE);
            Matcher removed = REMOVED.matcher(answer);
            if (removed.matches()) {
                outcomes.add(new Removed(port, Long.parseLong(removed.group(1))));
            } else if (!answer.equals(ControlServer.ELSEWHERE)) {
                outcomes.add(new Failed(port, "it refused"));
            }
        } catch (ConnectException stale) {
            // Left behind by a proxy that was killed: nothing is running there.
        } catch (IOException failure) {
            outcomes.add(new Failed(port, String.valueOf(failure.getMessage())));
        }
    }
}
