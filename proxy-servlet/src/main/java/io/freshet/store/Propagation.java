package io.freshet.store;

import java.time.Duration;

/** How far a removal has got, among the processes that share a store. */
public enum Propagation {
    /** No node that is connected answers with what was removed any more, {@link #HEARD_WITHIN} after this was said. */
    EVERY_NODE,
    /** This node does not. Others learn of it when the store is back, before this node answers out of the store again. */
    THIS_NODE;

    /** How long after a removal all nodes that are connected have heard of it. */
    public static final Duration HEARD_WITHIN = Duration.ofMillis(250);

    /** How far two removals have got together. */
    public Propagation and(Propagation other) {
        return this == THIS_NODE ? this : other;
    }
}
