package io.freshet.standalone.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.config.AccessLogConfig;
import io.freshet.config.AccessLogConfig.Format;
import io.freshet.config.ConfigException;
import io.freshet.standalone.MeasuredProxy;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.server.RequestLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessLogTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private RawOrigin origin;

    @BeforeEach
    void start() {
        origin = RawOrigin.start();
        origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nSet-Cookie: sid=s3cr3t\nContent-Length: 5\n\nhello");
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    private void askTwice(AccessLogConfig config) throws ConfigException, IOException {
        RequestLog log = AccessLog.of(config, new PrintStream(out, true, UTF_8)).orElseThrow();
        try (MeasuredProxy proxy = MeasuredProxy.start(origin.uri(), List.of(log))) {
            for (int i = 0; i < 2; i++) {
                try (RawClient client = RawClient.connect(proxy.port())) {
                    client.send("""
                            GET /a?b=%22 HTTP/1.1
                            Host: site.example
                            Cookie: sid=s3cr3t
                            Authorization: Bearer s3cr3t
                            User-Agent: "a\\b"
                            Connection: close""").read();
                }
            }
        }
    }

    private List<String> lines() {
        return out.toString(UTF_8).lines().toList();
    }

    @Test
    void notesEachRequestAsMostToolsKnowIt() throws ConfigException, IOException {
        askTwice(new AccessLogConfig("stdout", Format.NCSA, 1));

        await().until(() -> lines().size() == 2);
        assertThat(lines().get(0))
                .matches(
                        "127\\.0\\.0\\.1 - - \\[.*\\] \"GET /a\\?b=%22 HTTP/1.1\" 200 5 .* \\d+ \"Freshet; fwd=.*\" [0-9a-f]{32}");
        assertThat(out.toString(UTF_8)).doesNotContain("s3cr3t");
    }

    @Test
    void notesEachRequestAsJson() throws ConfigException, IOException {
        askTwice(new AccessLogConfig("stdout", Format.JSON, 1));

        await().until(() -> lines().size() == 2);
        JsonNode line = new JsonMapper().readTree(lines().get(0));
        assertThat(line.get("method").asText()).isEqualTo("GET");
        assertThat(line.get("uri").asText()).isEqualTo("/a?b=%22");
        assertThat(line.get("host").asText()).isEqualTo("site.example");
        assertThat(line.get("user-agent").asText()).isEqualTo("\"a\\b\"");
        assertThat(line.get("status").asInt()).isEqualTo(200);
        assertThat(line.get("bytes").asInt()).isEqualTo(5);
        assertThat(line.get("outcome").asText()).isEqualTo("miss");
        assertThat(line.get("reason").asText()).isNotEmpty();
        assertThat(out.toString(UTF_8)).doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @EnumSource
    void notesInAFileOfTheDay(Format format, @TempDir Path directory) throws ConfigException, IOException {
        Path file = directory.resolve("access.log");
        askTwice(new AccessLogConfig(file.toString(), format, 1));

        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            assertThat(all.get(0).getFileName().toString()).matches("access\\.\\d{4}-\\d{2}-\\d{2}\\.log");
            assertThat(Files.readAllLines(all.get(0))).hasSize(2);
        }
    }

    @Test
    void saysThatItsDirectoryIsNotThere() {
        AccessLogConfig config = new AccessLogConfig("/no/such/directory/access.log", Format.NCSA, 1);

        assertThatThrownBy(() -> AccessLog.of(config, System.out))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "There is no directory for --access-log /no/such/directory/access.log: make /no/such/directory.");
    }

    @Test
    void refusesADirectory(@TempDir Path directory) {
        AccessLogConfig config = new AccessLogConfig(directory.toString(), Format.NCSA, 1);

        assertThatThrownBy(() -> AccessLog.check(config))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--access-log " + directory + " is a directory: name a file in it, such as " + directory
                        + "/access.log.");
        assertThatThrownBy(() -> AccessLog.of(config, System.out)).isInstanceOf(ConfigException.class);
    }

    private String said(Format format, String request) throws ConfigException, IOException {
        RequestLog log = AccessLog.of(new AccessLogConfig("stdout", format, 1), new PrintStream(out, true, UTF_8))
                .orElseThrow();
        try (MeasuredProxy proxy = MeasuredProxy.start(origin.uri(), List.of(log));
                RawClient client = RawClient.connect(proxy.port())) {
            client.send(request.getBytes(UTF_8));
            client.read();
        }
        await().until(() -> lines().size() == 1);
        return lines().get(0);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoHttpHasNoNames(Format format) throws ConfigException, IOException {
        String line = said(format, "\u0016\u0003\u0001 gibberish\r\n\r\n");

        assertThat(line).doesNotContain("BAD").doesNotContain("badMessage");
        assertThat(line)
                .contains(format == Format.NCSA ? "] \"-\" 400 " : "\"method\":\"-\",\"uri\":\"-\",\"protocol\":\"-\"");
    }

    /** C1 controls, separators of lines, and what turns the direction of writing. */
    @ParameterizedTest
    @EnumSource
    void aLineIsOneAndSteersNothing(Format format) throws ConfigException, IOException {
        String fields = "a\u0085b\u009b2Jc\u2028d\u202ee\r\nReferer: http://x/\"\u2066";
        String line =
                said(format, "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nUser-Agent: " + fields + "\r\n\r\n");

        assertThat(line.chars().filter(c -> c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x202e))
                .as(line)
                .isEmpty();
        assertThat(line).contains("\\u0085");
    }
}
