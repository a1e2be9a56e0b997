package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TargetedCacheControlTest {

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("lifetimes")
    void max_age_is_an_integer(String value, long seconds) {
        assertThat(of(value).orElseThrow().duration("max-age")).contains(Duration.ofSeconds(seconds));
    }

    static Stream<Arguments> lifetimes() {
        return Stream.of(
                argumentSet("RFC 9213 §2.1: an Integer", "max-age=60", 60),
                argumentSet("RFC 9213 §2.1: a String is no Integer", "max-age=\"60\"", 0),
                argumentSet("RFC 9111 §1.2.2: beyond 2^31 counts as 2^31", "max-age=99999999999", 1L << 31),
                argumentSet("RFC 9213 §2.1: parameters are ignored", "max-age=60;max-age=5;x", 60),
                argumentSet("RFC 9651 §4.2.2: the last of two", "max-age=60, max-age=30", 30),
                argumentSet("RFC 9213 §2.1: unknown directives next to it", "foobar, max-age=60", 60),
                argumentSet("RFC 9213 §2.1: a Decimal is not coerced", "max-age=60.0", 0),
                argumentSet("RFC 9213 §2.1: a String after an Integer", "max-age=60, max-age=\"60\"", 0),
                argumentSet("RFC 9213 §2.1: a Date", "max-age=@60", 0),
                argumentSet("RFC 9651 §3.3.7: a Date elsewhere", "max-age=60, x=@1659578233", 60),
                argumentSet("RFC 9213 §2.1: a Boolean", "max-age=?1", 0),
                argumentSet("RFC 9213 §2.1: negative", "max-age=-60", 0),
                argumentSet("RFC 9213 §2.1: a Token", "max-age=a60", 0),
                argumentSet("RFC 9213 §2.1: no argument", "max-age", 0),
                argumentSet("RFC 9213 §2.1: a Byte Sequence", "max-age=:NjA=:", 0),
                argumentSet("RFC 9213 §2.1: an inner list", "max-age=(60)", 0));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("ignored")
    void a_field_that_is_empty_or_no_dictionary_counts_as_absent(String value) {
        assertThat(of(value)).isEmpty();
    }

    static Stream<Arguments> ignored() {
        return Stream.of(
                argumentSet("RFC 9213 §2.1: empty", ""),
                argumentSet("RFC 9651 §3.1.2: keys are in lower case", "MaX-AgE=60"),
                argumentSet("RFC 9651 §4.2: one bad member spoils all", "no-store, max-age=60, Foo"),
                argumentSet("RFC 9651 §4.2.2: a space in front of the equals sign", "max-age =60"),
                argumentSet("RFC 9651 §4.2.2: a space behind the equals sign", "max-age= 60"),
                argumentSet("RFC 9651 §4.2.2: no value", "max-age="),
                argumentSet("RFC 9651 §4.2.2: a comma at the end", "max-age=60,"),
                argumentSet("RFC 9651 §3.3.1: a number beyond 2^63", "max-age=9223372036854775808"),
                argumentSet("longer than the bound", "max-age=60, x=\"" + "a".repeat(8192) + '"'));
    }

    @Test
    void an_absent_field_is_absent() {
        assertThat(CacheControl.targeted(Heads.fields("Cache-Control: max-age=60"), "CDN-Cache-Control"))
                .isEmpty();
    }

    @Test
    void any_member_makes_a_field_count() {
        // RFC 9213 §3.1 has "none" for an origin that has nothing to say but does not want to fall back.
        assertThat(of("none").orElseThrow().has("no-store")).isFalse();
        assertThat(of("no-store=?0").orElseThrow().has("no-store")).isFalse();
    }

    @Test
    void a_true_boolean_is_a_directive_without_an_argument() {
        CacheControl control = of("no-store, private=?1, must-revalidate;x=1").orElseThrow();

        assertThat(control.bare("no-store")).isTrue();
        assertThat(control.bare("private")).isTrue();
        assertThat(control.bare("must-revalidate")).isTrue();
    }

    @ParameterizedTest(name = "RFC 9213 §2.1: {0}")
    @CsvSource({
        "s-maxage=\"60\", s-maxage",
        "s-maxage=60.5, s-maxage",
        "stale-while-revalidate=\"60\", stale-while-revalidate",
        "stale-if-error=a, stale-if-error"
    })
    void no_duration_is_read_out_of_another_type(String value, String directive) {
        assertThat(of(value).orElseThrow().duration(directive)).contains(Duration.ZERO);
    }

    @ParameterizedTest(name = "RFC 9213 §2.1: {0}")
    @CsvSource({
        "public=\"yes\", public",
        "public=1, public",
        "immutable=a, immutable",
        "must-understand=(), must-understand"
    })
    void what_allows_more_counts_as_a_boolean_only(String value, String directive) {
        assertThat(of(value).orElseThrow().has(directive)).isFalse();
        assertThat(of(directive).orElseThrow().has(directive)).isTrue();
    }

    @ParameterizedTest(name = "RFC 9213 §2.1: {0}")
    @CsvSource({"no-store=1, no-store", "private=5, private", "must-revalidate=\"no\", must-revalidate"})
    void what_allows_less_counts_whatever_it_says(String value, String directive) {
        assertThat(of(value).orElseThrow().has(directive)).isTrue();
        assertThat(of(value).orElseThrow().fieldNames("private")).isEmpty();
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("limits")
    void field_names_limit_a_directive(String value, String names) {
        assertThat(of(value).orElseThrow().has("no-cache")).isTrue();
        assertThat(String.join(" ", of(value).orElseThrow().fieldNames("no-cache")))
                .isEqualTo(names);
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                argumentSet("RFC 9213 §2.1: a String", "no-cache=\"Set-Cookie, X-User\"", "set-cookie x-user"),
                argumentSet("RFC 9213 §2.1: a Token", "no-cache=Set-Cookie", "set-cookie"),
                argumentSet("RFC 9213 §2.1: no argument", "no-cache", ""),
                argumentSet("RFC 9213 §2.1: an inner list limits nothing", "no-cache=(\"a\" \"b\")", ""),
                argumentSet("RFC 9213 §2.1: an Integer limits nothing", "no-cache=5", ""),
                argumentSet("RFC 9213 §2.1: a Decimal limits nothing", "no-cache=1.5", ""));
    }

    private static Optional<CacheControl> of(String value) {
        return CacheControl.targeted(
                Heads.fields("Cache-Control: max-age=1", "CDN-Cache-Control: " + value), "CDN-Cache-Control");
    }
}
