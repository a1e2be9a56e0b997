package io.freshet.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The primary cache key (RFC 9111 §2): which stored responses belong together.
 *
 * <p>Two caches that share one Redis but have different origins never meet, because the origin is part of the key.
 *
 * @param value the key in full, as text
 */
public record CacheKey(String value) {

    private static final int DIGEST_BYTES = 16;

    /**
     * The key of a GET (or HEAD). The parts hold no spaces.
     *
     * @param origin the origin's base URI
     * @param addressed the scheme and host that the client asked
     * @param uri the target URI
     */
    public static CacheKey of(String origin, String addressed, String uri) {
        return new CacheKey(origin + ' ' + addressed + ' ' + uri);
    }

    /** A short name for this key: 128 bits of its SHA-256, in URL-safe Base64 (22 characters). */
    public String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
