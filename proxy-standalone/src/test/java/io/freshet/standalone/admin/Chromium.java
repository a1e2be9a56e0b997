package io.freshet.standalone.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A browser of its own, without a window, with a new profile each time. */
final class Chromium implements AutoCloseable {

    /** Names the program where it is at none of the usual places. */
    private static final String VARIABLE = "CHROMIUM";

    private static final List<String> USUAL = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Tab tab;

    private Chromium(Process process, Tab tab) {
        this.process = process;
        this.tab = tab;
    }

    /**
     * The program; where there is none, the test is left out and says so.
     *
     * @param untested what is not tested in a browser then, as the subject of a sentence with its verb
     */
    static Path findOrLeaveOut(String untested) {
        return find().orElseGet(() -> {
            String left = "No Chromium is installed, and the variable CHROMIUM names none: " + untested
                    + " not tested in a browser.";
            System.out.println(left);
            return abort(left);
        });
    }

    /** Where one is. What {@link #VARIABLE} names counts unseen, so that a wrong name fails. */
    private static Optional<Path> find() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .map(Path::of)
                .or(() ->
                        USUAL.stream().map(Path::of).filter(Files::isExecutable).findFirst());
    }

    /** Starts one with an empty tab. */
    static Chromium start(Path program, Path directory) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(program.toString()),
                        Stream.of(
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + directory,
                                "about:blank"))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out.txt").toFile())
                .start();
        try {
            Path port = directory.resolve("DevToolsActivePort");
            await().atMost(PATIENCE)
                    .until(() -> !process.isAlive()
                            || (Files.exists(port) && Files.readAllLines(port).size() > 1));
            if (!process.isAlive()) {
                throw new IOException(Files.readString(directory.resolve("out.txt")));
            }
            return new Chromium(
                    process, Tab.open(debugger(Files.readAllLines(port).get(0))));
        } catch (IOException | RuntimeException failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    private static URI debugger(String port) throws IOException {
        HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        try {
            String answer = HttpClient.newHttpClient()
                    .send(list, HttpResponse.BodyHandlers.ofString())
                    .body();
            return StreamSupport.stream(new JsonMapper().readTree(answer).spliterator(), false)
                    .filter(target -> target.get("type").asText().equals("page"))
                    .map((JsonNode target) ->
                            URI.create(target.get("webSocketDebuggerUrl").asText()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no tab: " + answer));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    Tab tab() {
        return tab;
    }

    @Override
    public void close() {
        tab.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
