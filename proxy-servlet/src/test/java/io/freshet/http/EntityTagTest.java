package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {

    @ParameterizedTest(name = "RFC 9110 §8.8.3: {0}")
    @ValueSource(strings = {"\"abc\"", "W/\"abc\"", "\"\"", "\"a,b\"", "\"back\\slash\"", "\"ünïcode\"", "\"W/\""})
    void a_tag_is_written_as_it_was_read(String text) {
        assertThat(EntityTag.parse(text)).map(EntityTag::toString).contains(text);
    }

    @ParameterizedTest(name = "RFC 9110 §8.8.3: {0}")
    @ValueSource(
            strings = {
                "abc",
                "w/\"abc\"",
                "W\"abc\"",
                "W/abc",
                "\"abc",
                "abc\"",
                "\"a\"b",
                "\"a\", \"b\"",
                "\"a b\"",
                "*",
                ""
            })
    void what_is_no_single_tag_is_refused(String text) {
        assertThat(EntityTag.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "RFC 9110 §8.8.3.2: {0} and {1}")
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "W/\"1\", W/\"1\", false, true",
                "W/\"1\", W/\"2\", false, false",
                "W/\"1\", \"1\",   false, true",
                "\"1\",   \"1\",   true,  true",
                "\"1\",   \"2\",   false, false"
            })
    void tags_compare_strongly_and_weakly(String one, String other, boolean strongly, boolean weakly) {
        EntityTag a = EntityTag.parse(one).orElseThrow();
        EntityTag b = EntityTag.parse(other).orElseThrow();

        assertThat(a.matchesStrongly(b)).isEqualTo(strongly);
        assertThat(a.matchesWeakly(b)).isEqualTo(weakly);
    }

    @ParameterizedTest(name = "RFC 9110 §13.1.2: {0}")
    @CsvSource(
            quoteCharacter = '\'',
            delimiter = '|',
            value = {
                "\"a\"                 | \"a\"",
                "\"a\", W/\"b\",\"c\"  | \"a\" W/\"b\" \"c\"",
                ",, \"a\" ,            | \"a\"",
                "\"a,b\", \"c\"        | \"a,b\" \"c\"",
                "bare, \"a\"           | \"a\"",
                "bare \"a\", \"b\"     | \"b\"",
                "\"a\", \"open         | \"a\"",
                "nothing               | ''"
            })
    void a_list_gives_its_tags_and_passes_over_the_rest(String list, String tags) {
        assertThat(EntityTag.list(list).stream().map(EntityTag::toString).collect(Collectors.joining(" ")))
                .isEqualTo(tags);
    }

    @Test
    void megabytes_of_tags_can_be_read() {
        assertThat(EntityTag.list("\"a\"".repeat(300_000))).hasSize(300_000);
        assertThat(EntityTag.list("\"a\",".repeat(300_000))).hasSize(300_000);
        assertThat(EntityTag.list("\"".repeat(1_000_001))).hasSize(500_000);
        assertThat(EntityTag.list("W/".repeat(500_000))).isEmpty();
    }
}
