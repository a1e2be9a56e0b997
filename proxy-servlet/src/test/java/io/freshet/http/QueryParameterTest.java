package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QueryParameterTest {

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("texts")
    void a_text_is_decoded(String text, String decoded) {
        assertThat(QueryParameter.decode(text)).isEqualTo(decoded);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                argumentSet("URL §5.1: nothing to decode", "a-b_c", "a-b_c"),
                argumentSet("URL §5.1: a plus is a space", "a+b", "a b"),
                argumentSet("URL §1.3: an encoded plus is one", "a%2Bb", "a+b"),
                argumentSet("URL §1.3: either case", "%4a%4A", "JJ"),
                argumentSet("URL §1.3: decoded once", "%2541", "%41"),
                argumentSet("URL §1.3: what is no sequence stays", "%zz%4%", "%zz%4%"),
                argumentSet("NUL", "%00", "\0"),
                argumentSet("Encoding §8.1.1: two bytes", "%c3%a9", "\u00e9"),
                argumentSet("Encoding §8.1.1: three bytes", "%E6%B0%97", "\u6c17"),
                argumentSet("Encoding §8.1.1: four bytes", "%F0%9F%98%80", "\ud83d\ude00"),
                argumentSet("Encoding §8.1.1: half encoded", "\u00c3\u00a9%c3%a9\u00c3%a9", "\u00e9\u00e9\u00e9"),
                argumentSet("Encoding §8.1.1: a byte that is no character", "\u00e9", "\ufffd"),
                argumentSet("Encoding §6: a byte order mark stays", "%EF%BB%BFa", "\ufeffa"),
                argumentSet("Encoding §8.1.1: no first byte", "%80%bf%f5%ff%c0%c1", "\ufffd".repeat(6)),
                argumentSet("Encoding §8.1.1: cut off", "%e6%b0", "\ufffd"),
                argumentSet("Encoding §8.1.1: cut off by a letter", "%f0%9f%98a", "\ufffda"),
                argumentSet("Encoding §8.1.1: cut off by a character", "%e6%c3%a9", "\ufffd\u00e9"),
                argumentSet("Encoding §8.1.1: longer than necessary", "%e0%80%80", "\ufffd".repeat(3)),
                argumentSet("Encoding §8.1.1: much longer than necessary", "%f0%80%80%af", "\ufffd".repeat(4)),
                argumentSet("Encoding §8.1.1: a surrogate", "%ed%a0%80", "\ufffd".repeat(3)),
                argumentSet("Encoding §8.1.1: beyond U+10FFFF", "%f4%90%80%80", "\ufffd".repeat(4)));
    }

    /** A query is not sorted by values, nor across names that some server takes for one. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
            b=1&a=2,               a=2&b=1
            a=2&b=1&a=1,           a=2&a=1&b=1
            b&a=2&%61=1,           a=2&%61=1&b
            c=1&a.b=2&a_b=1,       a.b=2&a_b=1&c=1
            b=1&a[]=2&A=1&a[x],    a[]=2&A=1&a[x]&b=1
            b=1&+a=2&a=1,          +a=2&a=1&b=1
            b=1&&a=2,              &a=2&b=1
            '',                    ''
            """)
    void members_are_sorted_by_name(String query, String sorted) {
        assertThat(QueryParameter.sorted(query)).isEqualTo(sorted);
        assertThat(QueryParameter.sorted(sorted)).isEqualTo(sorted);
    }

    @Test
    void every_character_survives_encoding() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        QueryParameter parameter = new QueryParameter(all.toString(), "");

        assertThat(QueryParameter.parse(parameter.encoded()).equals(List.of(parameter)))
                .isTrue();
    }

    @Test
    void empty_members_are_no_parameters() {
        assertThat(QueryParameter.parse("&a=1=2&&b&=&"))
                .containsExactly(
                        new QueryParameter("a", "1=2"), new QueryParameter("b", ""), new QueryParameter("", ""));
        assertThat(QueryParameter.parse("")).isEmpty();
    }
}
