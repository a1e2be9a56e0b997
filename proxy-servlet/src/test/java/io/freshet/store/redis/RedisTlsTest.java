package io.freshet.store.redis;

import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.content;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.RedisConfig;
import io.freshet.store.CacheKey;
import io.freshet.testing.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that speaks TLS only to those who trust its certificate, which is for {@code localhost}. */
class RedisTlsTest {

    private static final String PASSWORD = "changeit";
    private static final CacheKey KEY = new CacheKey("key");

    private static Path keyStore;
    private static int tlsPort;
    private static RedisServerFixture redis;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        keyStore = directory.resolve("redis.p12");
        makeCertificate();
        writePem(directory);
        tlsPort = FreePort.next();
        redis = new RedisServerFixture(
                "",
                "tls-port " + tlsPort,
                "tls-cert-file " + directory.resolve("cert.pem"),
                "tls-key-file " + directory.resolve("key.pem"),
                "tls-ca-cert-file " + directory.resolve("cert.pem"),
                "tls-auth-clients no");
        try {
            redis.start();
        } catch (UncheckedIOException e) {
            Assumptions.abort("the redis-server for this platform was built without TLS");
        }
    }

    private static void makeCertificate() throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keyStore.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private static void writePem(Path directory) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
        writePem(
                directory.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("redis", PASSWORD.toCharArray()).getEncoded());
        writePem(
                directory.resolve("cert.pem"),
                "CERTIFICATE",
                keys.getCertificate("redis").getEncoded());
    }

    private static void writePem(Path file, String kind, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void distrust() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    private static void trust() {
        System.setProperty("javax.net.ssl.trustStore", keyStore.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
    }

    private static RedisConfig config(String host) {
        URI uri = URI.create("rediss://" + host + ":" + tlsPort);
        return new RedisConfig(uri, "freshet:", Duration.ofSeconds(5), 4);
    }

    @Test
    void keeps_responses_in_a_redis_that_the_jvm_trusts() {
        trust();
        assertThat(RedisStore.probe(config("localhost"))).isEmpty();
        try (RedisStore store = new RedisStore(config("localhost"), 1_000_000, 4, 1_000_000, Clock.systemUTC())) {
            put(store, KEY, "v", head(Clock.systemUTC()), bytes(300_000));

            assertThat(content(store.lookup(KEY).get(0))).isEqualTo(bytes(300_000));
        }
    }

    @Test
    void refuses_a_redis_that_the_jvm_does_not_trust() {
        assertThat(RedisStore.probe(config("localhost"))).hasValue("no TLS connection");
    }

    @Test
    void refuses_a_redis_with_a_certificate_for_another_host() {
        trust();
        assertThat(RedisStore.probe(config("127.0.0.1"))).hasValue("no TLS connection");
    }
}
