package io.freshet.store;

/** Whether a stored response counts, by what was invalidated since it was asked for. */
public enum Validity {
    /** Nothing that covers it was. */
    VALID,
    /** It is to be taken for stale, however fresh it was: {@link io.freshet.policy.Scope.Soft}. */
    STALE,
    /** It does not count any more. */
    INVALID
}
