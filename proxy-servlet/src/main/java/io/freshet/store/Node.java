package io.freshet.store;

import java.time.Duration;

/**
 * A process that shares a store with others, as it told of itself.
 *
 * @param host its machine's name
 * @param pid its process there
 * @param self whether it is this one
 * @param up how long it has been there
 * @param silent how long ago it was heard of
 * @param behind how long before that it knew for the last time all that had been invalidated; negative if it never did
 */
public record Node(String host, long pid, boolean self, Duration up, Duration silent, Duration behind) {}
