package io.freshet.policy;

import java.time.Duration;

/** Whether a stale response may be served at once and be refreshed behind (RFC 5861 §3). */
final class StaleWhileRevalidate {

    private StaleWhileRevalidate() {}

    /** Whether {@code stored} is stale, but not for too long. */
    static boolean allows(StoredHead stored, Freshness freshness, PolicySettings settings) {
        Duration window = window(ResponseDirectives.of(stored.response(), settings), settings);
        return !freshness.fresh() && freshness.remaining().plus(window).compareTo(Duration.ZERO) > 0;
    }

    /** How long past its lifetime the response may be; zero for not at all. */
    static Duration window(ResponseDirectives response, PolicySettings settings) {
        return response.forbidsStale()
                ? Duration.ZERO
                : response.control().duration("stale-while-revalidate").orElse(settings.staleWhileRevalidate());
    }
}
