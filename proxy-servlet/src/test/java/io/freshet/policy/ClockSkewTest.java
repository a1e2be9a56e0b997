package io.freshet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.HttpDate;
import io.freshet.http.ResponseHead;
import java.time.Instant;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 §4.2.3, RFC 9110 §6.6.1. */
class ClockSkewTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Date, seconds from now | Age | far
            0                        | -   | false
            60                       | -   | false
            61                       | -   | true
            -60                      | -   | false
            -61                      | -   | true
            -61                      | 61  | false
            -                        | -   | false
            """)
    void is_more_than_a_minute(String seconds, String age, boolean far) {
        HttpFields.Mutable fields = HttpFields.build();
        if (!seconds.equals("-")) {
            fields.add("Date", HttpDate.format(NOW.plusSeconds(Long.parseLong(seconds))));
        }
        if (!age.equals("-")) {
            fields.add("Age", age);
        }

        assertThat(ClockSkew.isFar(new ResponseHead(200, fields.asImmutable()), NOW))
                .isEqualTo(far);
    }
}
