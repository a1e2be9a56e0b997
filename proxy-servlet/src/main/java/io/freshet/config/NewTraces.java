package io.freshet.config;

/** What a request to the origin begins that belongs to no trace yet. */
public enum NewTraces {
    /** A trace that the origin is to record. */
    SAMPLED,
    /** A trace that the origin need not record. */
    UNSAMPLED,
    /** None. */
    NONE
}
