package io.freshet.policy;

import io.freshet.http.CacheControl;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import io.freshet.http.HttpDate;
import io.freshet.http.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A freshness lifetime (RFC 9111 §4.2.1): how old a response may be and still be fresh. All rules ask here, so that what is
 * stored, kept and reused follows one calculation.
 *
 * @param duration zero or more
 * @param basis where it comes from
 */
public record Lifetime(Duration duration, Reason basis) {

    /** The lifetime of {@code response}, which has these directives and arrived at {@code responseTime}. */
    static Lifetime of(
            ResponseHead response, ResponseDirectives directives, PolicySettings settings, Instant responseTime) {
        return stated(response, directives, responseTime)
                .orElseGet(() -> assumed(response, directives, settings, responseTime));
    }

    /** Whether the origin stated it; otherwise the cache assumed it. */
    public boolean explicit() {
        return switch (basis) {
            case S_MAXAGE, MAX_AGE, EXPIRES, RULE -> true;
            default -> false;
        };
    }

    /** The first of s-maxage, max-age and Expires that is there, even if it is invalid (RFC 9111 §4.2.1). */
    private static Optional<Lifetime> stated(
            ResponseHead response, ResponseDirectives directives, Instant responseTime) {
        Optional<Reason> rule = byRule(directives.control());
        return directives
                .control()
                .duration("s-maxage")
                .map(duration -> new Lifetime(duration, rule.orElse(Reason.S_MAXAGE)))
                .or(() -> directives
                        .control()
                        .duration("max-age")
                        .map(duration -> new Lifetime(duration, rule.orElse(Reason.MAX_AGE))))
                .or(() -> expires(response, directives)
                        .map(expires -> new Lifetime(untilExpires(expires, response, responseTime), Reason.EXPIRES)));
    }

    /** A lifetime that an operator bounds, and the origin did not state, is still assumed. */
    private static Optional<Reason> byRule(CacheControl control) {
        if (OperatorDirectives.assumed(control)) {
            return Optional.of(Reason.HEURISTIC);
        }
        return OperatorDirectives.lifetime(control) ? Optional.of(Reason.RULE) : Optional.empty();
    }

    /** RFC 9213 §2.2: beside a targeted field it does not count. */
    private static Optional<String> expires(ResponseHead response, ResponseDirectives directives) {
        return directives.targeted() ? Optional.empty() : FieldValues.combined(response.fields(), "Expires");
    }

    /** RFC 9111 §5.3: a date that cannot be read, such as {@code 0}, is in the past. So are two dates. */
    private static Duration untilExpires(String expires, ResponseHead response, Instant responseTime) {
        return HttpDate.parse(expires, responseTime)
                .map(instant -> Durations.atLeastZero(Duration.between(date(response, responseTime), instant)))
                .orElse(Duration.ZERO);
    }

    /** RFC 9111 §4.2.2, and {@link PolicySettings#defaultTtl()} where that gives nothing to calculate with. */
    private static Lifetime assumed(
            ResponseHead response, ResponseDirectives directives, PolicySettings settings, Instant responseTime) {
        boolean mayAssume = Statuses.heuristicallyCacheable(response.status())
                || (directives.control().has("public") && !Statuses.error(response.status()));
        if (!mayAssume || Streams.is(response)) {
            return new Lifetime(Duration.ZERO, Reason.NO_LIFETIME);
        }
        return lastModified(response, responseTime)
                .map(modified -> heuristic(Duration.between(modified, date(response, responseTime)), settings))
                .orElseGet(() -> byDefault(settings));
    }

    private static Lifetime heuristic(Duration unmodifiedFor, PolicySettings settings) {
        double millis = Durations.atLeastZero(unmodifiedFor).toMillis() * settings.heuristicFraction();
        Duration lifetime = Duration.ofMillis((long) millis);
        return new Lifetime(Durations.shorter(lifetime, settings.heuristicMax()), Reason.HEURISTIC);
    }

    private static Lifetime byDefault(PolicySettings settings) {
        return settings.defaultTtl().isZero()
                ? new Lifetime(Duration.ZERO, Reason.NO_LIFETIME)
                : new Lifetime(settings.defaultTtl(), Reason.DEFAULT_TTL);
    }

    private static Optional<Instant> lastModified(ResponseHead response, Instant responseTime) {
        return FieldValues.combined(response.fields(), Field.LAST_MODIFIED)
                .flatMap(date -> HttpDate.parse(date, responseTime));
    }

    /** When the response was made: its {@code Date}, or when it arrived if it says nothing readable (RFC 9110 §6.6.1). */
    static Instant date(ResponseHead response, Instant responseTime) {
        return FieldValues.combined(response.fields(), Field.DATE)
                .flatMap(date -> HttpDate.parse(date, responseTime))
                .orElse(responseTime);
    }
}
