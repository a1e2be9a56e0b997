package io.freshet.store;

import java.time.Instant;

/** Whether a stored response counts, by what was invalidated since it was asked for. */
public sealed interface Validity {

    Validity VALID = new Valid();
    Validity INVALID = new Invalid();

    /** Nothing that covers it was. */
    record Valid() implements Validity {}

    /**
     * It is stale; see {@link PurgeMode#SOFT}.
     *
     * @param since by the clock of the store that orders invalidations
     */
    record Stale(Instant since) implements Validity {}

    /** It does not count any more. */
    record Invalid() implements Validity {}
}
