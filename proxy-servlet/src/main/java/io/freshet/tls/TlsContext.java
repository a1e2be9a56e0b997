package io.freshet.tls;

import io.freshet.config.ConfigException;
import io.freshet.config.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's TLS trust, and say, what {@link TlsFiles} hold. */
public final class TlsContext {

    private static final char[] NO_PASSWORD = {};

    private TlsContext() {}

    /**
     * Reads the files now; a file that is replaced later is not noticed.
     *
     * @throws ConfigException if one of them cannot be used, with the setting, the file and the reason
     */
    public static SSLContext of(TlsFiles files) throws ConfigException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(files), trust(files), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new ConfigException("TLS cannot be used for " + files.name() + ": " + impossible.getMessage() + ".");
        }
    }

    private static TrustManager @Nullable [] trust(TlsFiles files)
            throws ConfigException, GeneralSecurityException, IOException {
        if (files.authorities().isEmpty()) {
            return null;
        }
        List<X509Certificate> authorities =
                Pem.certificates(files.name() + "-ca", files.authorities().get());
        KeyStore store = emptyStore();
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry("ca-" + i, authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keys(TlsFiles files)
            throws ConfigException, GeneralSecurityException, IOException {
        Optional<Path> certificate = files.certificate();
        if (certificate.isEmpty()) {
            return null;
        }
        List<X509Certificate> chain = Pem.certificates(files.name() + "-cert", certificate.get());
        Pem.requireValid(files.name() + "-cert", certificate.get(), chain.get(0));
        PrivateKey key =
                Pem.keyOf(chain.get(0), files.name() + "-key", files.key().orElseThrow());
        KeyStore store = emptyStore();
        try {
            store.setKeyEntry("key", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        } catch (KeyStoreException noChain) {
            throw Pem.unusable(
                    files.name() + "-cert",
                    certificate.get(),
                    "its certificates are no chain, the own one first and then that of each one's authority");
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
