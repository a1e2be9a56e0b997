package io.freshet.standalone.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.freshet.admin.AdminApi;
import io.freshet.config.AdminAddress;
import io.freshet.config.AdminConfig;
import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.SettingSource;
import io.freshet.proxy.Freshet;
import io.freshet.standalone.metrics.Metrics;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.FreePort;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin port as anybody can reach it, over real sockets. */
class AdminServerTest {

    private static final String TOKEN = "0123456789abcdef";

    private Freshet freshet;
    private AdminServer open;
    private AdminServer guarded;

    @BeforeEach
    void start() throws ConfigException, IOException {
        freshet = Freshet.start(new ConfigReader(
                        SettingSource.commandLine(Map.of("origin", "http://origin.example", "store", "memory")))
                .proxyConfig());
        open = start(Optional.empty());
        guarded = start(Optional.of(TOKEN));
    }

    private AdminServer start(Optional<String> token) throws IOException {
        AdminConfig config =
                new AdminConfig(new AdminAddress.At("127.0.0.1", FreePort.next()), token, Optional.empty(), List.of());
        AdminApi api = new AdminApi(freshet.operations(), () -> false);
        return AdminServer.start(config, 1, api, new Metrics(freshet.operations()))
                .orElseThrow();
    }

    @AfterEach
    void stop() {
        open.close();
        guarded.close();
        freshet.close();
    }

    private static RawResponse send(AdminServer server, String message) {
        try (RawClient client = RawClient.connect(server.port())) {
            return client.send(message.replace("HOST", "127.0.0.1:" + server.port()))
                    .read();
        }
    }

    private static String post(String path, String json) {
        return "POST " + path + " HTTP/1.1\nHost: HOST\nContent-Type: application/json\nContent-Length: "
                + json.length() + "\n\n" + json;
    }

