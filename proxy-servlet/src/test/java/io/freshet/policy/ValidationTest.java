package io.freshet.policy;

import static io.freshet.http.Heads.fields;
import static io.freshet.http.Heads.get;
import static io.freshet.http.Heads.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {

    private static final String MODIFIED = At.date(-1000);

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("validators")
    void a_validation_asks_with_the_stored_validators(ResponseHead stored, String[] conditions) {
        RequestHead request = get(
                "Accept: a",
                "If-None-Match: \"mine\"",
                "If-Modified-Since: x",
                "Range: bytes=0-1",
                "If-Range: \"mine\"",
                "if-match: \"mine\"",
                "If-Unmodified-Since: x",
                "accept: b");

        String[] expected = Stream.concat(Stream.of("Accept: a", "accept: b"), Stream.of(conditions))
                .toArray(String[]::new);
        assertThat(Validation.conditional(request, At.stored(get(), stored))).isEqualTo(fields(expected));
        assertThat(Validation.hasValidator(stored)).isEqualTo(conditions.length > 0);
    }

    static Stream<Arguments> validators() {
        return Stream.of(
                argumentSet("RFC 9111 §4.3.1: a strong tag", ok("ETag: \"1\""), new String[] {"If-None-Match: \"1\""}),
                argumentSet(
                        "RFC 9111 §4.3.1: a weak tag", ok("ETag: W/\"1\""), new String[] {"If-None-Match: W/\"1\""}),
                argumentSet("RFC 9111 §4.3.1: a date", ok("Last-Modified: " + MODIFIED), new String[] {
                    "If-Modified-Since: " + MODIFIED
                }),
                argumentSet("RFC 9110 §13.1.3: both", ok("Last-Modified: " + MODIFIED, "ETag: \"1\""), new String[] {
                    "If-None-Match: \"1\"", "If-Modified-Since: " + MODIFIED
                }),
                argumentSet("RFC 9110 §8.8.3: a tag without quotes is none", ok("ETag: 1"), new String[] {}),
                argumentSet("RFC 9110 §8.8.3: two tags are none", ok("ETag: \"1\"", "ETag: \"2\""), new String[] {}),
                argumentSet("RFC 9110 §8.8.2: a date that is none", ok("Last-Modified: today"), new String[] {}),
                argumentSet("no validator", ok(), new String[] {}));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("fetches")
    void a_fetch_is_made_so_that_it_can_be_stored(RequestHead request, String[] sent) {
        assertThat(Validation.unconditional(request)).isEqualTo(fields(sent));
    }

    static Stream<Arguments> fetches() {
        return Stream.of(
                argumentSet(
                        "RFC 9111 §4.3.2: If-None-Match is for caches",
                        get("Accept: a", "If-None-Match: \"1\""),
                        new String[] {"Accept: a"}),
                argumentSet(
                        "RFC 9111 §4.3.2: If-Modified-Since is for caches",
                        get("If-Modified-Since: x", "Accept: a"),
                        new String[] {"Accept: a"}),
                argumentSet(
                        "RFC 9110 §14.2: a range is asked for as it is",
                        get("Range: bytes=0-1", "If-Range: \"1\"", "If-None-Match: \"1\""),
                        new String[] {"Range: bytes=0-1", "If-Range: \"1\"", "If-None-Match: \"1\""}),
                argumentSet(
                        "RFC 9110 §13.2.2: conditions for origins stay together",
                        get("If-Match: \"1\"", "If-None-Match: \"2\""),
                        new String[] {"If-Match: \"1\"", "If-None-Match: \"2\""}));
    }

    @ParameterizedTest(name = "RFC 9111 §4.3.2: {0}")
    @ValueSource(strings = {"If-Match", "if-unmodified-since"})
    void some_conditions_only_the_origin_can_evaluate(String name) {
        assertThat(Validation.onlyOriginCanEvaluate(get(name + ": x"))).isTrue();
        assertThat(Validation.onlyOriginCanEvaluate(get("If-None-Match: x"))).isFalse();
    }

    @Test
    void what_can_be_asked_about_has_a_tag_or_a_date() {
        assertThat(Validation.hasValidator(ok("ETag: \"1\""))).isTrue();
        assertThat(Validation.hasValidator(ok("Last-Modified: " + At.date(0)))).isTrue();
        assertThat(Validation.hasValidator(ok("ETag: 1", "Last-Modified: yesterday")))
                .isFalse();
    }
}
