package io.freshet.config;

/** Which store keeps the responses. */
public enum StoreKind {
    /** Redis when one answers at start, memory otherwise. */
    AUTO,
    /** Redis; while it is away, requests go to the origin. */
    REDIS,
    /** This process' memory. */
    MEMORY
}
