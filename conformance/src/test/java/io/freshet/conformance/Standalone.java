package io.freshet.conformance;

import io.freshet.testing.FreePort;
import io.freshet.testing.ShortLivedJvm;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The runnable jar, on a free port of the loopback address. */
final class Standalone implements RunningProxy {

    private static final Pattern STARTED = Pattern.compile("Ctrl-C");

    private final int port;
    private final LoggedProcess process;
    private final Runnable afterwards;

    private Standalone(int port, LoggedProcess process, Runnable afterwards) {
        this.port = port;
        this.process = process;
        this.afterwards = afterwards;
    }

    /**
     * Starts it and does not wait.
     *
     * @param options more options by their long names
     * @param afterwards what to do when it has ended
     */
    static Standalone start(URI origin, Map<String, String> options, Runnable afterwards) throws IOException {
        int port = FreePort.next();
        List<String> command = new ArrayList<>(ShortLivedJvm.command(
                256,
                List.of(
                        "-jar",
                        System.getProperty("standalone", ""),
                        "--host=127.0.0.1",
                        "--port=" + port,
                        "--origin=" + origin)));
        options.forEach((name, value) -> command.add("--" + name + "=" + value));
        return new Standalone(port, LoggedProcess.start(command), afterwards);
    }

    @Override
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void awaitStart() {
        process.awaitInLog(STARTED);
    }

    @Override
    public void close() {
        process.close();
        afterwards.run();
    }
}
