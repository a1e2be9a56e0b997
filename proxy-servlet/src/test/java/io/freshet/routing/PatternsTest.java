package io.freshet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            /a,        /a,          true
            /a,        /a/,         false
            /a/*,      /a/,         true
            /a/*,      /a/b/c,      true
            /a/*,      /a,          false
            *,         '',          true
            *.jpg,     /x/y.jpg,    true
            *.jpg,     /x/y.jpg.js, false
            /a/*/c,    /a/b/c,      true
            /a/*/c,    /a/c,        false
            a*b*c,     abc,         true
            a*b*c,     acb,         false
            a*a,       a,           false
            ab*ba,     aba,         false
            a**b,      ab,          true
            *aa*aa*,   aaa,         false
            *aa*aa*,   xaaaay,      true
            """)
    void a_star_stands_for_any_characters(String pattern, String text, boolean matches) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    void a_pattern_of_many_stars_is_answered_at_once() {
        assertThat(Glob.of("*a".repeat(500) + "b").matches("a".repeat(100_000))).isFalse();
    }
}
