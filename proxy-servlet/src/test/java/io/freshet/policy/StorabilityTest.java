package io.freshet.policy;

import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static io.freshet.http.Heads.request;
import static io.freshet.http.Heads.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorabilityTest {

    private static final String DATE = "Date: " + At.date(0);
    private static final String COOKIE = "Cookie: id=1";
    private static final String SET_COOKIE = "Set-Cookie: id=1";
    private static final String BASIC = "Authorization: Basic YTpi";

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("storable")
    void a_shared_cache_may_store(RequestHead request, ResponseHead response) {
        assertThat(Storability.judge(request, response, At.STRICT)).isEqualTo(Verdict.yes(Reason.STORABLE));
    }

    static Stream<Arguments> storable() {
        return Stream.of(
                argumentSet("RFC 9111 §3: an explicit lifetime", get(), fresh()),
                argumentSet(
                        "RFC 9111 §3: an unknown status with a lifetime",
                        get(),
                        response(599, DATE, "Cache-Control: max-age=9")),
                argumentSet("RFC 9111 §5.3: Expires", get(), ok(DATE, "Expires: " + At.date(60))),
                argumentSet("RFC 9111 §5.3: Expires without Date", get(), ok("Expires: " + At.date(60))),
                argumentSet("RFC 9111 §4.2.2: Last-Modified", get(), ok(DATE, "Last-Modified: " + At.date(-1000))),
                argumentSet(
                        "RFC 9111 §4.2.2: public",
                        get(),
                        response(302, DATE, "Cache-Control: public", "Last-Modified: " + At.date(-1000))),
                argumentSet(
                        "RFC 9111 §5.2.2.3: must-understand, understood",
                        get(),
                        fresh("Cache-Control: must-understand, no-store")),
                argumentSet(
                        "RFC 9111 §5.2.2.7: private for one field", get(), fresh("Cache-Control: private=\"X-User\"")),
                argumentSet(
                        "RFC 9111 §5.2.2.7: private for the cookie",
                        get(),
                        fresh("Cache-Control: private=\"set-cookie\"", SET_COOKIE)),
                argumentSet("RFC 9111 §3.5: Authorization and public", get(BASIC), fresh("Cache-Control: public")),
                argumentSet(
                        "RFC 9111 §3.5: Authorization and s-maxage", get(BASIC), ok(DATE, "Cache-Control: s-maxage=9")),
                argumentSet(
                        "RFC 9111 §3.5: Authorization and must-revalidate",
                        get(BASIC),
                        fresh("Cache-Control: must-revalidate")),
                argumentSet("RFC 9111 §7.3: Set-Cookie and public", get(), fresh("Cache-Control: public", SET_COOKIE)),
                argumentSet(
                        "RFC 9111 §7.3: Set-Cookie and s-maxage",
                        get(),
                        ok(DATE, "Cache-Control: s-maxage=9", SET_COOKIE)),
                argumentSet("a Cookie and an explicit lifetime", get(COOKIE), fresh()),
                argumentSet(
                        "RFC 9110 §14.2: the whole, though a range was asked for", get("Range: bytes=0-1"), fresh()),
                argumentSet("RFC 9111 §4.1: Vary", get(), fresh("Vary: Accept, Accept-Language")),
                argumentSet(
                        "RFC 5861 §4: stale, but good for errors",
                        get(),
                        ok(DATE, "Cache-Control: max-age=0, stale-if-error=60")));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("notStorable")
    void a_shared_cache_does_not_store(RequestHead request, ResponseHead response, Reason reason) {
        assertThat(Storability.judge(request, response, At.STRICT)).isEqualTo(Verdict.no(reason));
    }

    static Stream<Arguments> notStorable() {
        return Stream.of(
                argumentSet("RFC 9111 §3: HEAD", request("HEAD"), fresh(), Reason.METHOD_NOT_STORABLE),
                argumentSet("RFC 9110 §9.3.3: POST", request("POST"), fresh(), Reason.POST_WITHOUT_LOCATION),
                argumentSet(
                        "RFC 9110 §9.1: a method in another case", request("get"), fresh(), Reason.METHOD_NOT_STORABLE),
                argumentSet(
                        "RFC 9111 §3: 103", get(), response(103, "Cache-Control: max-age=9"), Reason.INTERIM_RESPONSE),
                argumentSet(
                        "RFC 9111 §3.3: 206", get(), response(206, "Cache-Control: max-age=9"), Reason.PARTIAL_CONTENT),
                argumentSet(
                        "RFC 9111 §3: 304",
                        get(),
                        response(304, "Cache-Control: max-age=9"),
                        Reason.CONDITIONAL_STATUS),
                argumentSet(
                        "RFC 9110 §15.5.13: 412",
                        get(),
                        response(412, "Cache-Control: max-age=9"),
                        Reason.CONDITIONAL_STATUS),
                argumentSet(
                        "RFC 9110 §15.5.17: 416",
                        get(),
                        response(416, "Cache-Control: max-age=9"),
                        Reason.CONDITIONAL_STATUS),
                argumentSet(
                        "RFC 9111 §5.2.2.3: must-understand, unknown",
                        get(),
                        response(299, "Cache-Control: max-age=9, must-understand"),
                        Reason.UNKNOWN_STATUS),
                argumentSet(
                        "RFC 9111 §5.2.1.5: request no-store",
                        get("Cache-Control: no-store"),
                        fresh(),
                        Reason.REQUEST_NO_STORE),
                argumentSet("RFC 9111 §5.2.2.5: no-store", get(), fresh("Cache-Control: no-store"), Reason.NO_STORE),
                argumentSet(
                        "RFC 9111 §5.2.2.5: no-store behind an open quote",
                        get(),
                        fresh("Cache-Control: a=\"b, no-store"),
                        Reason.NO_STORE),
                argumentSet("RFC 9111 §5.2.2.7: private", get(), fresh("Cache-Control: private"), Reason.PRIVATE),
                argumentSet(
                        "RFC 9111 §5.2.2.7: private and private for a field",
                        get(),
                        fresh("Cache-Control: private=\"a\", private"),
                        Reason.PRIVATE),
                argumentSet(
                        "RFC 9111 §5.2.2.7: private against s-maxage",
                        get(),
                        fresh("Cache-Control: private, s-maxage=9"),
                        Reason.PRIVATE),
                argumentSet("RFC 9111 §3.5: Authorization", get(BASIC), fresh(), Reason.AUTHORIZATION),
                argumentSet("RFC 9111 §7.3: Set-Cookie", get(), fresh(SET_COOKIE), Reason.SET_COOKIE),
                argumentSet(
                        "RFC 9875 §2: a group that cannot be kept in mind",
                        get(),
                        fresh("Cache-Groups: \"" + "x".repeat(257) + "\""),
                        Reason.CACHE_GROUPS_TOO_MANY),
                argumentSet(
                        "the same of a tag",
                        get(),
                        fresh("Surrogate-Key: " + "x".repeat(1025)),
                        Reason.CACHE_TAGS_TOO_MANY),
                argumentSet("RFC 9111 §4.1: Vary: *", get(), fresh("Vary: Accept, *"), Reason.VARY_STAR),
                argumentSet(
                        "RFC 9111 §3: 302 without a lifetime",
                        get(),
                        response(302, DATE, "ETag: \"1\""),
                        Reason.STATUS_WITHOUT_LIFETIME),
                argumentSet(
                        "RFC 9111 §3: 500 without a lifetime",
                        get(),
                        response(500, DATE, "ETag: \"1\""),
                        Reason.STATUS_WITHOUT_LIFETIME),
                argumentSet(
                        "RFC 9111 §7.3: a Cookie and no lifetime",
                        get(COOKIE),
                        ok(DATE, "Last-Modified: " + At.date(-1000)),
                        Reason.CREDENTIALS_WITHOUT_LIFETIME),
                argumentSet(
                        "RFC 9111 §7.3: Authorization and no lifetime",
                        get(BASIC),
                        ok(DATE, "Cache-Control: public"),
                        Reason.CREDENTIALS_WITHOUT_LIFETIME),
                argumentSet(
                        "RFC 9111 §7.3: Set-Cookie and no lifetime",
                        get(),
                        ok(DATE, "Cache-Control: public", SET_COOKIE),
                        Reason.CREDENTIALS_WITHOUT_LIFETIME),
                argumentSet("RFC 9111 §3: nothing to go by", get(), ok(DATE), Reason.NO_LIFETIME_NO_VALIDATOR),
                argumentSet(
                        "RFC 9111 §4.2.1: max-age=0",
                        get(),
                        ok(DATE, "Cache-Control: max-age=0"),
                        Reason.NO_LIFETIME_NO_VALIDATOR),
                argumentSet("RFC 9111 §4.2.3: stale on arrival", get(), fresh("Age: 60"), Reason.STALE_ON_ARRIVAL),
                argumentSet(
                        "RFC 9111 §5.2.2.4: no-cache and no validator",
                        get(),
                        fresh("Cache-Control: no-cache"),
                        Reason.NO_LIFETIME_NO_VALIDATOR));
    }

    @ParameterizedTest(name = "RFC 9110 §15.1: {0}")
    @ValueSource(ints = {200, 203, 204, 300, 301, 308})
    void a_response_that_states_nothing_gets_the_default_lifetime_by_its_status(int status) {
        assertThat(Storability.judge(get(), response(status, DATE), PolicySettings.DEFAULT))
                .isEqualTo(Verdict.yes(Reason.STORABLE));
    }

    @ParameterizedTest(name = "RFC 9110 §15.1: {0}")
    @ValueSource(
            ints = {
                201, 202, 299, 302, 303, 307, 400, 401, 403, 404, 405, 410, 414, 429, 499, 500, 501, 502, 503, 504, 599
            })
    void other_statuses_are_never_given_a_lifetime(int status) {
        assertThat(Storability.judge(get(), response(status, DATE), PolicySettings.DEFAULT))
                .isEqualTo(Verdict.no(Reason.STATUS_WITHOUT_LIFETIME));
    }

    @Test
    void a_stale_response_with_a_validator_is_stored_for_as_long_as_settings_keep_such() {
        ResponseHead stale = ok(DATE, "Cache-Control: no-cache", "ETag: \"1\"");

        assertThat(Storability.judge(get(), stale, PolicySettings.DEFAULT).allowed())
                .isTrue();
        assertThat(Storability.judge(get(), stale, At.STRICT).allowed()).isFalse();
    }

    private static ResponseHead fresh(String... lines) {
        return ok(Stream.concat(Stream.of(DATE, "Cache-Control: max-age=60"), Stream.of(lines))
                .toArray(String[]::new));
    }

    /** RFC 9112 §8: such a response is complete, but it must say something of itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // ending         | fields                       | setting | refused
                "DELIMITED       | Cache-Control: max-age=9      | true    | -",
                "DELIMITED       | X: 1                          | true    | -",
                "WITH_CONNECTION | Cache-Control: max-age=9      | true    | -",
                "WITH_CONNECTION | Cache-Control: s-maxage=9     | true    | -",
                "WITH_CONNECTION | ETag: \"v\"                   | true    | -",
                "WITH_CONNECTION | Last-Modified: Sat, 28 Feb 2026 12:00:00 GMT | true | -",
                "WITH_CONNECTION | X: 1                          | true    | UNDELIMITED",
                "WITH_CONNECTION | Cache-Control: public         | true    | UNDELIMITED",
                "WITH_CONNECTION | Cache-Control: no-store       | true    | NO_STORE",
                "WITH_CONNECTION | Cache-Control: max-age=9      | false   | UNDELIMITED",
                "UNKNOWN         | Cache-Control: max-age=9      | true    | UNDELIMITED",
            })
    void what_ends_with_its_connection(Ending ending, String field, boolean setting, Reason refused) {
        PolicySettings usual = PolicySettings.DEFAULT;
        PolicySettings settings = new PolicySettings(
                usual.defaultTtl(),
                usual.heuristicFraction(),
                usual.heuristicMax(),
                usual.staleIfError(),
                usual.staleWhileRevalidate(),
                usual.keep(),
                usual.storeCookies(),
                usual.targets(),
                usual.deceptionGuard(),
                setting,
                usual.concealment());

        assertThat(Storability.judge(get(), response(200, field), ending, settings))
                .isEqualTo(refused == null ? Verdict.yes(Reason.STORABLE) : Verdict.no(refused));
    }
}
