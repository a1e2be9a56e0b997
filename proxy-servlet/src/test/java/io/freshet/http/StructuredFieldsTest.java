package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StructuredFieldsTest {

    private static final int MEGABYTE = 1 << 20;

    @Test
    void lines_count_as_one_value() {
        HttpFields fields = Heads.fields("X: a=1", "x: b", "X: a=2");

        assertThat(StructuredFields.dictionary(fields, "X").orElseThrow().keySet())
                .containsExactly("a", "b");
    }

    @Test
    void an_empty_field_is_not_an_absent_one() {
        assertThat(StructuredFields.list(Heads.fields("X:"), "X").orElseThrow()).isEmpty();
        assertThat(StructuredFields.list(Heads.fields("Y: 1"), "X")).isEmpty();
    }

    @Test
    void a_field_has_8_KiB_over_all_its_lines() {
        String name = "a".repeat(StructuredFields.MAX_LENGTH - 5);

        assertThat(StructuredFields.list(Heads.fields("X: " + name + ", b12"), "X"))
                .isPresent();
        assertThat(StructuredFields.list(Heads.fields("X: " + name, "X: b12"), "X"))
                .isPresent();
        assertThat(StructuredFields.list(Heads.fields("X: " + name, "X: b123"), "X"))
                .isEmpty();
        assertThat(StructuredFields.tooLong(Heads.fields("X: " + name, "X: b12"), "X"))
                .isFalse();
        assertThat(StructuredFields.tooLong(Heads.fields("X: " + name, "X: b123"), "X"))
                .isTrue();
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("unparseable")
    void what_does_not_parse_counts_as_absent(String value) {
        HttpFields fields = HttpFields.build().add("X", value);

        assertThat(StructuredFields.dictionary(fields, "X")).isEmpty();
        assertThat(StructuredFields.list(fields, "X")).isEmpty();
    }

    static Stream<Arguments> unparseable() {
        return Stream.of(
                argumentSet("RFC 9651 §3.3.1: a number beyond 2^63", "a=9223372036854775808"),
                argumentSet("RFC 9651 §3.3.1: sixteen digits", "a=1234567890123456"),
                argumentSet("RFC 9651 §3.3.2: four decimals", "a=1.2345"),
                argumentSet("RFC 9651 §3.3.3: a NUL in a String", "a=\"\0\""),
                argumentSet("RFC 9651 §3.3.3: no ASCII", "a=\"\u00e9\""),
                argumentSet("half of a surrogate pair", "a=\"\ud800\""),
                argumentSet("RFC 9651 §3.3.3: an open String", "a=\"b"),
                argumentSet("RFC 9651 §4.2.5: an unknown escape", "a=\"\\n\""),
                argumentSet("RFC 9651 §3.1.1: inner lists do not nest", "a=((b))"),
                argumentSet("thousands of inner lists in each other", "a=" + "(".repeat(4000) + ")".repeat(4000)),
                argumentSet("RFC 9651 §4.2.1: a comma at the end", "a,"),
                argumentSet("RFC 9651 §4.2.1: two commas", "a,,b"),
                argumentSet("a NUL", "\0"));
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("hostile")
    @Timeout(60)
    void hostile_values_cost_little(String unit) {
        String longest = unit.repeat(StructuredFields.MAX_LENGTH / unit.length());
        for (String value : new String[] {longest, longest + "a", unit.repeat(MEGABYTE / unit.length())}) {
            HttpFields fields = HttpFields.build().add("X", value);
            read(fields);
        }
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                argumentSet("members", "a,"),
                argumentSet("strings", "\"\","),
                argumentSet("quotes", "\""),
                argumentSet("backslashes", "\\"),
                argumentSet("parameters", "a;b=\"\";c,"),
                argumentSet("inner lists", "a=(\"\" b),"),
                argumentSet("open inner lists", "("),
                argumentSet("digits", "9"),
                argumentSet("byte sequences", "a=:YQ==:,"),
                argumentSet("dates and display strings", "a=@1,b=%\"%f6\","),
                argumentSet("spaces", " "),
                argumentSet("commas", ","));
    }

    @Test
    void thousands_of_lines_cost_little() {
        HttpFields.Mutable fields = HttpFields.build();
        for (int i = 0; i < 100_000; i++) {
            fields.add("X", "\"a\"");
        }

        assertThat(StructuredFields.list(fields, "X")).isEmpty();
    }

    @Test
    void no_text_throws() {
        String alphabet = "aA1-?\"\\ ,;=()*:.@%\t\0\u007f\u00e9";
        Random random = new Random(9651);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            random.ints(random.nextInt(14), 0, alphabet.length()).forEach(c -> value.append(alphabet.charAt(c)));
            read(HttpFields.build().add("X", value.toString()));
        }
    }

    private static void read(HttpFields fields) {
        assertThat(StructuredFields.list(fields, "X")).isNotNull();
        assertThat(StructuredFields.dictionary(fields, "X")).isNotNull();
    }
}
