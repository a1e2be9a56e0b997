package io.freshet.conformance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process in this module's directory whose output goes to a file. */
final class LoggedProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private LoggedProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static LoggedProcess start(List<String> command) throws IOException {
        Path logs = Files.createDirectories(Path.of("target", "logs"));
        Path log = Files.createTempFile(logs, Path.of(command.get(0)).getFileName() + "-", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // What the developer has set for proxies of their own must not change the results.
        builder.environment().keySet().removeIf(name -> name.startsWith("FRESHET_"));
        Process process = builder.start();
        // Should the run be stopped half-way, the processes go with it.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new LoggedProcess(process, log);
    }

    Matcher awaitInLog(Pattern pattern) {
        await().atMost(PATIENCE)
                .until(() -> !process.isAlive() || pattern.matcher(log()).find());
        Matcher found = pattern.matcher(log());
        if (!found.find()) {
            throw new IllegalStateException("It ended: " + log());
        }
        return found;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
