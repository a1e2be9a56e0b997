package io.freshet.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Short names for long texts. */
final class Digest {

    static final int BYTES = 16;

    private Digest() {}

    /** 128 bits of the text's SHA-256, in URL-safe Base64 (22 characters). */
    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of any bytes. */
    static String of(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha256(bytes), BYTES));
    }

    /** The other 128 bits. */
    static byte[] rest(String text) {
        return Arrays.copyOfRange(sha256(text.getBytes(StandardCharsets.UTF_8)), BYTES, 2 * BYTES);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
