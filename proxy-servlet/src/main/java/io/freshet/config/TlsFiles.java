package io.freshet.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Files in PEM that say whom to trust with TLS, and who one is.
 *
 * @param name what the settings begin with, for example {@code redis} for {@code redis-ca}, {@code redis-cert} and {@code redis-key}
 * @param authorities the certificates of those who are trusted; empty for those that the JVM trusts
 * @param certificate the own certificate, and what is between it and its authority; there if {@code key} is
 * @param key its private key
 */
public record TlsFiles(String name, Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {

    /** What the JVM trusts, and no certificate. */
    public static TlsFiles none(String name) {
        return new TlsFiles(name, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** @throws ConfigException if a certificate comes without its key, or a key without its certificate */
    static TlsFiles of(String name, Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key)
            throws ConfigException {
        if (certificate.isPresent() != key.isPresent()) {
            throw new ConfigException(
                    name + "-cert and " + name + "-key belong together: name both files, or neither.");
        }
        return new TlsFiles(name, authorities, certificate, key);
    }

    /** Whether none is given. */
    public boolean isNone() {
        return equals(none(name));
    }
}
