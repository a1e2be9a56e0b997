package io.freshet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.testing.FreePort;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The image's entry point and health check, run here in a directory laid out as the image is. */
@DisabledOnOs(OS.WINDOWS)
class DeployedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HOME = "/opt/freshet";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private final int port = FreePort.next();
    private final int adminPort = FreePort.next();
    private Dockerfile dockerfile = new Dockerfile(List.of());
    private Path temporary = Path.of("");
    private Path home = Path.of("");
    private Path log = Path.of("");

    @BeforeEach
    void layOut(@TempDir Path directory) throws IOException {
        dockerfile = Dockerfile.read();
        temporary = directory;
        home = Files.createDirectory(directory.resolve("opt freshet"));
        log = directory.resolve("log.txt");
        for (Dockerfile.Instruction copy : dockerfile.last("COPY")) {
            List<String> words = copy.words();
            Path target = home.resolve(words.get(words.size() - 1)).normalize();
            Files.createDirectories(target);
            for (String source : words.subList(0, words.size() - 1)) {
                Path from = Path.of("..", source.substring("/src/".length()));
                Files.copy(from, target.resolve(from.getFileName()));
            }
        }
    }

    private Process run(List<String> command, Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(dockerfile.environment());
        environment.putAll(Map.of(
                "PATH", System.getenv("PATH"),
                "JAVA_HOME", System.getProperty("java.home"),
                "JAVA_OPTS", "-Xmx128m -Djava.io.tmpdir=" + temporary));
        environment.putAll(more);
        ProcessBuilder builder = new ProcessBuilder(command.stream()
                        .map(word -> word.replace(HOME, home.toString()))
                        .toList())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private int healthCheck() throws IOException, InterruptedException {
        Process check = run(
                Dockerfile.exec(dockerfile.last("HEALTHCHECK").get(0)),
                Map.of("FRESHET_ADMIN", "0.0.0.0:" + adminPort));
        assertThat(check.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return check.exitValue();
    }

    private static RawResponse get(int port, String path) {
        try (RawClient client = RawClient.connect(port)) {
            return client.send("GET " + path + " HTTP/1.1\nHost: 10.1.2.3:" + port + "\nConnection: close")
                    .read();
        }
    }

    @Test
    void theEntryPointRunsIsHealthyAndStopsWhenTold() throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "FRESHET_STORE",
                "memory",
                "FRESHET_MEMORY",
                "32m",
                "FRESHET_PORT",
                Integer.toString(port),
                "FRESHET_ADMIN",
                "0.0.0.0:" + adminPort,
                "FRESHET_ADMIN_TOKEN",
                TOKEN));
        assertThat(healthCheck()).isNotZero();
        try (RawOrigin origin = RawOrigin.start()) {
            origin.answer("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello");
            environment.put("FRESHET_ORIGIN", origin.uri().toString());
            Process freshet = run(Dockerfile.exec(dockerfile.last("ENTRYPOINT").get(0)), environment);
            try {
                await().atMost(PATIENCE).until(() -> !freshet.isAlive() || said().contains("Ctrl-C"));
                assertThat(freshet.isAlive()).as(said()).isTrue();

                // As a probe asks: at the pod's address, without a token.
                assertThat(get(adminPort, "/healthz").status()).isEqualTo(200);
                assertThat(get(adminPort, "/readyz").status()).isEqualTo(200);
                assertThat(get(adminPort, "/metrics").status()).isEqualTo(401);
                assertThat(healthCheck()).isZero();
                assertThat(get(port, "/a").text()).isEqualTo("hello");
                assertThat(freshet.info().command().orElse(""))
                        .as("the launcher has become the JVM")
                        .endsWith("java");

                freshet.destroy();
                assertThat(freshet.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(freshet.exitValue()).isZero();
            } finally {
                freshet.destroyForcibly().onExit().join();
            }
        }
        assertThat(said()).endsWith("Stopped.\n").doesNotContain("Building", "No such file", TOKEN);
        assertThat(healthCheck()).isNotZero();
    }

    private String said() throws IOException {
        return Files.readString(log, UTF_8);
    }
}
