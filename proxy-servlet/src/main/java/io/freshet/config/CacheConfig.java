package io.freshet.config;

import java.util.List;

/**
 * What the cache does with requests and responses.
 *
 * @param policy which responses are stored and for how long
 * @param ignoreQuery query parameters that are no part of the key; a star at the end stands for any rest
 * @param maxQuery the largest content of a QUERY that is looked up, in bytes
 * @param showKey whether {@code Cache-Status} tells the key
 * @param readyAnswers the most answers kept ready for requests that are alike, 0 or more
 * @param maxRefreshes the most refreshes behind clients at the same time, 1 or more
 * @param collapse how requests for the same share a fetch
 * @param compress what is compressed for clients
 */
public record CacheConfig(
        PolicyConfig policy,
        List<String> ignoreQuery,
        long maxQuery,
        boolean showKey,
        int readyAnswers,
        int maxRefreshes,
        CollapseConfig collapse,
        CompressConfig compress) {

    public CacheConfig {
        ignoreQuery = List.copyOf(ignoreQuery);
    }
}
