package io.freshet.standalone;

import static org.awaitility.Awaitility.await;

import io.freshet.testing.ShortLivedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged jar, run as users run it: a process of its own. */
final class JarProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "proxy-standalone.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private JarProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it. Of this process' environment nothing of Freshet's own gets through but what {@code variables} say. */
    static JarProcess start(Path directory, Map<String, String> variables, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(ShortLivedJvm.command(
                128,
                List.of(
                        "-Djava.io.tmpdir=" + directory,
                        "-jar",
                        JAR.toAbsolutePath().toString())));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FRESHET_") || name.startsWith("JAVA_TOOL"));
        builder.environment().putAll(variables);
        return new JarProcess(builder.start(), out, err);
    }

    /** Waits until it says that it runs. */
    JarProcess awaitStart() throws IOException {
        await().atMost(PATIENCE).until(() -> !process.isAlive() || out().contains("Ctrl-C"));
        if (!process.isAlive()) {
            throw new IllegalStateException("It ended: " + out() + err());
        }
        return this;
    }

    int exitCode() throws InterruptedException, IOException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("It still runs: " + out() + err());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** Whether a thread of Freshet's own has begun; true where no such thing is told. */
    boolean isAtWork() throws IOException {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.isDirectory(threads)) {
            return true;
        }
        try (Stream<Path> all = Files.list(threads)) {
            return all.anyMatch(JarProcess::isFreshets);
        }
    }

    private static boolean isFreshets(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).startsWith("freshet");
        } catch (IOException gone) {
            return false;
        }
    }

    /** SIGHUP. */
    void hangUp() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
