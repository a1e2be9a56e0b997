package io.freshet.store;

/**
 * The primary cache key (RFC 9111 §2): which stored responses belong together.
 *
 * <p>Two caches that share one Redis but have different origins never meet, because the origin is part of the key.
 *
 * @param value the key in full, as text
 */
public record CacheKey(String value) {

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
        String metadata = contentType.length() + ":" + contentType + contentEncoding.length() + ":" + contentEncoding;
        return new CacheKey(value + " QUERY " + Digest.of(metadata) + Digest.of(content));
    }

    /** A short name for this key: 128 bits of its SHA-256, in URL-safe Base64 (22 characters). */
    public String digest() {
        return Digest.of(value);
    }
}