    /** What is in the document is there, and is JSON of the shape that it says. */
    @Test
    void servesWhatItsDocumentSays() throws IOException {
        JsonNode document = new JsonMapper()
                .readTree(send(open, "GET /openapi.json HTTP/1.1\nHost: HOST").text());
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            JsonNode get = path.getValue().get("get");
            int status =
                    send(open, "GET " + path.getKey() + " HTTP/1.1\nHost: HOST").status();
            assertThat(status).as(path.getKey()).isEqualTo(get == null ? 405 : 200);
            JsonNode schema = get == null ? MissingNode.getInstance() : get.at(SCHEMA);
            if (schema.has("required")) {
                JsonNode answer = new JsonMapper()
                        .readTree(send(open, "GET " + path.getKey() + " HTTP/1.1\nHost: HOST")
                                .text());
                assertThat(names(answer)).containsExactlyElementsOf(texts(schema.get("required")));
                assertThat(names(schema.get("properties"))).containsExactlyElementsOf(names(answer));
            }
        }
    }

    private static final String SCHEMA = "/responses/200/content/application~1json/schema";

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html, <!doctype html>",
        "/dashboard.js, text/javascript, import",
        "/dashboard/plots.js, text/javascript, import",
        "/dashboard.css, text/css, :root",
        "/uplot.js, text/javascript, uPlot",
        "/uplot.css, text/css, .uplot",
    })
    void givesThePageToAnybodyButLetsItLoadNothingElse(String path, String type, String word) {
        RawResponse response = send(guarded, "GET " + path + " HTTP/1.1\nHost: any.example");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.value("Content-Type")).contains(type + "; charset=utf-8");
        assertThat(response.text()).contains(word);
        assertThat(response.value("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(response.value("X-Frame-Options")).contains("DENY");
        assertThat(response.value("Referrer-Policy")).contains("no-referrer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard/none.js",
                "/dashboard/..%2fdashboard.js",
                "/dashboard/",
                "/dashboard.html",
                "/uplot/LICENSE",
                "/index.html"
            })
    void hasNoOtherFiles(String path) {
        assertThat(send(open, "GET " + path + " HTTP/1.1\nHost: HOST").status()).isIn(400, 404);
    }

    @ParameterizedTest
    @CsvSource({"/healthz, alive", "/readyz, ready", "/openapi.json, openapi", "/api/stats, memory", "/metrics, jvm_"})
    void tellsWhoeverIsOnThisMachine(String path, String word) {
        RawResponse response = send(open, "GET " + path + " HTTP/1.1\nHost: HOST");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains(word);
        assertThat(response.value("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"url\": \"http://www.example.com/a\"}    | this-node",
                "{\"tag\": \"a\"}                           | this-node",
                "{\"prefix\": \"http://www.example.com/a\"} | this-node",
                "{\"url\": \"http://x/\", \"soft\": true}        | this-node",
                "{\"tag\": \"a\", \"soft\": true}               | this-node",
                "{\"prefix\": \"http://x/\", \"soft\": true}     | this-node",
                "{\"all\": true}                            | this-node",
                "{\"url\": \"http://x/a[b]?q=100%&c=\u00c3\u00a9\"}     | this-node",
                "{\"all\": true, \"soft\": false}            | removed",
            })
    void purges(String json, String word) {
        RawResponse response = send(open, post("/api/purge", json));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains(word);
    }

    /** Only where others can have what is stored, a removal reaches them. */
    @Test
    void aPurgeReachesEveryNodeThatSharesARedis() throws ConfigException, IOException {
        try (RedisServerFixture redis = new RedisServerFixture().start();
                Freshet shared = Freshet.start(new ConfigReader(SettingSource.commandLine(Map.of(
                                "origin",
                                "http://origin.example",
                                "store",
                                "redis",
                                "redis",
                                "redis://127.0.0.1:" + redis.port())))
                        .proxyConfig())) {
            AdminApi api = new AdminApi(shared.operations(), () -> false);
            for (String json : List.of("{\"url\": \"http://x/\"}", "{\"tag\": \"a\"}", "{\"all\": true}")) {
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                                api.answer("POST", "/api/purge", Optional.of("application/json"), json.getBytes(UTF_8))
                                        .content())
                        .as(json)
                        .contains("every-node"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                             | name one thing",
                "{\"all\": false}                               | name one thing",
                "{\"all\": true, \"soft\": true}                | cannot be made stale",
                "{\"soft\": true}                               | name one thing",
                "{\"url\": \"http://x/\", \"all\": true}        | name one thing",
                "{\"url\": \"*\"}                               | no wildcard",
                "{\"prefix\": \"http://x/*\"}                   | no wildcard",
                "{\"url\": \"^/a.+$\"}                          | a whole URL",
                "{\"url\": \"/a\"}                              | a whole URL",
                "{\"prefix\": \"\"}                             | a whole URL",
                "{\"url\": \"http://u:p@x/\"}                   | a whole URL",
                "{\"url\": \"http://x/../a\"}                   | would refuse",
                "{\"prefix\": \"http://x/..%2fa\"}             | servers read it differently",
                "{\"url\": \"http://x/a b\"}                  | a whole URL",
                "{\"tag\": \" \"}                               | at least one character",
                "{\"tags\": \"a\"}                              | openapi.json",
                "{\"tag\": \"a\", \"tag\": \"b\"}               | openapi.json",
                "{\"tag\": [\"a\"]}                             | openapi.json",
                "{\"tag\": \"a\"} {}                            | openapi.json",
                "[[[[[[[[[[]]]]]]]]]]                           | openapi.json",
                "tag=a                                          | openapi.json",
            })
    void refusesAPurgeThatMayMeanSomethingElse(String json, String word) {
        RawResponse response = send(open, post("/api/purge", json));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text()).contains(word);
    }

    @Test
    void explains() {
        RawResponse response = send(
                open,
                post(
                        "/api/explain",
                        "{\"url\": \"http://www.example.com/a\", \"fields\": {\"Cache-Control\": \"no-cache\", \"Cookie\": \"s3cr3t\"}}"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text())
                .contains("\"action\" : \"forward\"", "\"token\" : \"uri-miss\"", "RFC 9111", "Cookie: ...")
                .doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /api/purge HTTP/1.1\\nHost: HOST                                                        | 405",
                "POST /api/stats HTTP/1.1\\nHost: HOST\\nContent-Length: 0                                    | 405",
                "POST /api/purge HTTP/1.1\\nHost: HOST\\nContent-Length: 2\\n\\n{}                            | 415",
                "POST /api/purge HTTP/1.1\\nHost: HOST\\nContent-Type: text/plain\\nContent-Length: 2\\n\\n{} | 415",
                "GET /api HTTP/1.1\\nHost: HOST                                                              | 404",
                "GET /../api/stats HTTP/1.1\\nHost: HOST                                                     | 400",
                "POST /api/purge HTTP/1.1\\nHost: HOST\\nContent-Length: 65537                                | 413",
            })
    void refusesWhatIsNotInItsDocument(String message, int status) {
        assertThat(send(open, message.replace("\\n", "\n")).status()).isEqualTo(status);
    }

    /** DNS rebinding: a page that has its own name point here. */
    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example"})
    void answersToNoOtherName(String host) {
        assertThat(send(open, "GET /api/stats HTTP/1.1\nHost: " + host).status())
                .isEqualTo(403);
    }

    /** Cross-site request forgery. */
    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:1", "https://localhost"})
    void answersNoPageOfAnotherSite(String origin) {
        String message = "GET /api/stats HTTP/1.1\nHost: HOST\nOrigin: " + origin;

        assertThat(send(open, message).status()).isEqualTo(403);
        assertThat(send(guarded, message + "\nAuthorization: Bearer " + TOKEN).status())
                .isEqualTo(403);
    }

    @Test
    void answersItsOwnPage() {
        assertThat(send(open, "GET /api/stats HTTP/1.1\nHost: HOST\nOrigin: http://HOST")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 401",
        "Bearer, 401",
        "Bearer 0123456789abcdeX, 401",
        "Bearer 0123456789abcde, 401",
        "Basic 0123456789abcdef, 401",
        "Bearer 0123456789abcdef, 200",
        "bearer 0123456789abcdef, 200",
    })
    void wantsTheTokenWhereThereIsOne(String authorization, int status) {
        for (String path : new String[] {"/api/stats", "/api/live", "/api/urls", "/metrics", "/openapi.json"}) {
            RawResponse response =
                    send(guarded, "GET " + path + " HTTP/1.1\nHost: any.example\nAuthorization: " + authorization);

            assertThat(response.status()).isEqualTo(status);
            assertThat(response.has("WWW-Authenticate")).isEqualTo(status == 401);
        }
    }

    @Test
    void tellsAnybodyWhetherItIsWell() {
        assertThat(send(guarded, "GET /healthz HTTP/1.1\nHost: 10.0.0.1:3001").status())
                .isEqualTo(200);
        assertThat(send(guarded, "GET /readyz HTTP/1.1\nHost: probe").status()).isEqualTo(200);
    }

    @Test
    void isNotReadyWhileItDrains() throws IOException {
        AdminApi api = new AdminApi(freshet.operations(), () -> true);
        AdminConfig config = new AdminConfig(
                new AdminAddress.At("127.0.0.1", FreePort.next()), Optional.empty(), Optional.empty(), List.of());
        try (AdminServer draining = AdminServer.start(config, 1, api, new Metrics(freshet.operations()))
                .orElseThrow()) {
            assertThat(send(draining, "GET /readyz HTTP/1.1\nHost: HOST").status())
                    .isEqualTo(503);
            assertThat(send(draining, "GET /healthz HTTP/1.1\nHost: HOST").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void saysWhenItsPlaceIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            AdminConfig config = new AdminConfig(
                    new AdminAddress.At("127.0.0.1", taken.getLocalPort()),
                    Optional.empty(),
                    Optional.empty(),
                    List.of());
            AdminApi api = new AdminApi(freshet.operations(), () -> false);

            assertThatThrownBy(() -> AdminServer.start(config, 1, api, new Metrics(freshet.operations())))
                    .isInstanceOf(IOException.class);
        }
    }
}
