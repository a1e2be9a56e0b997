package io.freshet.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.Tries;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @ParameterizedTest
    @CsvSource({
        "0x0a, \\u000a",
        "0x0d, \\u000d",
        "0x1b, \\u001b",
        "0x7f, \\u007f",
        "0x85, \\u0085",
        "0x9b, \\u009b",
        "0x061c, \\u061c",
        "0x200b, \\u200b",
        "0x200f, \\u200f",
        "0x2028, \\u2028",
        "0x2029, \\u2029",
        "0x202e, \\u202e",
        "0x2066, \\u2066",
        "0xfeff, \\ufeff",
        "0xd800, \\ud800",
        "0xe0041, \\udb40\\udc41",
    })
    void whatSteersIsSpelt(String codePoint, String spelling) {
        String one = new String(Character.toChars(Integer.decode(codePoint)));

        assertThat(Printable.of("a" + one + "b")).isEqualTo("a" + spelling + "b");
    }

    @Test
    void everyControlIsSpelt() {
        IntStream.concat(IntStream.range(0, 0x20), IntStream.range(0x7f, 0xa0))
                .forEach(c -> assertThat(Printable.of("" + (char) c)).isEqualTo(String.format("\\u%04x", c)));
    }

    @ParameterizedTest
    @CsvSource({"plain ~ text", "äöü €", "漢字", "😀", "a\\b"})
    void whatShowsStays(String text) {
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @Test
    void linesThatAreMeantStay() {
        assertThat(Printable.lines("a\n\rb\u0085")).isEqualTo("a\n\\u000db\\u0085");
    }

    @Test
    void aBriefTextHasItsBeginning() {
        assertThat(Printable.brief("abcdef", 3)).isEqualTo("abc...");
        assertThat(Printable.brief("abc", 3)).isEqualTo("abc");
    }

    @Test
    void nothingSteersAfterwards_andTwiceIsOnce() {
        Tries.of(draw -> {
            String text = draw.unicode(255);

            String printable = Printable.of(text);

            assertThat(printable.codePoints().map(Character::getType))
                    .doesNotContain(
                            (int) Character.CONTROL,
                            (int) Character.FORMAT,
                            (int) Character.LINE_SEPARATOR,
                            (int) Character.PARAGRAPH_SEPARATOR,
                            (int) Character.SURROGATE);
            assertThat(Printable.of(printable)).isEqualTo(printable);
        });
    }
}
