package io.freshet.store;

/**
 * A group of stored responses (RFC 9875 §2.1). Equal only if both parts are, character by character.
 *
 * @param origin what scopes the name: the same name of another origin is another group
 * @param name the group's name, any text
 */
public record CacheGroup(String origin, String name) {

    /** A short name for this group: 128 bits of a SHA-256, in URL-safe Base64 (22 characters). */
    public String digest() {
        // With the length in front, no two groups make the same text.
        return Digest.of(origin.length() + ":" + origin + name);
    }
}
