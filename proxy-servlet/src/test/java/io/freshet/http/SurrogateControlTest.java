package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SurrogateControlTest {

    private static final int MEGABYTE = 1 << 20;

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("lifetimes")
    void max_age_is_what_is_meant_for_this_surrogate(String value, long seconds) {
        assertThat(of(value).orElseThrow().duration("max-age")).contains(Duration.ofSeconds(seconds));
    }

    static Stream<Arguments> lifetimes() {
        return Stream.of(
                argumentSet("for every surrogate", "max-age=60", 60),
                argumentSet("in any case", "MaX-aGe=60", 60),
                argumentSet("beyond 2^31", "max-age=99999999999", 1L << 31),
                argumentSet("beyond 2^63", "max-age=9223372036854775808", 1L << 31),
                argumentSet("with unknown directives", "foobar, max-age=60, content=\"ESI/1.0\"", 60),
                argumentSet("for this surrogate", "max-age=60;freshet", 60),
                argumentSet("the token in any case", "max-age=60;FreSheT", 60),
                argumentSet("whitespace around the token", "max-age=60 ; freshet", 60),
                argumentSet("one of several tokens", "max-age=60;other;freshet", 60),
                argumentSet("a semicolon without a token", "max-age=60;", 60),
                argumentSet("its own takes the place of the general one", "max-age=3600, max-age=60;freshet", 60),
                argumentSet("whatever their order", "max-age=60;freshet, Max-Age=3600", 60),
                argumentSet("another's does not", "max-age=60, max-age=3600;other", 60),
                argumentSet("a token with more behind it is another", "max-age=60, max-age=9;freshet2", 60),
                argumentSet("two of its own that differ are stale", "max-age=60;freshet, max-age=61;freshet", 0),
                argumentSet("an extension of the lifetime does not count", "max-age=60+30", 60),
                argumentSet("nor one for this surrogate", "max-age=60+30;freshet", 60),
                argumentSet("a plus without a number is stale", "max-age=60+", 0),
                argumentSet("a plus in front is stale", "max-age=+60", 0),
                argumentSet("no number is stale", "max-age", 0),
                argumentSet("a space behind the equals sign is stale", "max-age= 60", 0),
                argumentSet(
                        "a semicolon in a quoted string separates nothing", "x=\";freshet, no-store\", max-age=60", 60),
                argumentSet("a quoted number", "max-age=\"60\";freshet", 60));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "",
                "max-age=60;other",
                "no-store;other",
                "content=\"ESI/1.0\"",
                "content=\"ESI/1.0\";freshet",
                "foo",
                "no-store-remote",
                "max-age =60",
                ";freshet",
                ";",
                ";max-age=60",
                "=60"
            })
    void cache_control_decides_when_nothing_says_how_to_cache(String value) {
        assertThat(of(value)).isEmpty();
        assertThat(SurrogateControl.of(Heads.fields("Cache-Control: max-age=60"), "freshet"))
                .isEmpty();
    }

    @Test
    void a_directive_overrides_its_own_name_only() {
        CacheControl control = of("no-store, max-age=3600, max-age=60;freshet").orElseThrow();

        assertThat(control.has("no-store")).isTrue();
        assertThat(control.duration("max-age")).contains(Duration.ofSeconds(60));
    }

    @Test
    void no_store_for_this_surrogate_counts() {
        assertThat(of("max-age=3600, no-store;freshet").orElseThrow().has("no-store"))
                .isTrue();
    }

    @Test
    void a_quote_that_never_closes_hides_nothing_behind_it() {
        assertThat(of("x=\"oops;other, no-store;freshet").orElseThrow().has("no-store"))
                .isTrue();
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("hostile")
    void megabytes_of_anything_can_be_read(String value) {
        assertThat(of(value + ", no-store").orElseThrow().has("no-store")).isTrue();
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                argumentSet("letters", "a".repeat(MEGABYTE)),
                argumentSet("digits", "max-age=" + "9".repeat(MEGABYTE)),
                argumentSet("pluses", "max-age=1" + "+1".repeat(MEGABYTE / 2)),
                argumentSet("semicolons", "a" + ";".repeat(MEGABYTE)),
                argumentSet("tokens", "a" + ";freshet".repeat(MEGABYTE / 8)),
                argumentSet("directives", "max-age=1;freshet,".repeat(MEGABYTE / 18)),
                argumentSet("open quotes", "a=\"\\\"".repeat(MEGABYTE / 5)),
                argumentSet("open quotes and semicolons", "\";".repeat(MEGABYTE / 2) + '"'),
                argumentSet("NULs", "\0".repeat(MEGABYTE)));
    }

    private static Optional<CacheControl> of(String value) {
        return SurrogateControl.of(Heads.fields("Surrogate-Control: " + value), "freshet");
    }
}
