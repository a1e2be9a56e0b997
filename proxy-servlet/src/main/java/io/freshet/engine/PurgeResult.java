package io.freshet.engine;

import io.freshet.store.Propagation;

/**
 * What a purge met.
 *
 * @param reach where it has got to
 * @param responses how many responses became invalid on this node, or stale; 0 where nothing under that name was stored here
 */
public record PurgeResult(Propagation reach, long responses) {

    /** What two met together. */
    public PurgeResult and(PurgeResult other) {
        return new PurgeResult(reach.and(other.reach), responses + other.responses);
    }

    /** In words, to follow a colon or a semicolon. */
    public String met() {
        return switch ((int) Math.min(responses, 2)) {
            case 0 -> "nothing under that name was stored here";
            case 1 -> "1 response here";
            default -> responses + " responses here";
        };
    }
}
