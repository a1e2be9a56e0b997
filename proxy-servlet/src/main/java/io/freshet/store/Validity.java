package io.freshet.store;

import java.time.Instant;

/** Whether a stored response counts, by what was invalidated since it was asked for. */
public sealed interface Validity {

    Validity VALID = new Valid();
    Validity INVALID = new Invalid();

    /** The response counts: nothing that covers it was invalidated. */
    record Valid() implements Validity {}

    /**
     * The response is stale; see {@link PurgeMode#SOFT}.
     *
     * @param since by the clock of the store that orders invalidations
     */
    record Stale(Instant since) implements Validity {}

    /** The response does not count any more. */
    record Invalid() implements Validity {}
}
