package io.freshet.policy;

import io.freshet.http.CacheControl;
import io.freshet.http.DeltaSeconds;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.RequestHead;
import java.time.Duration;
import java.util.Optional;

/**
 * What a request asks of a cache (RFC 9111 §5.2.1, §5.4).
 *
 * @param noCache why nothing stored may be used without validation; empty when it may
 * @param onlyIfCached whether the origin must not be asked
 * @param maxAge the greatest acceptable age
 * @param minFresh for how long the response must still be fresh; zero when nothing is asked
 * @param maxStale how long past its lifetime the response may be; zero when nothing is allowed
 * @param staleIfError the same when the origin fails (RFC 5861 §4)
 */
record RequestDirectives(
        Optional<Reason> noCache,
        boolean onlyIfCached,
        Optional<Duration> maxAge,
        Duration minFresh,
        Duration maxStale,
        Duration staleIfError) {

    static RequestDirectives of(RequestHead request) {
        CacheControl control = CacheControl.of(request.fields());
        return new RequestDirectives(
                noCache(request, control),
                control.has("only-if-cached"),
                control.duration("max-age"),
                control.duration("min-fresh").orElse(Duration.ZERO),
                maxStale(control),
                control.duration("stale-if-error").orElse(Duration.ZERO));
    }

    private static Optional<Reason> noCache(RequestHead request, CacheControl control) {
        if (control.has("no-cache")) {
            return Optional.of(Reason.REQUEST_NO_CACHE);
        }
        // RFC 9111 §5.4: Pragma counts only for a client that does not speak Cache-Control.
        boolean pragma = request.fields().contains("Pragma")
                && !request.fields().contains(Field.CACHE_CONTROL)
                && FieldValues.elements(request.fields(), "Pragma").stream().anyMatch("no-cache"::equalsIgnoreCase);
        return pragma ? Optional.of(Reason.REQUEST_PRAGMA) : Optional.empty();
    }

    /** RFC 9111 §5.2.1.2: without an argument, staleness of any length. */
    private static Duration maxStale(CacheControl control) {
        return control.bare("max-stale")
                ? DeltaSeconds.MAX
                : control.duration("max-stale").orElse(Duration.ZERO);
    }
}
