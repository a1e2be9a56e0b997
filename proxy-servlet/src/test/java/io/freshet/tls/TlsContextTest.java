package io.freshet.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.config.ConfigException;
import io.freshet.config.TlsFiles;
import io.freshet.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsContextTest {

    private static Path directory;

    private static TestCertificate own;

    @BeforeAll
    static void make(@TempDir Path temporary) {
        directory = temporary;
        own = TestCertificate.make(directory, "own", "EC");
    }

    private static TlsFiles files(Path authorities, Path certificate, Path key) {
        return new TlsFiles("x", Optional.of(authorities), Optional.of(certificate), Optional.of(key));
    }

    private static void assertUnusable(TlsFiles files, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> TlsContext.of(files))
                .withMessageContaining(message);
    }

    private static Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void takesTheUsualKindsOfKeys(String algorithm) throws ConfigException {
        TestCertificate made = TestCertificate.make(directory, algorithm, algorithm);

        assertThat(TlsContext.of(files(made.certificate(), made.certificate(), made.key()))
                        .getProtocol())
                .isEqualTo("TLS");
    }

    @Test
    void takesTextAroundCertificatesAndMoreThanOne() throws IOException, ConfigException {
        String pem = Files.readString(own.certificate());
        Path both = write("both.pem", "# ours\n" + pem + "\n# the same\n" + pem);

        assertThat(TlsContext.of(files(both, own.certificate(), own.key()))).isNotNull();
        assertUnusable(
                files(both, both, own.key()), "x-cert cannot be used: " + both + ": its certificates are no chain");
    }

    @Test
    void needsNoFileAtAll() throws ConfigException {
        assertThat(TlsContext.of(TlsFiles.none("x"))).isNotNull();
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path absent = directory.resolve("absent.pem");
        assertUnusable(
                files(absent, own.certificate(), own.key()), "x-ca cannot be used: " + absent + ": it is not there.");
        assertUnusable(files(own.certificate(), absent, own.key()), "x-cert cannot be used: " + absent);
        assertUnusable(files(own.certificate(), own.certificate(), absent), "x-key cannot be used: " + absent);
        assertUnusable(files(directory, own.certificate(), own.key()), "it is a directory");
        assertUnusable(files(write("empty", ""), own.certificate(), own.key()), "it holds no certificate in PEM");
        assertUnusable(files(own.key(), own.certificate(), own.key()), "certificate");
        assertUnusable(
                files(
                        write("noise", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                        own.certificate(),
                        own.key()),
                "it holds a damaged certificate");
        assertUnusable(
                files(write("long", "x".repeat(1024 * 1024 + 1)), own.certificate(), own.key()), "longer than 1 MiB");
    }

    @Test
    void saysWhatIsWrongWithAKey() throws IOException {
        Path certificate = own.certificate();
        assertUnusable(files(certificate, certificate, certificate), "it holds no private key in PEM");
        for (String kind : new String[] {"RSA ", "EC ", "ENCRYPTED "}) {
            String pem = Files.readString(own.key()).replace("PRIVATE", kind + "PRIVATE");
            assertUnusable(files(certificate, certificate, write("kind", pem)), "openssl pkcs8 -topk8 -nocrypt");
        }
        TestCertificate other = TestCertificate.make(directory, "other", "EC");
        assertUnusable(files(certificate, certificate, other.key()), "not that of the certificate");
        String damaged = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        assertUnusable(files(certificate, certificate, write("damaged", damaged)), "its key is damaged");
    }

    @Test
    void refusesACertificateWhoseTimeIsOver() {
        TestCertificate expired =
                TestCertificate.make(directory, "expired", "EC", "-startdate", "-10d", "-validity", "2");

        assertUnusable(files(own.certificate(), expired.certificate(), expired.key()), "is valid from ");
    }
}
