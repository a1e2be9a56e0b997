package io.freshet.testing.wire;

import java.util.Optional;

/**
 * What a client got.
 *
 * @param status 0 for none
 * @param seen what the origin said that it had seen
 */
public record Answer(int status, Optional<String> seen) {

    /** To a client that left. */
    public static final Answer NONE = new Answer(0, Optional.empty());
}
