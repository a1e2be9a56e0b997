package io.freshet.store;

/**
 * What a node wants to fetch for those that share a store, and for what kind of request.
 *
 * @param key under which it is to be stored
 * @param variant which of the responses under that key is wanted; empty where it is not known that there are several
 * @param group which requests have something in common with this one, one character
 * @param fingerprint what requests have in common that the origin treats alike
 */
public record Candidacy(CacheKey key, String variant, char group, String fingerprint) {}
