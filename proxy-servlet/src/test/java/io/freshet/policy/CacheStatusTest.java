package io.freshet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CacheStatusTest {

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("members")
    void a_status_is_a_structured_field_member(CacheStatus status, String text) {
        assertThat(status).hasToString(text);
    }

    static Stream<Arguments> members() {
        return Stream.of(
                argumentSet(
                        "RFC 9211 §2.1: hit", CacheStatus.hit().ttl(Duration.ofSeconds(57)), "Freshet; hit; ttl=57"),
                argumentSet(
                        "RFC 9211 §2.4: a stale hit",
                        CacheStatus.hit().ttl(Duration.ofSeconds(-9)),
                        "Freshet; hit; ttl=-9"),
                argumentSet(
                        "RFC 9211 §2.2: a miss",
                        CacheStatus.fwd(CacheStatus.Fwd.URI_MISS).stored().fwdStatus(200),
                        "Freshet; fwd=uri-miss; fwd-status=200; stored"),
                argumentSet(
                        "RFC 9211 §2.3: validated",
                        CacheStatus.fwd(CacheStatus.Fwd.STALE).fwdStatus(304).detail(Reason.STALE_IF_ERROR),
                        "Freshet; fwd=stale; fwd-status=304; detail=stale-if-error"),
                argumentSet(
                        "RFC 9211 §2.6: collapsed",
                        CacheStatus.fwd(CacheStatus.Fwd.MISS).collapsed(),
                        "Freshet; fwd=miss; collapsed"),
                argumentSet(
                        "neither hit nor forwarded",
                        CacheStatus.neither().detail(Reason.ONLY_IF_CACHED),
                        "Freshet; detail=only-if-cached"),
                argumentSet(
                        "RFC 9211 §2.8: free text",
                        CacheStatus.hit().detail("two words"),
                        "Freshet; hit; detail=\"two words\""),
                argumentSet(
                        "RFC 9651 §3.3.3: text to be escaped",
                        CacheStatus.hit().detail("a\"b\\c\r\né"),
                        "Freshet; hit; detail=\"a\\\"b\\\\c???\""));
    }

    @Test
    void saying_more_leaves_the_first_value_alone() {
        CacheStatus first = CacheStatus.fwd(CacheStatus.Fwd.MISS);

        assertThat(first.stored())
                .isNotEqualTo(first)
                .isEqualTo(CacheStatus.fwd(CacheStatus.Fwd.MISS).stored());
        assertThat(first).hasToString("Freshet; fwd=miss");
    }

    @ParameterizedTest
    @EnumSource
    void every_reason_is_a_token_with_a_clause(Reason reason) {
        assertThat(reason.token()).matches("[a-z]+(-[a-z]+)*");
        assertThat(reason.clause()).matches("Freshet|(Freshet, cf\\. )?RFC \\d{4} §\\d+(\\.\\d+)*");
        assertThat(CacheStatus.hit().detail(reason)).hasToString("Freshet; hit; detail=" + reason.token());
    }
}
