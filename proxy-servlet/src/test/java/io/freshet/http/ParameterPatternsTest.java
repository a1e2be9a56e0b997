package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterPatternsTest {

    private static final int MEGABYTE = 1 << 20;

    private static final ParameterPatterns TRACKING = ParameterPatterns.of(List.of("utm_*", "fbclid", "\u00e9 "));

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(quoteCharacter = '\'', textBlock = """
            /p?utm_source=x,                     /p
            /p?utm_source=x&fbclid,              /p
            /p?a=1&utm_source=x,                 /p?a=1
            /p?utm_source=x&a=1,                 /p?a=1
            /p?a=1&utm_source=x&b=2,             /p?a=1&b=2
            /p?b&utm_=&a&utm_=&b,                /p?b&a&b
            /p?fbclid=1&fbclid=2&fbclidx=3,      /p?fbclidx=3
            /p?utm=1&xutm_a=2&UTM_a=3,           /p?utm=1&xutm_a=2&UTM_a=3
            /p?%75tm%5Fsource=x&a=1,             /p?a=1
            /p?%C3%A9+=x&%c3%A9%20&Ã%A9+=1&a=1,  /p?a=1
            /p?a=1&utm_x=1;a=2,                  /p?a=1&utm_x=1;a=2
            /p?utm_x;a=2&utm_y=1,                /p?utm_x;a=2
            /p?a=1&utm_x=1%3Ba=2%26b,            /p?a=1
            /p?a=1&utm_x[a]=2&utm_x[]=3,         /p?a=1
            /p?a=1&amp;utm_x=2,                  /p?a=1&amp;utm_x=2
            /p?a=utm_source&b==fbclid,           /p?a=utm_source&b==fbclid
            /p?a=%zz&fbclid=%zz&%=+%00,          /p?a=%zz&%=+%00
            /p?a=1&&fbclid=2&&b=+%41,            /p?a=1&&&b=+%41
            /p?&fbclid,                          /p?
            /p?=fbclid&fbclid,                   /p?=fbclid
            /p?fbclid#?fbclid&fbclid,            /p#?fbclid&fbclid
            /p?a&fbclid#f,                       /p?a#f
            /p#?fbclid,                          /p#?fbclid
            /p?fbclid?x=1&fbclid=?,              /p?fbclid?x=1
            /fbclid?,                            /fbclid?
            /fbclid&fbclid,                      /fbclid&fbclid
            http://a.test/?fbclid=1,             http://a.test/
            http://a.test?fbclid=1,              http://a.test
            '',                                  ''
            ?fbclid,                             ''
            """)
    void what_matches_goes_and_all_else_stays(String uri, String without) {
        assertThat(TRACKING.removeFrom(uri)).isEqualTo(without);
        assertThat(ParameterPatterns.NONE.removeFrom(uri)).isEqualTo(uri);
    }

    /** What some server takes for one of the parameters that count, counts. */
    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(quoteCharacter = '\'', textBlock = """
            /p?x=1,                              /p
            /p?user_id=1&x=2,                    /p?user_id=1
            /p?x=1;user_id=2,                    /p?x=1;user_id=2
            /p?user.id=1&x=2,                    /p?user.id=1
            /p?user+id=1&user%20id=2&user[id=3,  /p?user+id=1&user%20id=2&user[id=3
            /p?user_id[]=1&user_id%5Bx%5D=2,     /p?user_id[]=1&user_id%5Bx%5D=2
            /p?USER_ID=1&+user_id=2&x=3,         /p?USER_ID=1&+user_id=2
            /p?user_ids=1&xuser_id=2,            /p
            /p?f.a=1&F_b=2&g=3,                  /p?f.a=1&F_b=2
            """)
    void what_does_not_match_goes_where_only_some_count(String uri, String with) {
        assertThat(ParameterPatterns.of(List.of("user_id", "f_*")).keepIn(uri)).isEqualTo(with);
    }

    @Test
    void a_star_alone_means_every_parameter() {
        ParameterPatterns all = ParameterPatterns.of(List.of("*"));

        assertThat(all.removeFrom("/p?a=1&=2&%ff")).isEqualTo("/p");
        assertThat(all.removeFrom("/p?a=1&")).isEqualTo("/p?");
    }

    @ParameterizedTest(name = "''{0}''")
    @ValueSource(strings = {"", "*a", "a*b", "**"})
    void a_text_that_is_no_pattern_is_refused(String pattern) {
        assertThatThrownBy(() -> ParameterPatterns.of(List.of("a", pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + pattern + "'");
    }

    @Test
    void patterns_are_a_value() {
        assertThat(ParameterPatterns.of(List.of("a", "b*"))).isEqualTo(ParameterPatterns.of(List.of("b*", "a", "a")));
        assertThat(ParameterPatterns.of(List.of())).isEqualTo(ParameterPatterns.NONE);
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("hostile")
    void megabytes_of_anything_come_through(String unit) {
        String uri = "/p?" + unit.repeat(MEGABYTE / unit.length());

        assertThat(TRACKING.removeFrom(uri + "&fbclid=1").equals(uri)).isTrue();
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                argumentSet("letters", "a"),
                argumentSet("ampersands", "&"),
                argumentSet("members", "a&"),
                argumentSet("equals signs", "="),
                argumentSet("percent signs", "%"),
                argumentSet("malformed UTF-8", "%ff&%e6%b0"),
                argumentSet("almost", "utm&"),
                argumentSet("question marks", "?"),
                argumentSet("NULs", "\0&%00"),
                argumentSet("half surrogates", "\udc00&\ud800"));
    }
}
