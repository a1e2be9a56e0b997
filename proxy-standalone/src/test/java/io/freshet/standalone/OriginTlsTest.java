package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.config.ConfigException;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawResponse;
import io.freshet.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with the origin, with real handshakes: who is trusted, and who is not. */
class OriginTlsTest {

    private static TestCertificate certificate;
    private static TestCertificate other;
    private static TestCertificate expired;
    private static Path authority;

    @BeforeAll
    static void make(@TempDir Path directory) throws IOException, InterruptedException {
        certificate = TestCertificate.make(directory, "origin", "EC");
        other = TestCertificate.make(directory, "other", "RSA");
        // What is trusted itself is trusted for ever: only what an authority has signed expires.
        keytool(directory, "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=ca", "-ext", "bc=ca:true");
        authority = directory.resolve("ca.pem");
        keytool(directory, "-exportcert", "-rfc", "-alias", "ca", "-file", authority.toString());
        expired = TestCertificate.make(
                directory, "expired", "EC", "-signer", "ca", "-startdate", "-10d", "-validity", "5");
    }

    private static void keytool(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", TestCertificate.PASSWORD));
        command.addAll(List.of("-keystore", directory.resolve("expired.p12").toString()));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** Says which host was asked for. */
    private static final class Host extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, request.getHttpURI().getAuthority(), callback);
            return true;
        }
    }

    private static RawResponse get(JettyOrigin origin, String host, Map<String, String> options)
            throws ConfigException, IOException {
        Map<String, String> all = new HashMap<>(options);
        all.put("store", "memory");
        all.put("host", "127.0.0.1");
        try (StandaloneUnderTest proxy = StandaloneUnderTest.start(origin.uri(host), all);
                RawClient client = RawClient.connect(proxy.port())) {
            client.send("GET / HTTP/1.1\nHost: client.example");
            return client.read();
        }
    }

    private static JettyOrigin origin(TestCertificate own, boolean http2) {
        return new JettyOrigin(Optional.of(own), Optional.empty(), http2, new Host());
    }

    private static Map<String, String> trusting(TestCertificate authority, Object http2) {
        return Map.of("origin-ca", authority.certificate().toString(), "origin-http2", http2.toString());
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void a_trusted_origin_answers_whichever_versions_both_speak(boolean origins, boolean proxys) throws Exception {
        try (JettyOrigin origin = origin(certificate, origins)) {
            RawResponse response = get(origin, "localhost", trusting(certificate, proxys));

            assertThat(response.status()).as(response.toString()).isEqualTo(200);
            assertThat(response.text()).isEqualTo(origin.uri("localhost").getAuthority());
        }
    }

    @Test
    void a_clients_host_goes_to_the_origin_while_its_certificate_is_for_its_own_name() throws Exception {
        try (JettyOrigin origin = origin(certificate, true)) {
            RawResponse response = get(
                    origin,
                    "localhost",
                    Map.of("origin-ca", certificate.certificate().toString(), "preserve-host", "true"));

            assertThat(response.text()).isEqualTo("client.example");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_origin_whose_certificate_is_for_another_name_is_not_believed(boolean http2) throws Exception {
        try (JettyOrigin origin = origin(certificate, http2)) {
            assertRefused(get(origin, "127.0.0.1", trusting(certificate, http2)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_origin_of_an_unknown_authority_is_not_believed(boolean http2) throws Exception {
        try (JettyOrigin origin = origin(certificate, http2)) {
            assertRefused(get(origin, "localhost", trusting(other, http2)));
            assertRefused(get(origin, "localhost", Map.of("origin-http2", Boolean.toString(http2))));
        }
    }

    @Test
    void an_origin_whose_certificate_has_expired_is_not_believed() throws Exception {
        try (JettyOrigin origin = origin(expired, false)) {
            assertRefused(get(origin, "localhost", Map.of("origin-ca", authority.toString())));
        }
    }

    /** The certificate is for localhost. */
    @ParameterizedTest
    @CsvSource({"localhost, false", "localhost, true", "127.0.0.1, false", "127.0.0.1, true"})
    void an_origin_is_believed_by_its_name_wherever_it_listens(String name, boolean http2, @TempDir Path directory)
            throws Exception {
        try (JettyOrigin origin = origin(certificate, http2)) {
            Path file = Files.writeString(
                    directory.resolve("freshet.yaml"),
                    "origins:\n  site:\n    url: https://" + name + ":1\n    addresses: [" + origin.uri("127.0.0.1")
                            + "]\nrules:\n- then: {origin: site}\n");
            Map<String, String> options = new HashMap<>(trusting(certificate, http2));
            options.put("config", file.toString());

            RawResponse response = get(origin, "localhost", options);

            if (name.equals("localhost")) {
                assertThat(response.text()).isEqualTo("localhost:1");
            } else {
                assertRefused(response);
            }
        }
    }

    private static void assertRefused(RawResponse response) {
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.value("Cache-Status").orElse("")).contains("detail=origin-untrusted");
        assertThat(response.text()).contains("TLS with the origin failed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_origin_that_wants_to_know_its_clients_gets_a_certificate(boolean http2) throws Exception {
        try (JettyOrigin origin = new JettyOrigin(Optional.of(certificate), Optional.of(other), http2, new Host())) {
            Map<String, String> options = new HashMap<>(trusting(certificate, http2));
            assertThat(get(origin, "localhost", options).status()).isEqualTo(502);

            options.put("origin-cert", other.certificate().toString());
            options.put("origin-key", other.key().toString());
            assertThat(get(origin, "localhost", options).status()).isEqualTo(200);
        }
    }

    @Test
    void a_file_that_cannot_be_used_is_told_at_the_start() {
        try (JettyOrigin origin = origin(certificate, false)) {
            assertThatThrownBy(() -> get(origin, "localhost", Map.of("origin-ca", "/nowhere/ca.pem")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("origin-ca");
        }
    }
}
