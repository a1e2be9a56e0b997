package io.freshet.testing.oracle;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** IMF-fixdate (RFC 9110 §5.6.7). */
final class HttpDates {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpDates() {}

    static String of(Instant instant) {
        return FORMAT.format(instant);
    }

    /** In seconds since 1970. */
    static long seconds(String date) {
        return FORMAT.parse(date, Instant::from).getEpochSecond();
    }
}
