package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangesTest {

    private static final int LENGTH = 10;
    private static final int MEGABYTE = 1 << 20;

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("satisfiable")
    void what_there_is_of_them_is_sent(String value, String ranges) {
        ByteRanges.Resolution resolution = resolve(value, LENGTH);

        assertThat(resolution.kind()).isEqualTo(ByteRanges.Kind.SATISFIABLE);
        assertThat(resolution.ranges().stream().map(ByteRange::toString).collect(Collectors.joining(",")))
                .isEqualTo(ranges);
    }

    static Stream<Arguments> satisfiable() {
        return Stream.of(
                argumentSet("§14.1.2: first and last", "bytes=2-4", "2-4"),
                argumentSet("§14.1.2: one byte", "bytes=0-0", "0-0"),
                argumentSet("§14.1.2: the last byte", "bytes=9-9", "9-9"),
                argumentSet("§14.1.2: to the end", "bytes=7-", "7-9"),
                argumentSet("§14.1.2: clipped at the end", "bytes=7-10", "7-9"),
                argumentSet("§14.1.2: clipped far beyond it", "bytes=7-9223372036854775807", "7-9"),
                argumentSet("§14.1.2: beyond what a number holds", "bytes=7-99999999999999999999999", "7-9"),
                argumentSet("§14.1.2: a suffix", "bytes=-3", "7-9"),
                argumentSet("§14.1.2: a suffix of all", "bytes=-10", "0-9"),
                argumentSet("§14.1.2: a longer suffix than there is", "bytes=-11", "0-9"),
                argumentSet("§14.1: the unit in any case", "BYTES=2-4", "2-4"),
                argumentSet("§5.6.1: white space and empty elements", "bytes= 2-4 ,, 6-7 ,", "2-4,6-7"),
                argumentSet("§14.2: in the order asked for", "bytes=8-9,0-1", "8-9,0-1"),
                argumentSet("§14.2: touching ones are one", "bytes=0-1,2-3", "0-3"),
                argumentSet("§14.2: overlapping ones are one", "bytes=0-3,2-5", "0-5"),
                argumentSet("§14.2: one within another", "bytes=0-5,2-3", "0-5"),
                argumentSet("§14.2: by position where some are one", "bytes=8-9,2-3,0-1", "0-3,8-9"),
                argumentSet("§14.2: one byte between keeps them apart", "bytes=0-1,3-4", "0-1,3-4"),
                argumentSet("§15.5.17: one that is there is enough", "bytes=20-,2-4", "2-4"),
                argumentSet("§14.2: all, each once", "bytes=0-4,5-9", "0-9"));
    }

    @ParameterizedTest(name = "§15.5.17: {0}")
    @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0", "bytes=10-,-0", "bytes=99999999999999999999-"})
    void nothing_of_any_is_unsatisfiable(String value) {
        assertThat(resolve(value, LENGTH))
                .isEqualTo(new ByteRanges.Resolution(ByteRanges.Kind.UNSATISFIABLE, List.of()));
    }

    @Test
    void nothing_of_nothing_is_there() {
        assertThat(resolve("bytes=0-", 0).kind()).isEqualTo(ByteRanges.Kind.UNSATISFIABLE);
        assertThat(resolve("bytes=-5", 0).kind()).isEqualTo(ByteRanges.Kind.UNSATISFIABLE);
    }

    @ParameterizedTest(name = "§14.2: ignored: {0}")
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes 0-1",
                "lines=0-1",
                "bytes=1",
                "bytes=-",
                "bytes=a-b",
                "bytes=1-x",
                "bytes=x-1",
                "bytes=4-2",
                "bytes=0-1,4-2",
                "bytes=0-1,x",
                "bytes=0-1-2",
                "bytes=--1",
                "bytes=+1-2",
                "bytes=0x1-2",
                "bytes=1 -2",
                "bytes=1- 2",
                "bytes=\u0661-2"
            })
    void what_is_malformed_is_ignored(String value) {
        assertThat(ByteRanges.of(Heads.fields("Range: " + value))).isEmpty();
    }

    @Test
    void two_fields_are_ignored_and_so_is_none() {
        assertThat(ByteRanges.of(Heads.fields("Range: bytes=0-1", "Range: bytes=2-3")))
                .isEmpty();
        assertThat(ByteRanges.of(Heads.fields())).isEmpty();
    }

    @Test
    void more_than_are_looked_at_are_ignored() {
        assertThat(ByteRanges.of(Heads.fields("Range: " + every(ByteRanges.MAX_ASKED, 1))))
                .isPresent();
        assertThat(ByteRanges.of(Heads.fields("Range: " + every(ByteRanges.MAX_ASKED + 1, 1))))
                .isEmpty();
    }

    @Test
    void more_than_are_sent_are_excessive() {
        assertThat(resolve(every(ByteRanges.MAX_SENT, 2), 1000).ranges()).hasSize(ByteRanges.MAX_SENT);
        assertThat(resolve(every(ByteRanges.MAX_SENT + 1, 2), 1000).kind()).isEqualTo(ByteRanges.Kind.EXCESSIVE);
    }

    @ParameterizedTest(name = "§17.15: more than all: {0}")
    @ValueSource(strings = {"bytes=0-,0-", "bytes=0-9,1-2", "bytes=0-,-1", "bytes=0-6,0-6"})
    void several_that_come_to_more_than_the_whole_are_excessive(String value) {
        assertThat(resolve(value, LENGTH).kind()).isEqualTo(ByteRanges.Kind.EXCESSIVE);
    }

    @Test
    void lengths_beyond_what_a_number_holds_do_not_wrap_around() {
        assertThat(resolve("bytes=0-,0-,0-", Long.MAX_VALUE - 1).kind()).isEqualTo(ByteRanges.Kind.EXCESSIVE);
        assertThat(resolve("bytes=0-", Long.MAX_VALUE).ranges()).containsExactly(new ByteRange(0, Long.MAX_VALUE - 1));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "bytes=2-4, 2-4",
        "bytes=2-, ''",
        "bytes=-2, ''",
        "'bytes=2-4,6-7', ''",
    })
    void a_single_one_with_both_ends_needs_no_length(String value, String range) {
        assertThat(ranges(value).single().map(ByteRange::toString).orElse("")).isEqualTo(range);
    }

    @Test
    void megabytes_are_handled_at_once() {
        assertThat(ByteRanges.of(Heads.fields("Range: bytes=" + "0-1,".repeat(MEGABYTE / 4))))
                .isEmpty();
        assertThat(ByteRanges.of(Heads.fields("Range: bytes=" + ",".repeat(MEGABYTE))))
                .isEmpty();
        assertThat(resolve("bytes=0-" + "9".repeat(MEGABYTE), LENGTH).ranges()).containsExactly(new ByteRange(0, 9));
    }

    private static String every(int count, int step) {
        return "bytes="
                + IntStream.range(0, count)
                        .mapToObj(i -> i * step + "-" + i * step)
                        .collect(Collectors.joining(","));
    }

    private static ByteRanges ranges(String value) {
        return ByteRanges.of(Heads.fields("Range: " + value)).orElseThrow();
    }

    private static ByteRanges.Resolution resolve(String value, long length) {
        return ranges(value).resolve(length);
    }
}
