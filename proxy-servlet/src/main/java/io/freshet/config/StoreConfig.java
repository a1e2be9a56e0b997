package io.freshet.config;

import java.time.Duration;

/**
 * Where responses are kept, and how much of them.
 *
 * @param kind which store to use
 * @param redis where Redis is
 * @param memory the most bytes of responses kept in memory, positive
 * @param maxObject the largest content stored, in bytes; larger responses stream through
 * @param maxVariants the most stored responses under one key, 1 or more; the oldest go
 * @param writeBuffer the most bytes waiting to be written to Redis; responses over it are not stored
 * @param nearTime how long what Redis said is taken for true; zero for not at all
 */
public record StoreConfig(
        StoreKind kind,
        RedisConfig redis,
        long memory,
        long maxObject,
        int maxVariants,
        long writeBuffer,
        Duration nearTime) {

    /** Answers kept ready take at most this part of the memory. */
    private static final int READY_SHARE = 16;

    /** What of the memory answers kept ready may take, in bytes. */
    public long readyMemory() {
        return memory / READY_SHARE;
    }
}
