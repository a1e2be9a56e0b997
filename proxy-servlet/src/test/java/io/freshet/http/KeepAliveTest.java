package io.freshet.http;

import static io.freshet.http.Heads.fields;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepAliveTest {

    @ParameterizedTest(name = "RFC 2068 §19.7.1.1: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout=5 | 5",
                "timeout=5, max=100 | 5",
                "max=100 , Timeout=15 | 15",
                "timeout=0 | 0",
                "timeout=9, timeout=7 | 7",
                "timeout=99999999999999999999 | 2147483648",
            })
    void a_stated_time(String value, long seconds) {
        assertThat(KeepAlive.timeout(fields("Keep-Alive: " + value))).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "max=100", "timeout", "timeout=", "timeout=-1", "timeout=1.5", "timeout=\"5\"", "xtimeout=5"
            })
    void anything_else_states_none(String value) {
        assertThat(KeepAlive.timeout(fields("Keep-Alive: " + value))).isEmpty();
    }

    @Test
    void nor_does_silence() {
        assertThat(KeepAlive.timeout(fields())).isEmpty();
    }
}
