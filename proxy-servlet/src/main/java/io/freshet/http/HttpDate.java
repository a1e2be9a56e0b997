package io.freshet.http;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.DateGenerator;

/**
 * Dates in fields (RFC 9110 §5.6.7). Reads all three formats, in any case as RFC 9111 §4.2 advises caches. A date in another zone than
 * {@code GMT}, {@code UTC} included, is no date, nor is an impossible one. The name of the day is one of those that the format has; whether
 * it is the right one is not checked.
 */
public final class HttpDate {

    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    private static final Instant IN_2019 = Instant.parse("2019-01-01T00:00:00Z");
    private static final String GMT = " gmt";
    private static final int LONGEST = "Wednesday, 09-Nov-94 08:49:37 GMT".length();

    private static final int SHORT_DAY = "Sun".length();
    private static final List<String> SHORT_DAYS =
            DAYS.stream().map(day -> day.substring(0, SHORT_DAY)).toList();

    private HttpDate() {}

    /** The date that {@code text} is. A year of two digits is read as one of 1970 to 2069. */
    public static Optional<Instant> parse(String text) {
        return parse(text, IN_2019);
    }

    /**
     * The date that {@code text} is. A year of two digits that would be more than 50 years after {@code now} is one of the
     * century before (RFC 9110 §5.6.7).
     */
    public static Optional<Instant> parse(String text, Instant now) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        int comma = text.indexOf(',');
        String date = text.toLowerCase(Locale.ROOT);
        if (comma < 0) {
            return asctime(date);
        }
        String day = date.substring(0, comma);
        String afterDay = date.substring(comma + 1);
        if (comma == SHORT_DAY) {
            return SHORT_DAYS.contains(day) ? imfFixdate(afterDay) : Optional.empty();
        }
        return DAYS.contains(day) ? rfc850(afterDay, now) : Optional.empty();
    }

    /** {@code instant} as an IMF-fixdate, the one format that may be sent; fractions of a second are cut off. */
    public static String format(Instant instant) {
        // The library's is the quicker one, and reckons dates before 1582 by another calendar.
        return instant.isBefore(Instant.EPOCH) || instant.isAfter(LAST)
                ? IMF_FIXDATE.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC))
                : DateGenerator.formatDate(instant);
    }

    /** {@code " 06 nov 1994 08:49:37 gmt"}, the name of the day gone. */
    private static Optional<Instant> imfFixdate(String date) {
        return looksLike(" 00 aaa 0000 00:00:00 aaa", date) && date.endsWith(GMT)
                ? instant(number(date, 8, 12), date.substring(4, 7), number(date, 1, 3), date.substring(13, 21))
                : Optional.empty();
    }

    /** {@code " 06-nov-94 08:49:37 gmt"}, the name of the day gone. */
    private static Optional<Instant> rfc850(String date, Instant now) {
        return looksLike(" 00-aaa-00 00:00:00 aaa", date) && date.endsWith(GMT)
                ? instant(
                        fullYear(number(date, 8, 10), now),
                        date.substring(4, 7),
                        number(date, 1, 3),
                        date.substring(11, 19))
                : Optional.empty();
    }

    /** {@code "sun nov  6 08:49:37 1994"}. */
    private static Optional<Instant> asctime(String date) {
        boolean oneDigitDay = looksLike("aaa aaa  0 00:00:00 0000", date);
        boolean read = oneDigitDay || looksLike("aaa aaa 00 00:00:00 0000", date);
        return read && SHORT_DAYS.contains(date.substring(0, SHORT_DAY))
                ? instant(
                        number(date, 20, 24),
                        date.substring(4, 7),
                        number(date, oneDigitDay ? 9 : 8, 10),
                        date.substring(11, 19))
                : Optional.empty();
    }

    private static int fullYear(int twoDigits, Instant now) {
        int thisYear = now.atOffset(ZoneOffset.UTC).getYear();
        int year = thisYear - thisYear % 100 + twoDigits;
        if (year > thisYear + 50) {
            return year - 100;
        }
        return year <= thisYear - 50 ? year + 100 : year;
    }

    private static Optional<Instant> instant(int year, String monthName, int day, String time) {
        int month = MONTHS.indexOf(monthName) + 1;
        int hour = number(time, 0, 2);
        int minute = number(time, 3, 5);
        int second = number(time, 6, 8);
        // RFC 9110 §5.6.7 writes a leap second as 60.
        if (month == 0 || !YearMonth.of(year, month).isValidDay(day) || hour > 23 || minute > 59 || second > 60) {
            return Optional.empty();
        }
        return Optional.of(LocalDateTime.of(year, month, day, hour, minute)
                .toInstant(ZoneOffset.UTC)
                .plusSeconds(second));
    }

    /** Whether {@code text} has a digit where {@code shape} has 0, a letter where it has a, and is the same elsewhere. */
    private static boolean looksLike(String shape, String text) {
        if (text.length() != shape.length()) {
            return false;
        }
        for (int i = 0; i < shape.length(); i++) {
            char wanted = shape.charAt(i);
            char c = text.charAt(i);
            boolean fits =
                    switch (wanted) {
                        case '0' -> c >= '0' && c <= '9';
                        case 'a' -> c >= 'a' && c <= 'z';
                        default -> c == wanted;
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }
}
