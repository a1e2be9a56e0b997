package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.FreePort;
import io.freshet.testing.RawOrigin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jar from outside. Nothing here touches a Redis or a proxy that may be running on this machine anyway. */
class ProgramIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private Path directory = Path.of("");
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void isolate(@TempDir Path temporary) {
        directory = temporary;
        environment = Map.of("XDG_RUNTIME_DIR", temporary.toString());
    }

    @Test
    void help_and_version_are_printed_to_standard_output() throws Exception {
        try (JarProcess help = run("--help");
                JarProcess version = run("-V")) {
            assertThat(help.exitCode()).isZero();
            assertThat(help.out())
                    .startsWith("Usage: java -jar proxy-standalone.jar -o URL")
                    .contains("--clear-cache");
            assertThat(help.err()).isEmpty();
            assertThat(version.exitCode()).isZero();
            assertThat(version.out()).matches("Freshet [0-9]+\\.[0-9]+\\.[0-9]+\n");
            assertThat(version.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p 3000 | --origin is missing",
                "--nonsense | There is no option --nonsense",
                "-o http://a -o http://b | --origin is given more than once",
                "-o ftp://example.com | --origin must be an http:// or https:// address",
                "-o http://localhost:3999 -p 3999 | --origin http://localhost:3999 is this proxy itself",
                "--demo -p 0 | --port must be a number from 1 to 65535",
            })
    void wrong_usage_is_one_line_and_exit_code_2(String arguments, String message) throws Exception {
        try (JarProcess process = run(arguments.split(" "))) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.out()).isEmpty();
            assertThat(process.err())
                    .startsWith(message)
                    .endsWith(" Try --help.\n")
                    .hasLineCount(1);
        }
    }

    @Test
    void a_busy_port_is_one_line_and_exit_code_1() throws Exception {
        try (ServerSocket busy = new ServerSocket(0);
                JarProcess process = run(
                        "-o", "http://example.com", "--store", "memory", "-p", Integer.toString(busy.getLocalPort()))) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.out()).isEmpty();
            assertThat(process.err())
                    .isEqualTo("Port " + busy.getLocalPort()
                            + " is in use: stop what listens there or choose another with --port.\n");
        }
    }

    @Test
    void the_demo_misses_then_hits_and_is_cleared_by_a_second_process() throws Exception {
        int port = FreePort.next();
        try (JarProcess demo = run("--demo", "--store", "memory", "-p", Integer.toString(port))) {
            demo.awaitStart();
            await().until(() -> demo.out().contains("/products/1\n"));
            assertThat(demo.out())
                    .contains("  open    http://localhost:" + port + "\n", "  store   memory")
                    .contains("curl -i http://localhost:" + port + "/products\n");

            assertThat(get(port, "/products").headers().firstValue("X-Cache")).contains("MISS");
            await().untilAsserted(
                            () -> assertThat(get(port, "/products").headers().firstValue("X-Cache"))
                                    .contains("HIT"));

            try (JarProcess clear = run("--clear-cache", "--store", "memory", "-p", Integer.toString(port))) {
                assertThat(clear.exitCode()).isZero();
                assertThat(clear.out())
                        .isEqualTo("Removed 1 response from the memory of the proxy on port " + port + ".\n");
                assertThat(clear.err()).isEmpty();
            }
            assertThat(get(port, "/products").headers().firstValue("X-Cache")).contains("MISS");
        }
    }

    @Test
    void clearing_empties_redis_too() throws Exception {
        int port = FreePort.next();
        String arguments = " --redis-prefix it: --redis ";
        try (RedisServerFixture redis = new RedisServerFixture().start();
                JarProcess demo = run(("--demo --store redis -p " + port + arguments + redis.uri()).split(" "))) {
            demo.awaitStart();
            assertThat(demo.out()).contains("  store   Redis at 127.0.0.1:" + redis.port());
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            get(port, "/products/1").headers().firstValue("X-Cache"))
                    .contains("HIT"));

            try (JarProcess clear = run(("--clear-cache" + arguments + redis.uri()).split(" "))) {
                assertThat(clear.exitCode()).isZero();
                assertThat(clear.out()).isEqualTo("Removed 1 response from Redis at 127.0.0.1:" + redis.port() + ".\n");
                assertThat(clear.err()).isEmpty();
            }
            assertThat(get(port, "/products/1").headers().firstValue("X-Cache")).contains("MISS");
        }
    }

    @Test
    void nothing_to_clear_is_a_failure() throws Exception {
        try (JarProcess memory = run("--clear-cache", "--store", "memory");
                JarProcess redis = run("--clear-cache", "--redis", "redis://:hunter2@127.0.0.1:" + FreePort.next())) {
            assertThat(memory.exitCode()).isEqualTo(1);
            assertThat(memory.err()).isEqualTo("Nothing to clear: no proxy of yours keeps its responses in memory.\n");
            assertThat(redis.exitCode()).isEqualTo(1);
            assertThat(redis.err())
                    .startsWith("Not cleared: Redis at 127.0.0.1:")
                    .hasLineCount(1)
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void a_configuration_is_checked_without_starting_anything() throws Exception {
        Path file = Files.writeString(
                directory.resolve("x.yaml"), "origin: http://site.example\nrules: [{then: {ttl: 1h, share: true}}]\n");
        try (JarProcess good = run("--check", "--config", file.toString())) {
            assertThat(good.exitCode()).isZero();
            assertThat(good.out())
                    .isEqualTo("The configuration can be used: http://site.example, 0 more origins, 1 rules.\n");
        }
        Files.writeString(file, "origin: http://site.example\nrules: [{then: {ttl: soon}}]\n");
        try (JarProcess bad = run("--check", "--config", file.toString())) {
            assertThat(bad.exitCode()).isEqualTo(2);
            assertThat(bad.out()).isEmpty();
            assertThat(bad.err())
                    .startsWith(file + ":2: rules[0].then.ttl must be a duration from 0s to 365d")
                    .hasLineCount(1);
        }
    }

    @Test
    void SIGHUP_has_the_file_read_again_and_a_bad_one_changes_nothing() throws Exception {
        assumeThat(ignoresHangUps())
                .as("whether SIGHUP is ignored, as under nohup: then a JVM started from here ignores it too")
                .isFalse();
        int port = FreePort.next();
        Path file = Files.writeString(directory.resolve("x.yaml"), "store: memory\nadmin: off\n");
        try (RawOrigin origin = RawOrigin.start();
                JarProcess proxy =
                        run("-o", origin.uri().toString(), "-p", Integer.toString(port), "--config", file.toString())) {
            origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok");
            proxy.awaitStart();
            assertThat(get(port, "/").headers().firstValue("X-Cache")).contains("MISS");

            Files.writeString(file, "store: memory\nadmin: off\nrules: [{then: {bypass: true}}]\n");
            proxy.hangUp();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            get(port, "/").headers().firstValue("Cache-Status").orElse(""))
                    .contains("fwd=bypass"));
            Files.writeString(file, "rules: 5\n");
            proxy.hangUp();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(proxy.err())
                    .contains("The configuration stays as it was. " + file + ":1: rules must be a list"));
            assertThat(get(port, "/").headers().firstValue("Cache-Status").orElse(""))
                    .contains("fwd=bypass");
        }
    }

    /** From the first line of the program on; before, there is only a JVM, which ends as any process does. */
    @Test
    void SIGHUP_while_it_starts_is_heard_when_it_has_started() throws Exception {
        assumeThat(ignoresHangUps())
                .as("whether SIGHUP is ignored, as under nohup: then a JVM started from here ignores it too")
                .isFalse();
        int port = FreePort.next();
        Path file = Files.writeString(directory.resolve("x.yaml"), "store: memory\nadmin: off\n");
        try (JarProcess proxy =
                run("-o", "http://origin.example", "-p", Integer.toString(port), "--config", file.toString())) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(proxy::isAtWork);
            while (proxy.isAlive() && !proxy.out().contains("Ctrl-C")) {
                proxy.hangUp();
            }
            assertThat(proxy.isAlive()).as(proxy.out() + proxy.err()).isTrue();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(proxy.err())
                    .contains("Read " + file + " again: 1 origins, 0 rules."));
        }
    }

    @Test
    void SIGHUP_ends_a_command_whose_terminal_is_closed() throws Exception {
        assumeThat(ignoresHangUps())
                .as("whether SIGHUP is ignored, as under nohup: then a JVM started from here ignores it too")
                .isFalse();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                JarProcess warm = run("--warm", "http://localhost:" + silent.getLocalPort() + "/list")) {
            try (Socket asked = silent.accept()) {
                warm.hangUp();
                assertThat(warm.exitCode()).isEqualTo(129);
                assertThat(asked.isConnected()).isTrue();
            }
        }
    }

    /** Where there is no such file, it is not known, and tried. */
    private static boolean ignoresHangUps() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) != 0);
    }

    @Test
    void SIGTERM_lets_the_request_in_flight_finish_and_exits_with_0() throws Exception {
        int port = FreePort.next();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (RawOrigin origin = RawOrigin.start();
                JarProcess proxy =
                        run("-o", origin.uri().toString(), "--store", "memory", "-p", Integer.toString(port))) {
            origin.answer(exchange -> {
                asked.countDown();
                try {
                    answer.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
                RawOrigin.respond("""
                        HTTP/1.1 200 OK
                        Content-Length: 4

                        done""").handle(exchange);
            });
            proxy.awaitStart();
            CompletableFuture<HttpResponse<String>> slow =
                    client.sendAsync(request(port, "/slow"), BodyHandlers.ofString());
            assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            proxy.terminate();
            await().atMost(PATIENCE).until(() -> refuses(port));
            assertThat(proxy.isAlive()).isTrue();
            answer.countDown();

            assertThat(slow.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("done");
            assertThat(proxy.exitCode()).isZero();
            assertThat(proxy.err()).endsWith("Stopped.\n").doesNotContain("Exception");
        }
    }

    @Test
    void idle_clients_do_not_hold_up_a_stop() throws Exception {
        int port = FreePort.next();
        try (JarProcess demo = run("--demo", "--store", "memory", "-p", Integer.toString(port))) {
            demo.awaitStart();
            get(port, "/products");

            demo.terminate();

            assertThat(demo.exitCode()).isZero();
            assertThat(demo.err()).endsWith("Stopped.\n");
        }
    }

    private JarProcess run(String... arguments) throws IOException {
        return JarProcess.start(directory, environment, arguments);
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return client.send(request(port, path), BodyHandlers.ofString());
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(PATIENCE)
                .build();
    }

    private static boolean refuses(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isClosed();
        } catch (IOException refused) {
            return true;
        }
    }
}
