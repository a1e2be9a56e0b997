package io.freshet.policy;

import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static io.freshet.http.Heads.response;
import static io.freshet.policy.At.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.ResponseHead;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FreshnessTest {

    private static final String DATE = "Date: " + At.date(0);

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("lifetimes")
    void a_lifetime_comes_from_the_first_that_states_one(ResponseHead response, long seconds, Reason basis) {
        assertThat(lifetime(response, PolicySettings.DEFAULT))
                .isEqualTo(new Lifetime(Duration.ofSeconds(seconds), basis));
    }

    static Stream<Arguments> lifetimes() {
        String expires = "Expires: " + At.date(30);
        return Stream.of(
                argumentSet(
                        "RFC 9111 §4.2.1: s-maxage first",
                        ok(DATE, expires, "Cache-Control: max-age=20, s-maxage=10"),
                        10,
                        Reason.S_MAXAGE),
                argumentSet(
                        "RFC 9111 §4.2.1: an invalid s-maxage still",
                        ok(DATE, "Cache-Control: max-age=20, s-maxage=x"),
                        0,
                        Reason.S_MAXAGE),
                argumentSet(
                        "RFC 9111 §4.2.1: then max-age",
                        ok(DATE, expires, "Cache-Control: max-age=20"),
                        20,
                        Reason.MAX_AGE),
                argumentSet(
                        "RFC 9111 §1.2.2: the longest lifetime",
                        ok(DATE, "Cache-Control: max-age=9999999999"),
                        1L << 31,
                        Reason.MAX_AGE),
                argumentSet(
                        "RFC 9111 §4.2.1: then Expires minus Date",
                        ok("Date: " + At.date(-70), expires),
                        100,
                        Reason.EXPIRES),
                argumentSet(
                        "RFC 9110 §6.6.1: without Date, minus the time of arrival", ok(expires), 30, Reason.EXPIRES),
                argumentSet("RFC 9110 §6.6.1: so with a bad Date", ok("Date: yesterday", expires), 30, Reason.EXPIRES),
                argumentSet(
                        "RFC 9111 §5.3: Expires in the past", ok(DATE, "Expires: " + At.date(-1)), 0, Reason.EXPIRES),
                argumentSet("RFC 9111 §5.3: Expires: 0", ok(DATE, "Expires: 0"), 0, Reason.EXPIRES),
                argumentSet(
                        "RFC 9111 §4.2.1: two Expires",
                        ok(DATE, expires, "Expires: " + At.date(90)),
                        0,
                        Reason.EXPIRES),
                argumentSet(
                        "RFC 9111 §4.2.2: a tenth of the time unmodified",
                        ok(DATE, "Last-Modified: " + At.date(-1000)),
                        100,
                        Reason.HEURISTIC),
                argumentSet(
                        "RFC 9111 §4.2.2: at most a day",
                        ok(DATE, "Last-Modified: " + At.date(-100_000_000)),
                        86_400,
                        Reason.HEURISTIC),
                argumentSet(
                        "RFC 9111 §4.2.2: modified in the future",
                        ok(DATE, "Last-Modified: " + At.date(1000)),
                        0,
                        Reason.HEURISTIC),
                argumentSet(
                        "RFC 9111 §4.2.2: public, whatever the status",
                        response(302, DATE, "Cache-Control: public", "Last-Modified: " + At.date(-1000)),
                        100,
                        Reason.HEURISTIC),
                argumentSet("the default", ok(DATE), 60, Reason.DEFAULT_TTL),
                argumentSet(
                        "the default where Last-Modified is no date",
                        ok(DATE, "Last-Modified: today"),
                        60,
                        Reason.DEFAULT_TTL),
                argumentSet(
                        "RFC 9111 §4.2.2: none by other statuses",
                        response(302, DATE, "Last-Modified: " + At.date(-1000)),
                        0,
                        Reason.NO_LIFETIME));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "S_MAXAGE, true",
        "MAX_AGE, true",
        "EXPIRES, true",
        "HEURISTIC, false",
        "DEFAULT_TTL, false",
        "NO_LIFETIME, false"
    })
    void only_what_the_origin_states_is_explicit(Reason basis, boolean explicit) {
        assertThat(new Lifetime(Duration.ZERO, basis).explicit()).isEqualTo(explicit);
        assertThat(new Freshness(Duration.ZERO, Duration.ZERO, basis).explicit())
                .isEqualTo(explicit);
    }

    /** All times in seconds from now. */
    @ParameterizedTest(name = "RFC 9111 §4.2.3: {0}")
    @CsvSource({
        "age is zero on arrival,                        0,    0,    0, '',  0",
        "time in the cache counts,                    -10,  -10,  -10, '', 10",
        "the time since Date counts,                  -30,  -10,  -10, '', 30",
        "Age counts,                                  -10,  -10,  -10, 50, 60",
        "the delay of the response counts beside Age, -10,  -14,  -10, 50, 64",
        "the delay alone does,                        -10,  -14,  -10, '', 14",
        "the greater of both ways wins,              -100,  -10,  -10, 50, 100",
        "a Date in the future is no negative age,      99,    0,    0, '',  0",
        "a clock set back is no negative age,          20,   20,   20, '',  0",
        "a request after its response is no delay,      0,    5,    0, '',  0",
        "a bad Age is ignored,                          0,    0,    0, x,   0",
        "a negative Age is ignored,                     0,    0,    0, -5,  0",
        "the first of several Ages counts,              0,    0,    0, '7, 99', 7",
        "the largest Age is 2^31,                       0,    0,    0, 99999999999999999999, 2147483648"
    })
    void age_is_calculated(String rule, long date, long requestTime, long responseTime, String age, long expected) {
        ResponseHead response =
                age.isEmpty() ? ok("Date: " + At.date(date)) : ok("Date: " + At.date(date), "Age: " + age);
        StoredHead stored =
                new StoredHead(get(), response, NOW.plusSeconds(requestTime), NOW.plusSeconds(responseTime));

        assertThat(Freshness.of(stored, At.STRICT, NOW).age()).as(rule).isEqualTo(Duration.ofSeconds(expected));
    }

    @ParameterizedTest(name = "RFC 9111 §4.2: max-age=60 after {0} s")
    @CsvSource({"0, true, 60", "59, true, 1", "60, false, 0", "61, false, -1"})
    void a_response_is_fresh_while_its_lifetime_is_greater_than_its_age(long age, boolean fresh, long remaining) {
        StoredHead stored = At.stored(get(), ok("Cache-Control: max-age=60"), age);

        Freshness freshness = Freshness.of(stored, At.STRICT, NOW);

        assertThat(freshness.fresh()).isEqualTo(fresh);
        assertThat(freshness.remaining()).isEqualTo(Duration.ofSeconds(remaining));
    }

    @Test
    void a_default_lifetime_of_zero_is_none() {
        assertThat(lifetime(ok(DATE), At.STRICT)).isEqualTo(new Lifetime(Duration.ZERO, Reason.NO_LIFETIME));
    }

    private static Lifetime lifetime(ResponseHead response, PolicySettings settings) {
        return Lifetime.of(response, ResponseDirectives.of(response, settings), settings, NOW);
    }
}
