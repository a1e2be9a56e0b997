package io.freshet.config;

import java.time.Duration;
import java.util.List;

/**
 * What RFC 9111 leaves to the operator: which responses are stored and for how long.
 *
 * @param ttl the freshness lifetime of responses that state none; zero for none
 * @param staleIfError how long past its lifetime a response may answer for a failing origin; zero for only as the response says
 * @param staleWhileRevalidate how long past its lifetime a response may answer while it is refreshed; zero for only as the
 *     response says
 * @param keep how long a stale response with a validator is kept for validation
 * @param storeSetCookie whether responses that set cookies and state their lifetime are stored even if not public
 * @param storeUntilClose whether responses that end with their connection are stored
 * @param deceptionGuard whether responses that look like bait for web cache deception are given no lifetime that their origin did not
 *     state
 * @param targets the fields that count before {@code Cache-Control}
 */
public record PolicyConfig(
        Duration ttl,
        Duration staleIfError,
        Duration staleWhileRevalidate,
        Duration keep,
        boolean storeSetCookie,
        boolean storeUntilClose,
        boolean deceptionGuard,
        List<String> targets) {

    public PolicyConfig {
        targets = List.copyOf(targets);
    }
}
