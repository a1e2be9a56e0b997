package io.freshet.policy;

import static io.freshet.http.Heads.fields;
import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static io.freshet.http.Heads.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Variance.Match;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarianceTest {

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource({"requests", "preferences"})
    void a_stored_response_answers_requests_like_its_own(
            ResponseHead response, RequestHead first, RequestHead second, boolean matches) {
        assertThat(Variance.matches(At.stored(first, response), second, At.CONCEALMENT))
                .isEqualTo(matches);
        assertThat(Variance.variant(first, response, At.CONCEALMENT)
                        .equals(Variance.variant(second, response, At.CONCEALMENT)))
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

    static Stream<Arguments> preferences() {
        ResponseHead varies = ok("Vary: Accept, Accept-Charset, Accept-Encoding, Accept-Language, X-A");
        return Stream.of(
                argumentSet(
                        "RFC 9110 §12.5.4: languages in another order",
                        varies,
                        get("Accept-Language: en, de"),
                        get("Accept-Language: de, en"),
                        true),
                argumentSet(
                        "RFC 4647 §2: languages in another case",
                        varies,
                        get("Accept-Language: en, de"),
                        get("Accept-Language: eN, De"),
                        true),
                argumentSet(
                        "RFC 9110 §5.6.3: whitespace between languages",
                        varies,
                        get("Accept-Language: en, de"),
                        get("Accept-Language:  en ,   de"),
                        true),
                argumentSet(
                        "RFC 9110 §5.3: languages on two lines",
                        varies,
                        get("Accept-Language: en, de"),
                        get("Accept-Language: de", "Accept-Language: en"),
                        true),
                argumentSet(
                        "RFC 9110 §12.4.2: weights written in another way",
                        varies,
                        get("Accept-Language: en;q=1.0, de;q=0.50"),
                        get("Accept-Language: de; Q=0.5, en"),
                        true),
                argumentSet(
                        "RFC 9110 §12.4.2: other weights",
                        varies,
                        get("Accept-Language: en, de;q=0.5"),
                        get("Accept-Language: en, de;q=0.4"),
                        false),
                argumentSet(
                        "RFC 9110 §12.5.4: other languages",
                        varies,
                        get("Accept-Language: en, de"),
                        get("Accept-Language: en, fr"),
                        false),
                argumentSet(
                        "RFC 9110 §12.5.4: one language with two weights",
                        varies,
                        get("Accept-Language: en, en;q=0.5"),
                        get("Accept-Language: en;q=0.5, en"),
                        false),
                argumentSet(
                        "RFC 9110 §12.5.4: malformed, the same but for whitespace",
                        varies,
                        get("Accept-Language: en_US,de"),
                        get("Accept-Language: en_US , de"),
                        true),
                argumentSet(
                        "RFC 9110 §12.5.4: malformed, in another order",
                        varies,
                        get("Accept-Language: en_US,de"),
                        get("Accept-Language: de,en_US"),
                        false),
                argumentSet(
                        "RFC 9110 §12.4.2: a weight and a malformed one",
                        varies,
                        get("Accept-Language: de;q=1"),
                        get("Accept-Language: de;q=1.0000"),
                        false),
                argumentSet(
                        "RFC 9110 §8.4.1: codings in another case and order, one twice",
                        varies,
                        get("Accept-Encoding: gzip, br"),
                        get("Accept-Encoding: BR, GZIP, br"),
                        true),
                argumentSet(
                        "RFC 9110 §12.5.3: identity beside a coding",
                        varies,
                        get("Accept-Encoding: gzip"),
                        get("Accept-Encoding: gzip, identity"),
                        false),
                argumentSet("RFC 9110 §12.5.3: absent and empty", varies, get(), get("Accept-Encoding:"), false),
                argumentSet(
                        "RFC 9110 §5.6.1.2: empty and empty elements",
                        varies,
                        get("Accept-Encoding:"),
                        get("Accept-Encoding: ,"),
                        true),
                argumentSet(
                        "RFC 9110 §8.3.1: types in another case and order",
                        varies,
                        get("Accept: text/html, */*;q=0.1"),
                        get("Accept: */*; q=0.1,TEXT/HTML"),
                        true),
                argumentSet(
                        "RFC 2045 §5: parameters in another order",
                        varies,
                        get("Accept: text/html;level=1;charset=utf-8"),
                        get("Accept: text/html; charset=\"utf-8\"; Level=1"),
                        true),
                argumentSet(
                        "RFC 9110 §12.5.1: a weight before a parameter",
                        varies,
                        get("Accept: text/html;level=1;q=0.5"),
                        get("Accept: text/html;q=0.5;level=1"),
                        false),
                argumentSet(
                        "RFC 9110 §8.3.2: charsets in another case and order",
                        varies,
                        get("Accept-Charset: utf-8, koi8-r"),
                        get("Accept-Charset: KOI8-R, UTF-8"),
                        true),
                argumentSet(
                        "RFC 9111 §4.1: of other fields nothing is known",
                        varies,
                        get("X-A: en;q=1"),
                        get("X-A: en"),
                        false));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("languages")
    void a_stored_response_may_be_in_the_language_that_a_request_prefers(
            StoredHead stored, RequestHead request, Match match) {
        assertThat(Variance.match(stored, request, At.CONCEALMENT)).isEqualTo(match);
        assertThat(Variance.matches(stored, request, At.CONCEALMENT)).isEqualTo(match != Match.NONE);
    }

    static Stream<Arguments> languages() {
        RequestHead first = get("Accept-Language: en, de", "X-A: 1");
        ResponseHead german = ok("Vary: Accept-Language", "Content-Language: de");
        StoredHead stored = At.stored(first, german);
        RequestHead prefersGerman = get("Accept-Language: fr;q=0.5, de;q=1.0");
        return Stream.of(
                argumentSet("RFC 9111 §4.1: the same preferences", stored, first, Match.EXACT),
                argumentSet("RFC 9110 §12.5.4: preferred", stored, prefersGerman, Match.BY_LANGUAGE),
                argumentSet(
                        "RFC 9110 §8.5.1: in another case",
                        At.stored(first, ok("Vary: Accept-Language", "Content-Language: DE-at")),
                        get("Accept-Language: de-AT, de;q=0.9"),
                        Match.BY_LANGUAGE),
                argumentSet(
                        "RFC 9110 §12.5.4: less than another",
                        stored,
                        get("Accept-Language: fr, de;q=0.9"),
                        Match.NONE),
                argumentSet("RFC 9110 §12.5.4: as much as another", stored, get("Accept-Language: fr, de"), Match.NONE),
                argumentSet(
                        "RFC 9110 §12.5.4: as much as any other", stored, get("Accept-Language: de, *"), Match.NONE),
                argumentSet("RFC 4647 §2.1: any language", stored, get("Accept-Language: *"), Match.NONE),
                argumentSet("RFC 9110 §12.4.2: not acceptable", stored, get("Accept-Language: de;q=0"), Match.NONE),
                argumentSet("RFC 9110 §12.4.2: malformed", stored, get("Accept-Language: de;q=1, fr;q=.5"), Match.NONE),
                argumentSet("RFC 9111 §4.1: absent from the request", stored, get(), Match.NONE),
                argumentSet(
                        "RFC 9111 §4.1: absent from the first request",
                        At.stored(get(), german),
                        prefersGerman,
                        Match.NONE),
                argumentSet(
                        "RFC 4647 §3.3.1: a range that takes in the language",
                        At.stored(first, ok("Vary: Accept-Language", "Content-Language: de-AT")),
                        prefersGerman,
                        Match.NONE),
                argumentSet(
                        "RFC 9110 §8.5: two languages",
                        At.stored(first, ok("Vary: Accept-Language", "Content-Language: de, fr")),
                        prefersGerman,
                        Match.NONE),
                argumentSet(
                        "RFC 9110 §8.5: two languages on two lines",
                        At.stored(first, ok("Vary: Accept-Language", "Content-Language: de", "Content-Language: fr")),
                        prefersGerman,
                        Match.NONE),
                argumentSet(
                        "RFC 9110 §8.5: no language",
                        At.stored(first, ok("Vary: Accept-Language")),
                        prefersGerman,
                        Match.NONE),
                argumentSet(
                        "RFC 9110 §8.5.1: no language tag",
                        At.stored(first, ok("Vary: Accept-Language", "Content-Language: *")),
                        get("Accept-Language: *, en;q=0.5"),
                        Match.NONE),
                argumentSet(
                        "RFC 9110 §15.5.7: an error's description",
                        At.stored(first, response(406, "Vary: Accept-Language", "Content-Language: de")),
                        prefersGerman,
                        Match.NONE),
                argumentSet(
                        "RFC 9111 §4.1: another nominated field differs",
                        At.stored(first, ok("Vary: Accept-Language, X-A", "Content-Language: de")),
                        get("Accept-Language: de", "X-A: 2"),
                        Match.NONE),
                argumentSet(
                        "RFC 9111 §4.1: other nominated fields match",
                        At.stored(first, ok("Vary: Accept-Language, X-A", "Content-Language: de")),
                        get("Accept-Language: de", "X-A: 1"),
                        Match.BY_LANGUAGE),
                argumentSet(
                        "RFC 9111 §4.1: another nominated field alone differs",
                        At.stored(first, ok("Vary: X-A", "Content-Language: de")),
                        get("Accept-Language: de", "X-A: 2"),
                        Match.NONE),
                argumentSet(
                        "RFC 9111 §4.1: star",
                        At.stored(first, ok("Vary: Accept-Language, *", "Content-Language: de")),
                        prefersGerman,
                        Match.NONE));
    }

    @Test
    void a_variant_is_chosen_by_language_but_not_named_by_it() {
        ResponseHead german = ok("Vary: Accept-Language", "Content-Language: de");

        assertThat(Variance.variant(get("Accept-Language: en, de"), german, At.CONCEALMENT))
                .isNotEqualTo(Variance.variant(get("Accept-Language: de"), german, At.CONCEALMENT));
    }

    @Test
    void long_values_are_compared_in_time_linear_in_their_length() {
        ResponseHead varies = ok("Vary: Accept-Language");
        StoredHead stored = At.stored(get("Accept-Language: " + "de, en,".repeat(100_000)), varies);
        RequestHead same = get("Accept-Language: " + "de,en,".repeat(100_000));
        RequestHead other = get("Accept-Language: " + "en, de,".repeat(100_000));

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(Variance.matches(stored, same, At.CONCEALMENT)).isTrue();
            assertThat(Variance.matches(stored, other, At.CONCEALMENT)).isFalse();
        });
    }

    @Test
    void star_matches_nothing_even_beside_names() {
        assertThat(Variance.star(fields("Vary: Accept", "Vary: *"))).isTrue();
        assertThat(Variance.matches(At.stored(get(), ok("Vary: *")), get(), At.CONCEALMENT))
                .isFalse();
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
        assertThat(Variance.selecting(
                        get("Accept: 1", "Cookie: secret", "B: 2", "accept: 3"), ok("Vary: Accept"), At.CONCEALMENT))
                .isEqualTo(fields("Accept: 1", "accept: 3"));
    }

    /** docs/decisions/0041. */
    @ParameterizedTest
    @ValueSource(strings = {"Cookie", "Authorization", "X-Api-Key", "Any-Other"})
    void of_what_may_be_a_secret_a_keyed_digest_is_kept(String name) {
        RequestHead request = get(name + ": s3cret", "Accept: */*");
        ResponseHead response = ok("Vary: Accept, " + name);
        Concealment other = new Concealment(new byte[] {9});
        StoredHead stored = At.stored(request, response);

        assertThat(stored.request().fields().get(name)).matches("[A-Za-z0-9_-]{43}");
        assertThat(stored.request().fields().get("Accept")).isEqualTo("*/*");
        assertThat(Variance.matches(stored, request, At.CONCEALMENT)).isTrue();
        assertThat(Variance.matches(stored, request, other)).as("another key").isFalse();
        assertThat(Variance.matches(stored, get("Accept: */*"), At.CONCEALMENT)).isFalse();
        assertThat(Variance.matches(stored, stored.request(), At.CONCEALMENT))
                .as("who has read the digest")
                .isFalse();
        assertThat(Variance.variant(request, response, At.CONCEALMENT))
                .isEqualTo(Variance.variant(request, response, At.CONCEALMENT))
                .isNotEqualTo(Variance.variant(request, response, other));
    }

    @Test
    void a_variant_is_a_short_stable_text() {
        assertThat(Variance.variant(get("A: " + "x".repeat(100_000)), ok("Vary: A"), At.CONCEALMENT))
                .matches("[A-Za-z0-9_-]{22}");
        assertThat(Variance.variant(get("A: 1"), ok("Vary: A, b"), At.CONCEALMENT))
                .isEqualTo(Variance.variant(get("a: 1"), ok("Vary: B", "Vary: a"), At.CONCEALMENT));
        assertThat(Variance.variant(get("A: 1"), ok("Vary: A"), At.CONCEALMENT))
                .isNotEqualTo(Variance.variant(get("A: 1"), ok("Vary: A, B"), At.CONCEALMENT));
    }
}
