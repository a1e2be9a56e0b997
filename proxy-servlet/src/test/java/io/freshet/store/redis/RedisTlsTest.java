package io.freshet.store.redis;

import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.content;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.RedisConfig;
import io.freshet.config.TlsFiles;
import io.freshet.store.CacheKey;
import io.freshet.testing.FreePort;
import io.freshet.testing.TestCertificate;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that speaks TLS only to those who trust its certificate, which is for {@code localhost}. */
class RedisTlsTest {

    private static final CacheKey KEY = new CacheKey("key");

    private static TestCertificate certificate;
    private static TestCertificate stranger;
    private static int tlsPort;
    private static RedisServerFixture redis;

    /** One that wants a certificate of its clients, too. */
    private static RedisServerFixture strict;

    private static int strictPort;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        certificate = TestCertificate.make(directory, "redis", "EC");
        stranger = TestCertificate.make(directory, "stranger", "EC");
        tlsPort = FreePort.next();
        redis = speakingTls(tlsPort, false);
        strictPort = FreePort.next();
        strict = speakingTls(strictPort, true);
        try {
            redis.start();
            strict.start();
        } catch (UncheckedIOException e) {
            Assumptions.abort("the redis-server for this platform was built without TLS");
        }
    }

    private static RedisServerFixture speakingTls(int port, boolean asksWho) {
        return new RedisServerFixture(
                "",
                "tls-port " + port,
                "tls-cert-file " + certificate.certificate(),
                "tls-key-file " + certificate.key(),
                "tls-ca-cert-file " + certificate.certificate(),
                "tls-auth-clients " + (asksWho ? "yes" : "no"));
    }

    @AfterAll
    static void stop() {
        redis.close();
        strict.close();
    }

    @AfterEach
    void distrust() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    private static void trust() {
        System.setProperty("javax.net.ssl.trustStore", certificate.keyStore().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestCertificate.PASSWORD);
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

    private static RedisConfig config(int port, TlsFiles files) {
        URI uri = URI.create("rediss://localhost:" + port);
        return new RedisConfig(
                uri, "freshet:", Duration.ofSeconds(5), Duration.ofSeconds(5), 4, files, Optional.empty());
    }

    private static TlsFiles trusting(TestCertificate authority) {
        return new TlsFiles("redis", Optional.of(authority.certificate()), Optional.empty(), Optional.empty());
    }

    private static TlsFiles being(TestCertificate own) {
        return new TlsFiles(
                "redis",
                Optional.of(certificate.certificate()),
                Optional.of(own.certificate()),
                Optional.of(own.key()));
    }

    @Test
    void trusts_whom_a_file_says_and_nobody_else() {
        assertThat(RedisStore.probe(config(tlsPort, trusting(certificate)))).isEmpty();
        assertThat(RedisStore.probe(config(tlsPort, trusting(stranger)))).hasValue("no TLS connection");
        trust();
        assertThat(RedisStore.probe(config(tlsPort, trusting(stranger))))
                .as("not even whom the JVM trusts")
                .hasValue("no TLS connection");
    }

    @Test
    void says_who_it_is_to_a_redis_that_wants_to_know() {
        assertThat(RedisStore.probe(config(strictPort, being(certificate)))).isEmpty();
        assertThat(RedisStore.probe(config(strictPort, being(stranger)))).isPresent();
        assertThat(RedisStore.probe(config(strictPort, trusting(certificate)))).isPresent();
        try (RedisStore store =
                new RedisStore(config(strictPort, being(certificate)), 1_000_000, 4, 1_000_000, Clock.systemUTC())) {
            put(store, KEY, "v", head(Clock.systemUTC()), bytes(10));

            assertThat(store.lookup(KEY)).hasSize(1);
        }
    }

    @Test
    void says_which_file_cannot_be_used() {
        Path absent = Path.of("/no/such/file.pem");
        TlsFiles files = new TlsFiles("redis", Optional.of(absent), Optional.empty(), Optional.empty());

        assertThat(RedisStore.probe(config(tlsPort, files)))
                .hasValue("redis-ca cannot be used: /no/such/file.pem: it is not there");
    }
}
