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

    /** The key of a QUERY for this key's URI with this content, of that type and coding; no GET has the same. */
    public CacheKey forQuery(String contentType, String contentEncoding, byte[] content) {
        byte[] metadata = (contentType.length() + ":" + contentType + contentEncoding.length() + ":" + contentEncoding)
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(metadata, metadata.length + content.length);
        System.arraycopy(content, 0, all, metadata.length, content.length);
        return new CacheKey(
                value + " QUERY " + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(all)));
    }

    /** A short name for this key: 128 bits of its SHA-256, in URL-safe Base64 (22 characters). */
    public String digest() {
        byte[] hash = sha256(value.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, DIGEST_BYTES));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
