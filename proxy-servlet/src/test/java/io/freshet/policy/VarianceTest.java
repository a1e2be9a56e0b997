package io.freshet.policy;

import static io.freshet.http.Heads.fields;
import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VarianceTest {

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("requests")
    void a_stored_response_answers_requests_like_its_own(
            ResponseHead response, RequestHead first, RequestHead second, boolean matches) {
        assertThat(Variance.matches(At.stored(first, response), second)).isEqualTo(matches);
        assertThat(Variance.variant(first, response).equals(Variance.variant(second, response)))
                .isEqualTo(matches);
    }

    static Stream<Arguments> requests() {
        ResponseHead none = ok();
        ResponseHead varies = ok("Vary: Accept, X-A", "Vary: x-a");
        return Stream.of(
                argumentSet("RFC 9111 §4.1: no Vary", none, get("Accept: a"), get("Accept: b"), true),
                argumentSet("RFC 9111 §4.1: equal values", varies, get("Accept: a"), get("accept: a"), true),
                argumentSet("RFC 9111 §4.1: another value", varies, get("Accept: a"), get("Accept: b"), false),
                argumentSet(
                        "RFC 9111 §4.1: a value in another case", varies, get("Accept: a"), get("Accept: A"), false),
                argumentSet("RFC 9111 §4.1: a field that is not nominated", varies, get("X-B: 1"), get("X-B: 2"), true),
                argumentSet("RFC 9111 §4.1: absent and absent", varies, get(), get(), true),
                argumentSet("RFC 9111 §4.1: absent and present", varies, get(), get("X-A: 1"), false),
                argumentSet("RFC 9111 §4.1: present and absent", varies, get("X-A: 1"), get(), false),
                argumentSet("RFC 9111 §4.1: absent and empty", varies, get(), get("X-A:"), false),
                argumentSet(
                        "RFC 9111 §4.1: whitespace between elements",
                        varies,
                        get("X-A: 1,2"),
                        get("X-A: 1 ,\t2 "),
                        true),
                argumentSet(
                        "RFC 9111 §4.1: whitespace within a quoted string",
                        varies,
                        get("X-A: \"1,2\""),
                        get("X-A: \"1, 2\""),
                        false),
                argumentSet("RFC 9111 §4.1: lines combined", varies, get("X-A: 1, 2"), get("X-A: 1", "X-A: 2"), true),
                argumentSet("RFC 9111 §4.1: another order", varies, get("X-A: 1, 2"), get("X-A: 2, 1"), false),
                argumentSet(
                        "RFC 9111 §4.1: a value that looks like a name",
                        varies,
                        get("Accept: x-a"),
                        get("X-A: x-a"),
                        false),
                argumentSet(
                        "RFC 9111 §4.1: values under each other's names",
                        varies,
                        get("Accept: 1"),
                        get("X-A: 1"),
                        false));
    }

    @Test
    void star_matches_nothing_even_beside_names() {
        assertThat(Variance.star(fields("Vary: Accept", "Vary: *"))).isTrue();
        assertThat(Variance.matches(At.stored(get(), ok("Vary: *")), get())).isFalse();
    }

    @Test
    void too_many_names_count_as_star() {
        String names = IntStream.range(0, 33).mapToObj(i -> "x-" + i).collect(Collectors.joining(","));

        assertThat(Variance.star(fields("Vary: " + names))).isTrue();
        assertThat(Variance.nominated(fields("Vary: " + names))).hasSize(32);
        assertThat(Variance.star(fields("Vary: " + "a,".repeat(300_000)))).isFalse();
    }

    @Test
    void names_are_in_lower_case_sorted_and_each_once() {
        assertThat(Variance.nominated(fields("Vary: X-B, accept", "vary: Accept,,x-a")))
                .containsExactly("accept", "x-a", "x-b");
    }

    @Test
    void only_nominated_fields_are_kept_with_a_stored_response() {
        assertThat(Variance.selecting(get("A: 1", "Cookie: secret", "B: 2", "a: 3"), ok("Vary: A")))
                .isEqualTo(fields("A: 1", "a: 3"));
    }

    @Test
    void a_variant_is_a_short_stable_text() {
        assertThat(Variance.variant(get("A: " + "x".repeat(100_000)), ok("Vary: A")))
                .matches("[A-Za-z0-9_-]{22}");
        assertThat(Variance.variant(get("A: 1"), ok("Vary: A, b")))
                .isEqualTo(Variance.variant(get("a: 1"), ok("Vary: B", "Vary: a")));
        assertThat(Variance.variant(get("A: 1"), ok("Vary: A")))
                .isNotEqualTo(Variance.variant(get("A: 1"), ok("Vary: A, B")));
    }
}
