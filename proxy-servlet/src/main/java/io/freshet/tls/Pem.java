package io.freshet.tls;

import io.freshet.config.ConfigException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys as they are usually kept (RFC 7468). Says of each file that cannot be used why, and what to do. */
final class Pem {

    private static final long MAX_LENGTH = 1024 * 1024;

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]+)-----END [A-Z ]*PRIVATE KEY-----");

    private static final byte[] TO_SIGN = "a key and its certificate".getBytes(StandardCharsets.US_ASCII);

    private Pem() {}

    /**
     * The certificates of a file, one at least.
     *
     * @param setting which setting names the file
     */
    static List<X509Certificate> certificates(String setting, Path file) throws ConfigException {
        byte[] bytes = read(setting, file);
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes))) {
                certificates.add((X509Certificate) one);
            }
        } catch (CertificateException damaged) {
            throw unusable(setting, file, "it holds a damaged certificate");
        }
        if (certificates.isEmpty()) {
            throw unusable(setting, file, "it holds no certificate in PEM");
        }
        return certificates;
    }

    /** An own certificate must be valid; of others the check of a handshake decides. */
    static void requireValid(String setting, Path file, X509Certificate certificate) throws ConfigException {
        try {
            certificate.checkValidity();
        } catch (CertificateException notValid) {
            throw unusable(
                    setting,
                    file,
                    "a certificate in it is valid from "
                            + certificate.getNotBefore().toInstant() + " to "
                            + certificate.getNotAfter().toInstant());
        }
    }

    /** The private key of a file, which must be that of {@code certificate}. */
    static PrivateKey keyOf(X509Certificate certificate, String setting, Path file) throws ConfigException {
        Matcher found = PRIVATE_KEY.matcher(new String(read(setting, file), StandardCharsets.US_ASCII));
        if (!found.find()) {
            throw unusable(setting, file, "it holds no private key in PEM");
        }
        if (!found.group(1).isEmpty()) {
            throw unusable(
                    setting, file, "its key is not in plain PKCS #8: convert it with openssl pkcs8 -topk8 -nocrypt");
        }
        PublicKey publicKey = certificate.getPublicKey();
        try {
            byte[] der = Base64.getMimeDecoder().decode(found.group(2));
            PrivateKey key =
                    KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (belongTogether(key, publicKey)) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            // As if it were another certificate's: who reads the message looks at both files.
        }
        throw unusable(setting, file, "its key is damaged, or not that of the certificate");
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        String algorithm =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> publicKey.getAlgorithm();
                };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(TO_SIGN);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(TO_SIGN);
        return signature.verify(signed);
    }

    private static byte[] read(String setting, Path file) throws ConfigException {
        try {
            if (Files.size(file) > MAX_LENGTH) {
                throw unusable(setting, file, "it is longer than 1 MiB");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            throw unusable(setting, file, "it is not there");
        } catch (AccessDeniedException denied) {
            throw unusable(setting, file, "it may not be read");
        } catch (IOException unreadable) {
            throw unusable(setting, file, Files.isDirectory(file) ? "it is a directory" : "it cannot be read");
        }
    }

    static ConfigException unusable(String setting, Path file, String why) {
        return new ConfigException(setting + " cannot be used: " + file + ": " + why + ".");
    }
}
