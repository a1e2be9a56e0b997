package io.freshet.engine.rules;

import io.freshet.http.ParameterPatterns;
import io.freshet.policy.CompressionSettings;
import java.time.Duration;

/**
 * What an operator may say about the cache beside its rules.
 *
 * @param origin the origin's base URI, part of every key
 * @param ignoredParameters query parameters that are no part of any key
 * @param maxRefreshes the most refreshes behind clients at once, 1 or more
 * @param showKey whether {@code Cache-Status} tells the key
 * @param collapse how requests wait for each other
 * @param compression what is compressed for clients
 */
public record EngineSettings(
        String origin,
        ParameterPatterns ignoredParameters,
        int maxRefreshes,
        boolean showKey,
        Collapse collapse,
        CompressionSettings compression) {

    private static final int DEFAULT_REFRESHES = 64;

    /**
     * How requests wait for each other's responses.
     *
     * @param maxWaiting the most that wait for one response; 0 for none
     * @param buffer the most bytes of arriving responses kept for those that join later or read more slowly, positive
     * @param hitForMiss how long requests for what could not be shared do not wait, and a refresh that came to nothing is not repeated;
     *     positive
     * @param lease how long other nodes that share the store wait for one that fetches and does not say that it is alive; zero for
     *     not at all
     */
    public record Collapse(int maxWaiting, long buffer, Duration hitForMiss, Duration lease) {

        /** As it is unless the operator says otherwise. */
        public static final Collapse DEFAULT =
                new Collapse(10_000, 64L << 20, Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    /** Everything else as it is unless the operator says otherwise. */
    public static EngineSettings forOrigin(String origin) {
        return new EngineSettings(
                origin, ParameterPatterns.NONE, DEFAULT_REFRESHES, false, Collapse.DEFAULT, CompressionSettings.OFF);
    }
}
