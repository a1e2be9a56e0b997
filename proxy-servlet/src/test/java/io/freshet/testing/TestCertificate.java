package io.freshet.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for {@code localhost} that is its own authority, made by the JDK's keytool, and its key, in files.
 *
 * @param keyStore both, in PKCS #12, under {@link #PASSWORD}
 * @param certificate in PEM
 * @param key in PEM
 */
public record TestCertificate(Path keyStore, Path certificate, Path key) {

    public static final String PASSWORD = "changeit";

    /**
     * Makes one.
     *
     * @param name what the files begin with
     * @param algorithm {@code EC}, {@code RSA} or {@code Ed25519}
     * @param more for keytool
     */
    public static TestCertificate make(Path directory, String name, String algorithm, String... more) {
        Path keyStore = directory.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keyStore.toString()));
        command.addAll(List.of(more));
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new AssertionError("keytool ended with " + code);
            }
            KeyStore keys = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
            byte[] key = keys.getKey("test", PASSWORD.toCharArray()).getEncoded();
            return new TestCertificate(
                    keyStore,
                    writePem(
                            directory.resolve(name + ".pem"),
                            "CERTIFICATE",
                            keys.getCertificate("test").getEncoded()),
                    writePem(directory.resolve(name + "-key.pem"), "PRIVATE KEY", key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Path writePem(Path file, String kind, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }
}
