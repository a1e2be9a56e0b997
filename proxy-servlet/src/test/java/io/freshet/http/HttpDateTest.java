package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest(name = "RFC 9110 §5.6.7: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z",
                "Sunday, 06-Nov-94 08:49:37 GMT    | 1994-11-06T08:49:37Z",
                "Wednesday, 09-Nov-94 08:49:37 GMT | 1994-11-09T08:49:37Z",
                "Sun Nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z",
                "Sun Nov 16 08:49:37 1994          | 1994-11-16T08:49:37Z",
                "sun, 06 nov 1994 08:49:37 gmt     | 1994-11-06T08:49:37Z",
                "SUN, 06 NOV 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z",
                "SUNDAY, 06-NOV-94 08:49:37 gmt    | 1994-11-06T08:49:37Z",
                "sun nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z",
                "Mon, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z",
                "Sat, 31 Dec 2016 23:59:60 GMT     | 2017-01-01T00:00:00Z",
                "Thu, 29 Feb 2024 00:00:00 GMT     | 2024-02-29T00:00:00Z",
                "Fri, 31 Dec 9999 23:59:59 GMT     | 9999-12-31T23:59:59Z"
            })
    void dates_are_read_in_all_three_formats(String text, Instant instant) {
        assertThat(HttpDate.parse(text, NOW)).contains(instant);
    }

    @ParameterizedTest(name = "RFC 9111 §5.3: {0}")
    @ValueSource(
            strings = {
                "0",
                "-1",
                "",
                ",",
                "now",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sunday, 06-Nov-94 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 Z",
                "Sun, 06 Nov 1994 08:49:37 UT",
                "Sun, 06 Nov 1994 08:49:37 EST",
                "Sun Nov  6 08:49:37 1994 GMT",
                "Sun Nov 6 08:49:37 1994",
                "Sun Nov 06  08:49:37 1994",
                "Foo, 06 Nov 1994 08:49:37 GMT",
                "Sunny, 06-Nov-94 08:49:37 GMT",
                "Sun, 06-Nov-94 08:49:37 GMT",
                "Sunday, 06 Nov 1994 08:49:37 GMT",
                "Foo Nov  6 08:49:37 1994",
                "Sun,06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994  08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37  GMT",
                "Sun, 06 November 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08.49.37 GMT",
                "Sun, 06 Nov 1994 08:49:37 +0000",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 8:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun, 31 Nov 1994 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "Wed, 29 Feb 2023 00:00:00 GMT",
                "Sun, 06 Foo 1994 08:49:37 GMT",
                "Sun, 06  Nov 1994 08:49:37 GMT",
                "Sun 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-1994 08:49:37 GMT",
                "Sun, 0\u0666 Nov 1994 08:49:37 GMT"
            })
    void what_is_no_date_is_refused(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    @ParameterizedTest(name = "RFC 9110 §5.6.7: {0} in {1} is {2}")
    @CsvSource({
        "94, 2026, 1994",
        "26, 2026, 2026",
        "76, 2026, 2076",
        "77, 2026, 1977",
        "00, 2026, 2000",
        "05, 2099, 2105",
        "49, 2099, 2149",
        "50, 2099, 2050"
    })
    void two_digits_are_a_year_at_most_fifty_years_ahead(String digits, int now, int year) {
        Instant reference = Instant.parse(now + "-06-01T00:00:00Z");

        assertThat(HttpDate.parse("Monday, 01-Jan-" + digits + " 00:00:00 GMT", reference))
                .contains(Instant.parse(year + "-01-01T00:00:00Z"));
    }

    @Test
    void two_digits_without_a_reference_are_1970_to_2069() {
        assertThat(HttpDate.parse("Monday, 01-Jan-70 00:00:00 GMT")).contains(Instant.EPOCH);
        assertThat(HttpDate.parse("Monday, 01-Jan-69 00:00:00 GMT")).contains(Instant.parse("2069-01-01T00:00:00Z"));
    }

    @Test
    void dates_are_written_as_imf_fixdate() {
        assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37.999Z")))
                .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void a_megabyte_is_no_date() {
        assertThat(HttpDate.parse("Sun, ".repeat(200_000), NOW)).isEmpty();
    }

    @Test
    void is_written_as_the_format_says_whatever_the_date() {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
        new Random(1).longs(20_000, -62_135_596_800L, 253_402_300_800L).forEach(second -> {
            Instant instant = Instant.ofEpochSecond(second);
            assertThat(HttpDate.format(instant)).isEqualTo(format.format(instant.atOffset(ZoneOffset.UTC)));
        });
    }
}
