package io.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "1k, 1024",
        "64K, 65536",
        "256m, 268435456",
        "2g, 2147483648",
        "999999999g, 1073741822926258176",
    })
    void reads_bytes_and_binary_units(String text, long expected) {
        assertThat(ByteSizes.parse(text)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "k", "-1k", "+1", "1.5g", "1 k", "1kb", "1KiB", "1t", "0x10", "٣k", "9999999999", "lots"})
    void refuses_everything_else(String text) {
        assertThat(ByteSizes.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "1023", "1k", "1025", "1023k", "1m", "1025k", "1023m", "1g", "256g"})
    void formats_what_it_reads(String text) {
        assertThat(ByteSizes.format(ByteSizes.parse(text).orElseThrow())).isEqualTo(text);
    }
}
