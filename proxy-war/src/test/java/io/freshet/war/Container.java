package io.freshet.war;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.freshet.testing.ProxyUnderTest;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A servlet container in a process of its own, with a base directory of its own. */
public abstract class Container implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Where the WAR is. */
    protected static final Path WAR = Path.of(property("war"));

    /** This run's configuration, logs and work files. */
    protected final Path base;

    private final Set<String> deployed = new HashSet<>();
    private final Process process;
    private final int port;

    /** Writes the configuration and starts; returns when the container listens. */
    protected Container(Path home, Pattern portInLog) throws IOException {
        Path runs = Files.createDirectories(Path.of("target", "container-runs").toAbsolutePath());
        base = Files.createTempDirectory(runs, home.getFileName() + "-");
        configure(home);
        process = new ProcessBuilder(command(home))
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(console().toFile())
                .start();
        // Should the tests be stopped half-way, the containers go with them.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        port = Integer.parseInt(awaitInLog(portInLog).group(1));
    }

    static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("Run by Maven, which sets " + name);
        }
        return value;
    }

    /** Fills {@link #base}. */
    protected abstract void configure(Path home) throws IOException;

    /** What to execute in {@link #base}. */
    protected abstract List<String> command(Path home);

    /** The file whose presence is the deployment. */
    protected abstract Path descriptor(String contextPath);

    /** What stands in it. */
    protected abstract String descriptor(String contextPath, Map<String, String> parameters) throws IOException;

    /** What the log says when the container has started an application, or failed to. */
    protected abstract Pattern deployed(String contextPath);

    protected static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    int port() {
        return port;
    }

    /** Hands the WAR to the container, with these context parameters; does not wait. */
    void deploy(String contextPath, Map<String, String> parameters) throws IOException {
        // Moved there whole: a scanner never sees half a file.
        Path written = Files.writeString(base.resolve("next.xml"), descriptor(contextPath, parameters), UTF_8);
        Files.move(written, descriptor(contextPath));
        deployed.add(contextPath);
    }

    /** Deploys a proxy and waits until it is there. */
    public ProxyUnderTest deployProxy(String contextPath, URI origin, Map<String, String> options) throws IOException {
        Map<String, String> parameters = new HashMap<>(options);
        parameters.put("origin", origin.toString());
        deploy(contextPath, parameters);
        awaitInLog(deployed(contextPath));
        return new ProxyUnderTest() {
            @Override
            public int port() {
                return port;
            }

            @Override
            public String contextPath() {
                return contextPath;
            }

            @Override
            public void close() {
                // It goes with its container.
            }
        };
    }

    /** Takes an application away again and waits until it is gone. */
    void undeploy(String contextPath) throws IOException {
        Files.delete(descriptor(contextPath));
        deployed.remove(contextPath);
        await().atMost(PATIENCE).until(() -> status(contextPath), status -> status == 404);
    }

    void undeployAll() throws IOException {
        for (String contextPath : Set.copyOf(deployed)) {
            undeploy(contextPath);
        }
    }

    /** The status of a GET of the application's root. */
    int status(String contextPath) {
        try (RawClient client = RawClient.connect(port)) {
            RawResponse response = client.send("GET " + contextPath + "/ HTTP/1.1\nHost: 127.0.0.1:" + port)
                    .read();
            return response.status();
        }
    }

    /** Everything the container has written so far. */
    String log() {
        StringBuilder log = new StringBuilder();
        try (Stream<Path> logs = Files.list(base.resolve("logs"))) {
            for (Path file : logs.toList()) {
                log.append(Files.readString(file, UTF_8)).append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return log.toString();
    }

    Matcher awaitInLog(Pattern pattern) {
        return await().atMost(PATIENCE)
                .failFast("the container ended:\n", () -> !process.isAlive())
                .until(() -> pattern.matcher(log()), Matcher::find);
    }

    /** The names of all threads in the container's process. */
    List<String> threads() throws IOException, InterruptedException {
        Path jcmd = java().resolveSibling("jcmd");
        Process dump = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "Thread.print")
                .redirectErrorStream(true)
                .start();
        List<String> names = new ArrayList<>();
        try (InputStream out = dump.getInputStream()) {
            Matcher name = Pattern.compile("(?m)^\"([^\"]+)\"").matcher(new String(out.readAllBytes(), UTF_8));
            while (name.find()) {
                names.add(name.group(1));
            }
        }
        if (dump.waitFor() != 0 || names.isEmpty()) {
            throw new IllegalStateException("no thread dump of the container");
        }
        return names;
    }

    /** SIGTERM, as an operator's. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the container did not stop:\n" + log());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path console() throws IOException {
        return Files.createDirectories(base.resolve("logs")).resolve("console.log");
    }
}
