package io.freshet.policy;

/**
 * A yes or a no, and why.
 *
 * @param allowed whether it may be done
 * @param reason the rule that decided
 */
public record Verdict(boolean allowed, Reason reason) {

    public static Verdict yes(Reason reason) {
        return new Verdict(true, reason);
    }

    public static Verdict no(Reason reason) {
        return new Verdict(false, reason);
    }
}
