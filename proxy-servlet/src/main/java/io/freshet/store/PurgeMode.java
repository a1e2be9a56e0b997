package io.freshet.store;

/** What becomes of stored responses that are invalidated. */
public enum PurgeMode {
    /** They do not count any more. */
    HARD,
    /** They are stale, however fresh they were. For a while they may answer while they are fetched again, and for an origin that fails. */
    SOFT
}
