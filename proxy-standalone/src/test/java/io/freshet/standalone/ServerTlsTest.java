package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.config.ConfigException;
import io.freshet.config.TlsFiles;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.TestCertificate;
import io.freshet.tls.TlsContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that speak TLS, with a real handshake. */
class ServerTlsTest {

    private static Path directory;
    private static TestCertificate first;
    private static TestCertificate second;

    private RawOrigin origin;
    private StandaloneUnderTest proxy;

    @BeforeAll
    static void make(@TempDir Path temporary) {
        directory = temporary;
        first = TestCertificate.make(directory, "first", "EC");
        second = TestCertificate.make(directory, "second", "RSA");
    }

    @BeforeEach
    void start() throws ConfigException, IOException {
        origin = RawOrigin.start();
        origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 5\n\nhello");
        proxy = start(first.certificate(), first.key());
    }

    private StandaloneUnderTest start(Path certificate, Path key) throws ConfigException, IOException {
        return StandaloneUnderTest.start(
                origin.uri(), Map.of("store", "memory", "tls-cert", certificate.toString(), "tls-key", key.toString()));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        origin.close();
    }

    private static SSLContext trusting(TestCertificate certificate) throws ConfigException {
        return TlsContext.of(
                new TlsFiles("test", Optional.of(certificate.certificate()), Optional.empty(), Optional.empty()));
    }

    private HttpResponse<String> get() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(first))
                .build();
        URI uri = URI.create("https://localhost:" + proxy.port() + "/a");
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void clientsAreAnsweredOverTlsOutOfTheCacheToo() throws Exception {
        assertThat(get().headers().firstValue("X-Cache")).hasValue("MISS");
        HttpResponse<String> hit = get();

        assertThat(hit.headers().firstValue("X-Cache")).hasValue("HIT");
        assertThat(hit.body()).isEqualTo("hello");
        assertThat(origin.request().value("X-Forwarded-Proto")).hasValue("https");
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, true", "TLSv1.3, true", "TLSv1.1, false", "TLSv1, false"})
    void oldVersionsAreRefused(String version, boolean welcome) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) trusting(first).getSocketFactory().createSocket("localhost", proxy.port())) {
            socket.setEnabledProtocols(new String[] {version});
            if (welcome) {
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            } else {
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
            }
        }
    }

    @Test
    void filesThatChangeAreTakenAndDamagedOnesAreNot() throws Exception {
        Path certificate = Files.copy(first.certificate(), directory.resolve("changing.pem"));
        Path key = Files.copy(first.key(), directory.resolve("changing-key.pem"));
        ServerTls tls = new ServerTls(
                new TlsFiles("tls", Optional.empty(), Optional.of(certificate), Optional.of(key)),
                Duration.ofMillis(20));
        LifeCycle.start(tls);
        LifeCycle.start(tls.factory());
        try {
            SSLContext before = tls.factory().getSslContext();
            Files.writeString(certificate, "damaged");
            later(certificate, 10);
            Thread.sleep(200);
            assertThat(tls.factory().getSslContext()).isSameAs(before);

            Files.writeString(key, Files.readString(second.key()));
            Files.writeString(certificate, Files.readString(second.certificate()));
            later(certificate, 20);
            await().until(() -> tls.factory().getSslContext() != before);
        } finally {
            LifeCycle.stop(tls);
            LifeCycle.stop(tls.factory());
        }
    }

    /** File systems tell times apart by no less than a second, some of them. */
    private static void later(Path file, int seconds) throws IOException {
        Files.setLastModifiedTime(
                file,
                FileTime.fromMillis(
                        System.currentTimeMillis() + Duration.ofSeconds(seconds).toMillis()));
    }

    @Test
    void aCertificateWithoutItsKeyIsRefused() {
        assertThatThrownBy(() -> start(first.certificate(), second.key()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("not that of the certificate");
    }
}
