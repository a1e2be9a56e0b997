package io.freshet.war;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.testing.ProxyUnderTest;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The WAR comes, serves, fails and goes as a well-behaved application. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DeploymentContract {

    private final RawOrigin origin = RawOrigin.start();
    private final Container container;

    /** Starts the container. */
    protected DeploymentContract(Container container) {
        this.container = container;
    }

    @BeforeAll
    void scriptTheOrigin() {
        origin.answer("""
                HTTP/1.1 200 OK
                Cache-Control: max-age=60
                Content-Length: 5

                hello""");
    }

    @AfterEach
    void undeployWhatIsThere() throws IOException {
        container.undeployAll();
    }

    @AfterAll
    void stop() throws Exception {
        origin.close();
        container.close();
    }

    @Test
    void aResponseIsAMissThenAHit() throws IOException {
        assertMissThenHit(container.deployProxy("", origin.uri(), Map.of("store", "memory")));
    }

    @Test
    void aContextPathIsNoPartOfTheOriginsPaths() throws IOException {
        assertMissThenHit(container.deployProxy("/shop", origin.uri(), Map.of("store", "memory")));
    }

    @Test
    void twoApplicationsShareNothing() throws IOException {
        ProxyUnderTest one = container.deployProxy("/one", origin.uri(), Map.of("store", "memory"));
        ProxyUnderTest two = container.deployProxy("/two", origin.uri(), Map.of("store", "memory"));

        assertMissThenHit(one);
        assertMissThenHit(two);
    }

    @Test
    void aMissingOriginFailsTheDeployment() throws IOException {
        container.deploy("/no-origin", Map.of("store", "memory"));

        container.awaitInLog(Pattern.compile(
                "origin.*(missing|required|needed|set)|(missing|set|needs).*origin", Pattern.CASE_INSENSITIVE));
        assertThat(container.status("/no-origin")).isIn(404, 503);
    }

    @Test
    void aMalformedOriginFailsTheDeployment() throws IOException {
        container.deploy("/bad-origin", Map.of("store", "memory", "origin", "ftp://files.example.test"));

        container.awaitInLog(
                Pattern.compile("origin.*ftp://files\\.example\\.test|ftp://files\\.example\\.test.*origin"));
        assertThat(container.status("/bad-origin")).isIn(404, 503);
    }

    @Test
    void undeployingLeavesNoThreadBehind() throws IOException, InterruptedException {
        assertMissThenHit(container.deployProxy("/gone", origin.uri(), Map.of("store", "memory")));
        assertThat(threadsOfFreshet()).isNotEmpty();

        container.undeploy("/gone");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(threadsOfFreshet()).isEmpty());
        assertThat(container.log()).doesNotContain("appears to have started a thread");
    }

    @Test
    void rulesComeFromAFileAndTheAdminApiIsWhereItIsWanted(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("freshet.yaml"), "rules: [{name: mine, then: {ttl: 1h}}]\n");
        String token = "0123456789abcdef";
        ProxyUnderTest proxy = container.deployProxy(
                "/run",
                origin.uri(),
                Map.of("store", "memory", "config", file.toString(), "admin-path", "/.freshet", "admin-token", token));
        assertMissThenHit(proxy);
        String authorization = "Authorization: Bearer " + token;

        assertThat(admin(proxy, "GET /run/.freshet/api/stats").status()).isEqualTo(401);
        assertThat(admin(proxy, "GET /run/.freshet/healthz").status()).isEqualTo(200);
        assertThat(admin(proxy, "GET /run/.freshet/api/stats", authorization).text())
                .contains("\"memory.keys\" : 1");
        Files.writeString(file, "rules: [{then: {bypass: true}}]\n");
        assertThat(admin(
                                proxy,
                                "POST /run/.freshet/api/reload",
                                authorization,
                                "Content-Type: application/json",
                                "Content-Length: 0")
                        .status())
                .isEqualTo(200);
        assertThat(get(proxy).value("Cache-Status").orElse("")).contains("fwd=bypass");
    }

    private static RawResponse admin(ProxyUnderTest proxy, String requestLine, String... fields) {
        String lines = fields.length == 0 ? "" : "\n" + String.join("\n", fields);
        try (RawClient client = RawClient.connect(proxy.port())) {
            return client.send(requestLine + " HTTP/1.1\nHost: " + proxy.authority() + lines)
                    .read();
        }
    }

    /** Brotli is native code, which a class loader that is gone may still hold on to. */
    @Test
    void whatIsDeployedAgainCompressesAgain() throws IOException {
        String page = "all the same ".repeat(1000);
        Map<String, String> options = Map.of("store", "memory", "compress", "br,gzip", "compress-types", "text/x");
        origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Type: text/x\nContent-Length: "
                + page.length() + "\n\n" + page);
        try {
            for (int turn = 1; turn <= 2; turn++) {
                ProxyUnderTest proxy = container.deployProxy("/small", origin.uri(), options);
                for (String coding : List.of("br", "gzip")) {
                    await().untilAsserted(() -> assertThat(
                                    get(proxy, "Accept-Encoding: " + coding).value("Content-Encoding"))
                            .hasValue(coding));
                }
                assertThat(get(proxy).text()).isEqualTo(page);
                container.undeploy("/small");
            }
        } finally {
            scriptTheOrigin();
        }
    }

    private List<String> threadsOfFreshet() throws IOException, InterruptedException {
        return container.threads().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains("freshet"))
                .toList();
    }

    private void assertMissThenHit(ProxyUnderTest proxy) {
        int before = origin.requests().size();

        RawResponse miss = get(proxy);
        assertThat(miss.text()).isEqualTo("hello");
        assertThat(miss.value("X-Cache")).hasValue("MISS");
        await().untilAsserted(() -> assertThat(get(proxy).value("X-Cache")).hasValue("HIT"));
        assertThat(get(proxy).text()).isEqualTo("hello");

        assertThat(origin.requests().subList(before, origin.requests().size()))
                .allSatisfy(request -> assertThat(request.target()).isEqualTo("/products/1?q=a%2Fb"));
    }

    private static RawResponse get(ProxyUnderTest proxy, String... fields) {
        String lines = fields.length == 0 ? "" : "\n" + String.join("\n", fields);
        try (RawClient client = RawClient.connect(proxy.port())) {
            return client.send("GET " + proxy.contextPath() + "/products/1?q=a%2Fb HTTP/1.1\nHost: " + proxy.authority()
                            + lines)
                    .read();
        }
    }
}
