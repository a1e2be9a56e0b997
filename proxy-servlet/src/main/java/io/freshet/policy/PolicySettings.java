package io.freshet.policy;

import io.freshet.http.Field;
import java.time.Duration;
import java.util.List;

/**
 * What an operator may say about the rules.
 *
 * @param defaultTtl the freshness lifetime of a response that states none and has no {@code Last-Modified}; zero for none
 * @param heuristicFraction the part of the time since {@code Last-Modified} that a response without a stated lifetime stays
 *     fresh, 0 to 1 (RFC 9111 §4.2.2 suggests 0.1)
 * @param heuristicMax the longest heuristic freshness lifetime
 * @param staleIfError how long past its lifetime a response may answer for a failing origin when the response itself does
 *     not say (RFC 5861 §4); zero for not at all
 * @param staleWhileRevalidate how long past its lifetime a response may answer while it is refreshed when the response itself
 *     does not say (RFC 5861 §3); zero for not at all
 * @param keep how long a stale response that has a validator is kept, so that it can be validated instead of fetched again
 * @param storeCookies whether a response with {@code Set-Cookie} that states its lifetime is stored even if it does not say
 *     that it is for everybody (RFC 9111 §7.3)
 * @param targets the fields that count before {@code Cache-Control}, the first that is valid (RFC 9213 §2.2)
 * @param deceptionGuard whether what {@link Deception} suspects is not stored
 * @param storeUntilClose whether a response that ends with its connection is stored
 * @param concealment what keeps secrets out of what is stored
 */
public record PolicySettings(
        Duration defaultTtl,
        double heuristicFraction,
        Duration heuristicMax,
        Duration staleIfError,
        Duration staleWhileRevalidate,
        Duration keep,
        boolean storeCookies,
        List<String> targets,
        boolean deceptionGuard,
        boolean storeUntilClose,
        Concealment concealment) {

    /** The settings unless an operator says otherwise. Its concealment uses a known key; a cache has a key of its own. */
    public static final PolicySettings DEFAULT = new PolicySettings(
            Duration.ofSeconds(60),
            0.1,
            Duration.ofDays(1),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofHours(1),
            false,
            List.of("CDN-Cache-Control", Field.SURROGATE_CONTROL),
            true,
            true,
            new Concealment(new byte[1]));

    public PolicySettings {
        targets = List.copyOf(targets);
    }
}
