package io.freshet.policy;

import io.freshet.http.DeltaSeconds;
import io.freshet.http.Field;
import io.freshet.http.FieldValues;
import java.time.Duration;
import java.time.Instant;

/**
 * How fresh a stored response is at one instant (RFC 9111 §4.2).
 *
 * @param lifetime how old it may be and still be fresh, zero or more
 * @param age how old it is, zero or more
 * @param basis where the lifetime comes from
 */
public record Freshness(Duration lifetime, Duration age, Reason basis) {

    /** The freshness of {@code stored} at {@code now}. Clocks that disagree or run backwards never make an age negative. */
    public static Freshness of(StoredHead stored, PolicySettings settings, Instant now) {
        return of(stored, ResponseDirectives.of(stored.response(), settings), settings, now);
    }

    /** The freshness where the directives of {@code stored} have been read already. */
    static Freshness of(StoredHead stored, ResponseDirectives directives, PolicySettings settings, Instant now) {
        Lifetime lifetime = Lifetime.of(stored.response(), directives, settings, stored.responseTime());
        return new Freshness(lifetime.duration(), currentAge(stored, now), lifetime.basis());
    }

    /** RFC 9111 §4.2: a response is fresh while its lifetime is greater than its age. */
    public boolean fresh() {
        return lifetime.compareTo(age) > 0;
    }

    /** How long it stays fresh; zero or negative when it is stale: since when. */
    public Duration remaining() {
        return lifetime.minus(age);
    }

    /** How fresh the response is when so much more time has passed; the same rules decide, as the lifetime stays. */
    public Freshness after(Duration passed) {
        return new Freshness(lifetime, age.plus(passed), basis);
    }

    /** Whether what a response says of age and {@link #remaining}, in whole seconds, is the same. */
    public boolean readsAs(Freshness other) {
        return age.toSeconds() == other.age().toSeconds()
                && remaining().toSeconds() == other.remaining().toSeconds();
    }

    /**
     * For how long from now on, exclusively, age and {@link #remaining} stay the same in whole seconds, so that nothing which
     * a response says of them changes, and no rule that compares them with whole seconds decides differently; at least 1 ns.
     */
    public Duration steadyFor() {
        Duration untilOlder = Duration.ofSeconds(1).minusNanos(age.toNanosPart());
        Duration untilLess = Duration.ofNanos(Math.max(1, remaining().toNanosPart()));
        return Durations.shorter(untilOlder, untilLess);
    }

    /** Whether the origin stated the lifetime; otherwise the cache assumed it. */
    public boolean explicit() {
        return new Lifetime(lifetime, basis).explicit();
    }

    /** RFC 9111 §4.2.3, its names and its order. */
    private static Duration currentAge(StoredHead stored, Instant now) {
        Instant dateValue = Lifetime.date(stored.response(), stored.responseTime());
        Duration apparentAge = elapsed(dateValue, stored.responseTime());
        Duration responseDelay = elapsed(stored.requestTime(), stored.responseTime());
        Duration correctedAgeValue = ageValue(stored).plus(responseDelay);
        Duration correctedInitialAge = Durations.longer(apparentAge, correctedAgeValue);
        Duration residentTime = elapsed(stored.responseTime(), now);
        return correctedInitialAge.plus(residentTime);
    }

    /** RFC 9111 §5.1: of a list the first member counts; what is no number is ignored. */
    private static Duration ageValue(StoredHead stored) {
        return FieldValues.elements(stored.response().fields(), Field.AGE).stream()
                .findFirst()
                .flatMap(DeltaSeconds::parse)
                .orElse(Duration.ZERO);
    }

    private static Duration elapsed(Instant from, Instant to) {
        return Durations.atLeastZero(Duration.between(from, to));
    }
}
