package io.freshet.engine;

import io.freshet.http.ParameterPatterns;

/**
 * What an operator may say about the cache beside its rules.
 *
 * @param origin the origin's base URI, part of every key
 * @param ignoredParameters query parameters that are no part of any key
 * @param maxRefreshes the most refreshes behind clients at once, 1 or more
 * @param showKey whether {@code Cache-Status} tells the key
 */
public record EngineSettings(String origin, ParameterPatterns ignoredParameters, int maxRefreshes, boolean showKey) {

    private static final int DEFAULT_REFRESHES = 64;

    /** Everything else as it is unless the operator says otherwise. */
    public static EngineSettings forOrigin(String origin) {
        return new EngineSettings(origin, ParameterPatterns.NONE, DEFAULT_REFRESHES, false);
    }
}
