package io.freshet.policy;

import static io.freshet.http.Heads.fields;
import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static io.freshet.http.Heads.request;
import static io.freshet.http.Heads.response;
import static io.freshet.policy.Conditions.Outcome.NOT_MODIFIED;
import static io.freshet.policy.Conditions.Outcome.PROCEED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionsTest {

    private static final String DAY_BEFORE = At.date(-86_400);
    private static final String NOW = At.date(0);

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("conditions")
    void conditions_are_evaluated_in_order(RequestHead request, ResponseHead response, Conditions.Outcome outcome) {
        assertThat(Conditions.evaluate(request, response)).isEqualTo(outcome);
    }

    static Stream<Arguments> conditions() {
        ResponseHead tagged = ok("ETag: \"1\"", "Last-Modified: " + DAY_BEFORE);
        ResponseHead weak = ok("ETag: W/\"1\"");
        ResponseHead dated = ok("Date: " + NOW, "Last-Modified: " + DAY_BEFORE);
        return Stream.of(
                argumentSet("no condition", get(), tagged, PROCEED),
                argumentSet("RFC 9110 §13.1.2: the tag", get("If-None-Match: \"1\""), tagged, NOT_MODIFIED),
                argumentSet("RFC 9110 §13.1.2: HEAD", request("HEAD", "If-None-Match: \"1\""), tagged, NOT_MODIFIED),
                argumentSet("RFC 9110 §13.1.2: weakly compared", get("If-None-Match: W/\"1\""), tagged, NOT_MODIFIED),
                argumentSet(
                        "RFC 9110 §13.1.2: weakly compared, the other way",
                        get("If-None-Match: \"1\""),
                        weak,
                        NOT_MODIFIED),
                argumentSet(
                        "RFC 9110 §13.1.2: one of a list", get("If-None-Match: \"0\", \"1\""), tagged, NOT_MODIFIED),
                argumentSet(
                        "RFC 9110 §13.1.2: one of several lines",
                        get("If-None-Match: \"0\"", "If-None-Match: \"1\""),
                        tagged,
                        NOT_MODIFIED),
                argumentSet("RFC 9110 §13.1.2: any", get("If-None-Match: *"), ok(), NOT_MODIFIED),
                argumentSet("RFC 9110 §13.1.2: another tag", get("If-None-Match: \"2\""), tagged, PROCEED),
                argumentSet("RFC 9110 §13.1.2: no tag to compare with", get("If-None-Match: \"1\""), dated, PROCEED),
                argumentSet("RFC 9110 §13.1.2: an open quote", get("If-None-Match: \"1"), tagged, PROCEED),
                argumentSet(
                        "RFC 9110 §13.2.2: the tag before the date",
                        get("If-None-Match: \"2\"", "If-Modified-Since: " + NOW),
                        tagged,
                        PROCEED),
                argumentSet(
                        "RFC 9110 §13.1.3: not modified since",
                        get("If-Modified-Since: " + DAY_BEFORE),
                        dated,
                        NOT_MODIFIED),
                argumentSet(
                        "RFC 9110 §13.1.3: modified since",
                        get("If-Modified-Since: " + At.date(-86_401)),
                        dated,
                        PROCEED),
                argumentSet("RFC 9110 §13.1.3: no date", get("If-Modified-Since: today"), dated, PROCEED),
                argumentSet(
                        "RFC 9110 §13.1.3: two dates",
                        get("If-Modified-Since: " + NOW, "If-Modified-Since: " + NOW),
                        dated,
                        PROCEED),
                argumentSet(
                        "RFC 9111 §4.3.2: Date where Last-Modified is missing",
                        get("If-Modified-Since: " + NOW),
                        ok("Date: " + NOW),
                        NOT_MODIFIED),
                argumentSet(
                        "RFC 9111 §4.3.2: an earlier date than Date",
                        get("If-Modified-Since: " + DAY_BEFORE),
                        ok("Date: " + NOW),
                        PROCEED),
                argumentSet(
                        "RFC 9111 §4.3.2: nothing to compare with", get("If-Modified-Since: " + NOW), ok(), PROCEED),
                argumentSet("RFC 9110 §13.2.1: an error", get("If-None-Match: *"), response(404), PROCEED),
                argumentSet("RFC 9110 §13.2.1: another method", request("POST", "If-None-Match: *"), tagged, PROCEED),
                argumentSet("RFC 9111 §4.3.2: If-Match is not for caches", get("If-Match: \"2\""), tagged, PROCEED));
    }

    @Test
    void a_304_has_what_guides_a_cache_and_nothing_of_the_content() {
        ResponseHead notModified = Conditions.notModified(ok(
                "Content-Type: a/b",
                "Cache-Control: max-age=9",
                "Content-Length: 5",
                "ETag: \"1\"",
                "Last-Modified: " + NOW,
                "Date: " + NOW,
                "Content-Location: /x",
                "Content-Encoding: gzip",
                "Vary: A",
                "Expires: 0",
                "Content-Security-Policy: none",
                "Set-Cookie: a=b",
                "Set-Cookie: c=d",
                "Age: 3"));

        assertThat(notModified.status()).isEqualTo(304);
        assertThat(notModified.fields())
                .isEqualTo(fields(
                        "Cache-Control: max-age=9",
                        "ETag: \"1\"",
                        "Date: " + NOW,
                        "Content-Location: /x",
                        "Vary: A",
                        "Expires: 0",
                        "Content-Security-Policy: none",
                        "Set-Cookie: a=b",
                        "Set-Cookie: c=d",
                        "Age: 3"));
    }

    @Test
    void a_304_without_a_tag_has_the_date_of_modification() {
        assertThat(Conditions.notModified(ok("Last-Modified: " + NOW)).fields())
                .isEqualTo(fields("Last-Modified: " + NOW));
    }
}
