package io.freshet.policy;

import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static io.freshet.policy.At.NOW;
import static io.freshet.policy.At.STRICT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.RequestHead;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StaleIfErrorTest {

    private static final PolicySettings A_MINUTE = At.settings(Duration.ofMinutes(1), Duration.ZERO);

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("failures")
    void a_stored_response_stands_in_for_a_failing_origin_if_all_agree(
            RequestHead request, String cacheControl, long staleFor, PolicySettings settings, Verdict verdict) {
        StoredHead stored = At.stored(get(), ok("Cache-Control: max-age=100, " + cacheControl), 100 + staleFor);
        Freshness freshness = Freshness.of(stored, settings, NOW);

        assertThat(StaleIfError.judge(request, stored, freshness, settings)).isEqualTo(verdict);
    }

    static Stream<Arguments> failures() {
        Verdict yes = Verdict.yes(Reason.STALE_IF_ERROR);
        Verdict forbidden = Verdict.no(Reason.STALE_FORBIDDEN);
        Verdict notAllowed = Verdict.no(Reason.STALE_NOT_ALLOWED);
        RequestHead willing = get("Cache-Control: stale-if-error=60");
        return Stream.of(
                argumentSet("RFC 5861 §4: nobody allows it", get(), "", 1, STRICT, notAllowed),
                argumentSet("RFC 5861 §4: the response does", get(), "stale-if-error=60", 59, STRICT, yes),
                argumentSet(
                        "RFC 5861 §4: the response no longer does", get(), "stale-if-error=60", 60, STRICT, notAllowed),
                argumentSet("RFC 5861 §4: the request does", willing, "", 59, STRICT, yes),
                argumentSet("RFC 5861 §4: the request no longer does", willing, "", 60, STRICT, notAllowed),
                argumentSet(
                        "RFC 5861 §4: a bad value allows nothing", get(), "stale-if-error=x", 1, STRICT, notAllowed),
                argumentSet("the settings do", get(), "", 59, A_MINUTE, yes),
                argumentSet("the settings no longer do", get(), "", 60, A_MINUTE, notAllowed),
                argumentSet(
                        "RFC 5861 §4: the response overrides the settings",
                        get(),
                        "stale-if-error=0",
                        1,
                        A_MINUTE,
                        notAllowed),
                argumentSet(
                        "still fresh, but validation was asked for",
                        get("Cache-Control: max-age=0"),
                        "",
                        -50,
                        STRICT,
                        yes),
                argumentSet(
                        "RFC 9111 §5.2.2.2: still fresh, must-revalidate",
                        get("Cache-Control: max-age=0"),
                        "must-revalidate",
                        -50,
                        STRICT,
                        yes),
                argumentSet(
                        "RFC 9111 §5.2.2.2: must-revalidate",
                        willing,
                        "must-revalidate, stale-if-error=60",
                        1,
                        A_MINUTE,
                        forbidden),
                argumentSet(
                        "RFC 9111 §5.2.2.8: proxy-revalidate",
                        willing,
                        "proxy-revalidate, stale-if-error=60",
                        1,
                        A_MINUTE,
                        forbidden),
                argumentSet(
                        "RFC 9111 §5.2.2.10: s-maxage",
                        willing,
                        "s-maxage=100, stale-if-error=60",
                        1,
                        A_MINUTE,
                        forbidden),
                argumentSet(
                        "RFC 9111 §5.2.2.4: no-cache",
                        willing,
                        "no-cache, stale-if-error=60",
                        -50,
                        A_MINUTE,
                        forbidden),
                argumentSet(
                        "RFC 9111 §5.2.2.4: no-cache for a field",
                        get(),
                        "no-cache=\"x\", stale-if-error=60",
                        1,
                        STRICT,
                        yes),
                argumentSet(
                        "RFC 9111 §5.2.1.4: request no-cache",
                        get("Cache-Control: no-cache"),
                        "stale-if-error=60",
                        1,
                        A_MINUTE,
                        forbidden),
                argumentSet(
                        "RFC 9111 §5.4: Pragma", get("Pragma: no-cache"), "stale-if-error=60", 1, A_MINUTE, forbidden));
    }

    @ParameterizedTest(name = "RFC 5861 §4: {0}")
    @CsvSource({
        "500, true",
        "502, true",
        "503, true",
        "504, true",
        "501, false",
        "505, false",
        "429, false",
        "404, false",
        "200, false"
    })
    void some_statuses_are_failures(int status, boolean error) {
        assertThat(StaleIfError.isError(status)).isEqualTo(error);
    }
}
