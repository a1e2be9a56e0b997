package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CacheControlTest {

    private static final int MEGABYTE = 1 << 20;

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("lifetimes")
    void max_age_is_read_leniently_but_never_longer_than_stated(String value, long seconds) {
        assertThat(of(value).duration("max-age")).contains(Duration.ofSeconds(seconds));
    }

    static Stream<Arguments> lifetimes() {
        return Stream.of(
                argumentSet("RFC 9111 §5.2.2.1: a token", "max-age=60", 60),
                argumentSet("RFC 9111 §5.2: a quoted string", "max-age=\"60\"", 60),
                argumentSet("RFC 9111 §5.2: names in any case", "MAX-Age=60", 60),
                argumentSet("RFC 9111 §1.2.2: leading zeros", "max-age=0060", 60),
                argumentSet("RFC 9111 §1.2.2: beyond 2^31 counts as 2^31", "max-age=99999999999999999999999", 1L << 31),
                argumentSet("RFC 9111 §4.2.1: the same twice", "max-age=60, max-age=60", 60),
                argumentSet("RFC 9111 §4.2.1: two values are stale", "max-age=60, max-age=30", 0),
                argumentSet("RFC 9111 §4.2.1: with and without a value is stale", "max-age=60, max-age", 0),
                argumentSet("RFC 9111 §4.2.1: no value is stale", "max-age", 0),
                argumentSet("RFC 9111 §4.2.1: an empty value is stale", "max-age=", 0),
                argumentSet("RFC 9111 §4.2.1: negative is stale", "max-age=-1", 0),
                argumentSet("RFC 9111 §4.2.1: a sign is stale", "max-age=+60", 0),
                argumentSet("RFC 9111 §4.2.1: a fraction is stale", "max-age=60.5", 0),
                argumentSet("RFC 9111 §4.2.1: letters are stale", "max-age=60s", 0),
                argumentSet("RFC 9111 §4.2.1: single quotes are stale", "max-age='60'", 0),
                argumentSet("RFC 9111 §4.2.1: text after a quoted string is stale", "max-age=\"60\"0", 0),
                argumentSet("RFC 9111 §4.2.1: a space behind the equals sign is stale", "max-age= 60", 0),
                argumentSet(
                        "RFC 9110 §5.6.4: a comma in a quoted string separates nothing",
                        "x=\"max-age=9\", max-age=1",
                        1),
                argumentSet(
                        "RFC 9110 §5.6.4: nor does it behind an escaped quote", "x=\"\\\", max-age=9\", max-age=1", 1),
                argumentSet("RFC 9110 §5.6.1.2: empty elements", ", ,max-age=60,,", 60));
    }

    @Test
    void an_absent_directive_has_no_duration() {
        assertThat(of("no-cache").duration("max-age")).isEmpty();
        assertThat(CacheControl.of(Heads.fields()).has("no-cache")).isFalse();
    }

    @Test
    void all_lines_count_together() {
        CacheControl control = CacheControl.of(Heads.fields("Cache-Control: public", "cache-control: max-age=5"));

        assertThat(control.has("public")).isTrue();
        assertThat(control.duration("max-age")).contains(Duration.ofSeconds(5));
    }

    @Test
    void an_argument_tells_a_bare_directive_from_a_limited_one() {
        assertThat(of("max-stale").bare("max-stale")).isTrue();
        assertThat(of("max-stale=5").bare("max-stale")).isFalse();
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("limits")
    void field_names_limit_a_directive_unless_it_also_stands_alone(String value, String names) {
        assertThat(String.join(" ", of(value).fieldNames("no-cache"))).isEqualTo(names);
    }

    static Stream<Arguments> limits() {
        return Stream.of(
                argumentSet("RFC 9111 §5.2.2.4: a list", "no-cache=\"Set-Cookie, X-User\"", "set-cookie x-user"),
                argumentSet("RFC 9111 §5.2.2.4: a token", "no-cache=Set-Cookie", "set-cookie"),
                argumentSet("RFC 9111 §5.2.2.4: two lists", "no-cache=\"a\", no-cache=\"b\"", "a b"),
                argumentSet("RFC 9111 §4.2.1: the most restrictive of two", "no-cache=\"a\", no-cache", ""),
                argumentSet("RFC 9111 §4.2.1: an empty list limits nothing", "no-cache=\"a\", no-cache=\"\"", ""),
                argumentSet("RFC 9111 §4.2.1: more behind the quotes limits nothing", "no-cache=\"a, b\"c", ""),
                argumentSet("RFC 9111 §4.2.1: what is no name limits nothing", "no-cache=\"a, b c\"", ""),
                argumentSet("RFC 9111 §5.2.2.4: no argument", "no-cache", ""));
    }

    @Test
    void a_quote_that_never_closes_hides_nothing_behind_it() {
        CacheControl control = of("x=\"oops, no-store, private");

        assertThat(control.has("no-store")).isTrue();
        assertThat(control.has("private")).isTrue();
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("hostile")
    void megabytes_of_anything_can_be_read(String value) {
        assertThat(of(value + ", no-store").duration("s-maxage")).isEmpty();
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                argumentSet("letters", "a".repeat(MEGABYTE)),
                argumentSet("digits", "max-age=" + "9".repeat(MEGABYTE)),
                argumentSet("open quotes", "a=\"\\\"".repeat(MEGABYTE / 5)),
                argumentSet("escaped quotes that never close", "\"" + "\\\"".repeat(MEGABYTE / 2)),
                argumentSet("quotes and commas", "\",".repeat(MEGABYTE / 2)),
                argumentSet("backslashes", "a=\"" + "\\".repeat(MEGABYTE)),
                argumentSet("commas", ",".repeat(MEGABYTE)),
                argumentSet("equals signs", "=".repeat(MEGABYTE)),
                argumentSet("spaces", " ".repeat(MEGABYTE)),
                argumentSet("one directive, again and again", "max-age=1,".repeat(MEGABYTE / 10)));
    }

    private static CacheControl of(String value) {
        return CacheControl.of(Heads.fields("Cache-Control: " + value));
    }
}
