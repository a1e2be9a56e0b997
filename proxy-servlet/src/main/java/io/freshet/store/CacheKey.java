package io.freshet.store;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The primary cache key (RFC 9111 §2): which stored responses belong together.
 *
 * <p>Two caches that share one Redis but have different origins never meet, because the origin is part of the key.
 *
 * @param value the key in full, as text
 */
public record CacheKey(String value) {

    /** How long a {@link #proof} is, in bytes. */
    public static final int PROOF_LENGTH = Digest.BYTES;

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

    /**
     * The key of a QUERY for this key's URI with this content; no GET has the same.
     *
     * @param metadata what the request says of its content
     */
    public CacheKey forQuery(List<String> metadata, byte[] content) {
        String told = metadata.stream().map(text -> text.length() + ":" + text).collect(Collectors.joining());
        return new CacheKey(value + " QUERY " + Digest.of(told) + Digest.of(content));
    }

    /** The key of this one's URI for requests with these values of what else is part of it. */
    public CacheKey forSelected(String values) {
        return new CacheKey(value + " for " + Digest.of(values));
    }

    /** Where the rules are kept by which URIs with this one's path have other keys than their own. */
    public CacheKey forSearchRules() {
        return new CacheKey(value + " No-Vary-Search");
    }

    /**
     * The key that URIs with this one's path share as far as {@code query} is the same for them.
     *
     * @param rule what in their queries makes no difference
     * @param query what in them does
     */
    public CacheKey forSearch(String rule, String query) {
        return new CacheKey(value + " No-Vary-Search " + rule + ' ' + query);
    }

    /** Where what is stored under this key is kept as {@code coding} makes it; the variants are the same. */
    public CacheKey forCoding(String coding) {
        return new CacheKey(value + " Content-Encoding " + coding);
    }

    /** A short name for this key: 128 bits of its SHA-256, in URL-safe Base64 (22 characters). */
    public String digest() {
        return Digest.of(value);
    }

    /** The 128 bits of its SHA-256 that {@link #digest} leaves out: what tells it from any other key with the same digest. */
    public byte[] proof() {
        return Digest.rest(value);
    }
}
