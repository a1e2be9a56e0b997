package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CacheGroupsTest {

    private static final CacheGroups NONE = new CacheGroups(Set.of(), true);

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("named")
    void groups_are_strings(String value, Set<String> names) {
        assertThat(of(value)).isEqualTo(new CacheGroups(names, true));
    }

    static Stream<Arguments> named() {
        return Stream.of(
                argumentSet("RFC 9875 §2: one", "\"scripts\"", Set.of("scripts")),
                argumentSet("RFC 9875 §2: two, in any order", "\"b\", \"a\"", Set.of("a", "b")),
                argumentSet("RFC 9875 §2: parameters are ignored", "\"a\";x=\"b\";y", Set.of("a")),
                argumentSet(
                        "RFC 9651 §3.3.7: a Date as a parameter",
                        "\"a\";x=@1659578233, \"b\"; y=@-5",
                        Set.of("a", "b")),
                argumentSet("RFC 9651 §3.3.8: a Display String", "\"a\";x=%\"f%c3%bc, \\\";y, \"b\"", Set.of("a", "b")),
                argumentSet("RFC 9651 §3.3.3: what looks like them in a String", "\"=@1 %\\\"\"", Set.of("=@1 %\"")),
                argumentSet("RFC 9875 §2.1: case-sensitive", "\"a\", \"A\"", Set.of("a", "A")),
                argumentSet("RFC 9875 §2.1: characters are what is escaped", "\"\\\"\\\\\"", Set.of("\"\\")),
                argumentSet("RFC 9875 §2: the same twice", "\"a\", \"a\"", Set.of("a")),
                argumentSet("RFC 9651 §3.3.3: an empty String", "\"\"", Set.of("")),
                argumentSet("RFC 9875 §2: 64 groups", groups(64), numbers(64)),
                argumentSet("RFC 9875 §2: 256 characters", '"' + "a".repeat(256) + '"', Set.of("a".repeat(256))));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("ignored")
    void a_field_that_is_no_list_of_strings_is_ignored_as_a_whole(String value) {
        assertThat(of(value)).isEqualTo(NONE);
    }

    static Stream<Arguments> ignored() {
        return Stream.of(
                argumentSet("RFC 9651 §4.2: empty", ""),
                argumentSet("RFC 9651 §4.2: an open String", "\"a\", \"b"),
                argumentSet("RFC 9651 §4.2.1: a comma at the end", "\"a\","),
                argumentSet("RFC 9651 §2: a Date", "\"a\", @1659578233"),
                argumentSet("RFC 9651 §2: a Display String", "\"a\", %\"b\""),
                argumentSet("RFC 9651 §4.2.9: a Date with a fraction", "\"a\";x=@1.5"),
                argumentSet("RFC 9651 §4.2.9: a Date without a number", "\"a\";x=@"),
                argumentSet("RFC 9651 §4.2.10: upper case in a Display String", "\"a\";x=%\"%C3\""),
                argumentSet("RFC 9651 §4.2.10: an open Display String", "\"a\";x=%\"b"),
                argumentSet("RFC 9651 §3.3.4: a Date is no end of a Token", "\"a\";x=b@1"),
                argumentSet("RFC 9651 §2: a Token", "\"a\", b"),
                argumentSet("RFC 9651 §2: an Integer", "1, \"a\""),
                argumentSet("RFC 9651 §2: an inner list", "\"a\", (\"b\")"),
                argumentSet("RFC 9651 §3.3.3: no ASCII", "\"\u00e9\""));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("tooMany")
    void what_goes_beyond_the_bounds_is_reported(String value, int kept) {
        assertThat(of(value).complete()).isFalse();
        assertThat(of(value).names()).hasSize(kept);
    }

    static Stream<Arguments> tooMany() {
        return Stream.of(
                argumentSet("65 groups", groups(65), 64),
                argumentSet("257 characters", "\"a\", \"" + "b".repeat(257) + '"', 1),
                argumentSet("thousands of groups", groups(100_000), 0),
                argumentSet("a megabyte", '"' + "a".repeat(1 << 20) + '"', 0),
                argumentSet("a megabyte of something else", "(".repeat(1 << 20), 0));
    }

    @Test
    void the_two_fields_are_read_alike() {
        CacheGroups groups = CacheGroups.invalidatedBy(Heads.fields(
                "Cache-Groups: \"x\"", "Cache-Group-Invalidation: \"a\"", "cache-group-invalidation: \"b\";c"));

        assertThat(groups).isEqualTo(new CacheGroups(Set.of("a", "b"), true));
        assertThat(CacheGroups.invalidatedBy(Heads.fields("Cache-Groups: \"x\"")))
                .isEqualTo(NONE);
    }

    private static Set<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.toSet());
    }

    private static String groups(int count) {
        return numbers(count).stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    }

    private static CacheGroups of(String value) {
        return CacheGroups.of(Heads.fields("Cache-Groups: " + value));
    }
}
