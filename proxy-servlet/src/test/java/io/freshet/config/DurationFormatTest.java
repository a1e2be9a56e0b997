package io.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationFormatTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "5m, PT5M",
        "1h, PT1H",
        "2d, PT48H",
        "0, PT0S",
        "0s, PT0S",
        "007s, PT7S",
        "30S, PT30S",
        "999999999999d, PT23999999999976H",
        "PT30S, PT30S",
        "pt1h30m, PT1H30M",
        "P1DT1S, PT24H1S",
        "PT0.25S, PT0.25S",
    })
    void reads_a_number_with_a_unit_and_ISO_8601(String text, Duration expected) {
        assertThat(DurationFormat.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "s",
                "30",
                "-5s",
                "+5s",
                "1.5h",
                "5 m",
                " 5m",
                "5m ",
                "1h30m",
                "1w",
                "5min",
                "٣s",
                "1e3s",
                "0x10s",
                "-PT30S",
                "PT-30S",
                "P",
                "PT",
                "P1Y",
                "1000000000000d",
                "PT99999999999999999999S",
                "never",
                "99999999999999999999999999999999999999999999999999s"
            })
    void refuses_everything_else(String text) {
        assertThat(DurationFormat.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms", "1500ms", "1s", "59s", "90s", "1m", "90m", "1h", "25h", "1d", "365d"})
    void formats_what_it_reads(String text) {
        assertThat(DurationFormat.format(DurationFormat.parse(text).orElseThrow()))
                .isEqualTo(text);
    }
}
