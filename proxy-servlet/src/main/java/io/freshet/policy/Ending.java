package io.freshet.policy;

/** How the content of an origin's response ends, and with that whether one can tell that it is whole. */
public enum Ending {
    /** The message itself tells (RFC 9112 §6.3; RFC 9113 §8.1), or there is no content. */
    DELIMITED,
    /** With its connection; it is complete if that ends in an orderly way (RFC 9112 §8). */
    WITH_CONNECTION,
    /** Cannot be told: it is not stored. */
    UNKNOWN
}
