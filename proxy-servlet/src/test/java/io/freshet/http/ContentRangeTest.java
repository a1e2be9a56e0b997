package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §14.4. */
class ContentRangeTest {

    @ParameterizedTest(name = "§14.4: {0}")
    @CsvSource({
        "bytes 0-4/10, 0, 4, 10",
        "bytes 9-9/10, 9, 9, 10",
        "BYTES 0-0/1, 0, 0, 1",
        "bytes 5-999999999999999998/999999999999999999, 5, 999999999999999998, 999999999999999999",
        "bytes 3-4/*, 3, 4, -1",
        "bytes 00-04/010, 0, 4, 10",
    })
    void tells_which_bytes_of_how_many(String value, long first, long last, long length) {
        ContentRange expected = new ContentRange(
                new ByteRange(first, last), length < 0 ? OptionalLong.empty() : OptionalLong.of(length));

        assertThat(ContentRange.of(Heads.fields("Content-Range: " + value))).contains(expected);
        assertThat(ContentRange.of(Heads.fields("Content-Range: " + expected))).contains(expected);
    }

    @ParameterizedTest(name = "§14.4: invalid: {0}")
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes 0-4",
                "bytes */10",
                "bytes 4-3/10",
                "bytes 0-10/10",
                "bytes 0-0/0",
                "bytes=0-4/10",
                "bytes 0-4/10/10",
                "bytes -4/10",
                "bytes 0-/10",
                "lines 0-4/10",
                "bytes 0-4/1e1",
                "bytes 0-4/-10",
                "bytes  0-4/10",
                "bytes 0-4/10 ,bytes 0-4/10",
                "bytes 0-9223372036854775807/9223372036854775808",
                "bytes 0-99999999999999999999/*"
            })
    void what_contradicts_itself_tells_nothing(String value) {
        assertThat(ContentRange.of(Heads.fields("Content-Range: " + value))).isEmpty();
    }

    @Test
    void two_fields_tell_nothing_and_neither_does_none() {
        assertThat(ContentRange.of(Heads.fields("Content-Range: bytes 0-4/10", "Content-Range: bytes 0-4/10")))
                .isEmpty();
        assertThat(ContentRange.of(Heads.fields())).isEmpty();
        assertThat(ContentRange.of(Heads.fields("Content-Range: bytes 0-" + "4".repeat(1 << 20) + "/*")))
                .isEmpty();
    }

    @Test
    void says_how_long_that_is_of_which_nothing_was_asked_for() {
        assertThat(ContentRange.unsatisfied(10)).isEqualTo("bytes */10");
    }

    @Test
    void a_range_has_at_least_one_byte() {
        assertThat(new ByteRange(3, 3).length()).isEqualTo(1);
        assertThatThrownBy(() -> new ByteRange(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteRange(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
