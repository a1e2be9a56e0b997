package io.freshet.engine.course;

import java.util.ArrayList;
import java.util.List;

/**
 * What a request has waited for so far. Each of these is bounded, so that no request waits for ever.
 *
 * @param inFlightFetches how many fetches it waited for
 * @param inVain how many of them brought a response that was not for it
 * @param failed the fingerprints of those for which the origin failed
 */
public record WaitHistory(int inFlightFetches, int inVain, List<String> failed) {

    public static final WaitHistory NOT = new WaitHistory(0, 0, List.of());

    private static final int MAX_FLIGHTS = 16;
    private static final int MAX_IN_VAIN = 6;

    /** The different requests for which the origin fails, after which it fails for all. */
    private static final int MAX_FAILED = 3;

    /** The failures after which it fails for a request like one of those. */
    private static final int CERTAIN = 2;

    public WaitHistory {
        failed = List.copyOf(failed);
    }

    /** And one that brought nothing. */
    WaitHistory another() {
        return new WaitHistory(inFlightFetches + 1, inVain, failed);
    }

    /** And one whose response was not for it. */
    WaitHistory anotherInVain() {
        return new WaitHistory(inFlightFetches + 1, inVain + 1, failed);
    }

    /** And one for which the origin failed. */
    WaitHistory anotherFailed(String fingerprint) {
        List<String> all = new ArrayList<>(failed);
        all.add(fingerprint);
        return new WaitHistory(inFlightFetches + 1, inVain, all);
    }

    /** Whether the request waits for no others, and asks by itself. */
    boolean enough() {
        return inFlightFetches >= MAX_FLIGHTS || inVain >= MAX_IN_VAIN;
    }

    /** Whether the origin would fail for a request with this fingerprint as well. */
    boolean failsFor(String fingerprint) {
        boolean certain = failed.size() >= CERTAIN && failed.contains(fingerprint);
        return certain || failed.stream().distinct().count() >= MAX_FAILED;
    }

    /** Whether a request with one fingerprint does not wait for one with another, since the origin has failed for one like that. */
    boolean avoids(String fingerprint, String other) {
        return failed.contains(other) && !failed.contains(fingerprint);
    }
}
