package io.freshet.http;

import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One member of {@link Preferences}.
 *
 * @param range what it is about, with its parameters, in one form for all that mean the same
 * @param weight in thousandths, from 0 to {@value #FULL_WEIGHT} (RFC 9110 §12.4.2)
 */
record WeightedRange(String range, int weight) {

    static final int FULL_WEIGHT = 1000;

    private static final int MAX_DECIMALS = 3;

    /** Reads a member of a list, without whitespace around it; empty when it is malformed. */
    static Optional<WeightedRange> parse(RangeSyntax syntax, String member) {
        int end = syntax.end(member);
        if (end == 0) {
            return Optional.empty();
        }
        // Types, charsets, codings and languages are case-insensitive (RFC 9110 §8.3.1, §8.3.2, §8.4.1, §8.5.1).
        String range = member.substring(0, end).toLowerCase(Locale.ROOT);
        SortedMap<String, String> parameters = new TreeMap<>();
        while (end < member.length()) {
            int name = skipWhitespace(member, end);
            if (!has(';', member, name)) {
                return Optional.empty();
            }
            name = skipWhitespace(member, name + 1);
            int equals = Tokens.end(member, name);
            if (equals == name || !has('=', member, equals)) {
                return Optional.empty();
            }
            end = valueEnd(member, equals + 1);
            String key = member.substring(name, equals).toLowerCase(Locale.ROOT);
            String value = member.substring(equals + 1, end);
            if (key.equals("q")) {
                // RFC 9110 §12.5.1 wants it last. Recipients disagree on what parameters behind it belong to.
                return end == member.length() ? of(range, parameters, weight(value)) : Optional.empty();
            }
            // Which of two parameters with one name counts is not defined.
            if (syntax != RangeSyntax.MEDIA_RANGE
                    || value.isEmpty()
                    || parameters.putIfAbsent(key, unquoted(value)) != null) {
                return Optional.empty();
            }
        }
        return of(range, parameters, Optional.of(FULL_WEIGHT));
    }

    /** The order of parameters is not significant (RFC 2045 §5). */
    private static Optional<WeightedRange> of(
            String range, SortedMap<String, String> parameters, Optional<Integer> weight) {
        StringBuilder text = new StringBuilder(range);
        parameters.forEach(
                (name, value) -> text.append(';').append(name).append('=').append(value));
        return weight.map(thousandths -> new WeightedRange(text.toString(), thousandths));
    }

    /** RFC 9110 §12.4.2 {@code qvalue}: at most 1, with at most three decimals. Empty when it is malformed. */
    private static Optional<Integer> weight(String qvalue) {
        int decimals = qvalue.length() - 2;
        boolean wellFormed = (qvalue.startsWith("0") || qvalue.startsWith("1"))
                && decimals <= MAX_DECIMALS
                && (decimals < 0 || qvalue.charAt(1) == '.')
                && qvalue.chars().skip(2).allMatch(c -> Tokens.isDigit((char) c));
        if (!wellFormed) {
            return Optional.empty();
        }
        String digits = qvalue.replace(".", "");
        int thousandths = Integer.parseInt(digits + "0".repeat(MAX_DECIMALS + 1 - digits.length()));
        return thousandths > FULL_WEIGHT ? Optional.empty() : Optional.of(thousandths);
    }

    /** Where the token or quoted string that begins at {@code start} ends; {@code start} when there is none. */
    private static int valueEnd(String member, int start) {
        if (!has('"', member, start)) {
            return Tokens.end(member, start);
        }
        int close = FieldValues.closingQuote(member, start);
        return close < 0 ? start : close + 1;
    }

    /** RFC 9110 §8.3.1: quoted or not, a value is the same. Its case may matter, and is kept. */
    private static String unquoted(String value) {
        boolean needsQuotes =
                !value.startsWith("\"") || value.length() == 2 || Tokens.end(value, 1) < value.length() - 1;
        return needsQuotes ? value : value.substring(1, value.length() - 1);
    }

    private static int skipWhitespace(String text, int start) {
        int end = start;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return end;
    }

    private static boolean has(char c, String text, int index) {
        return index < text.length() && text.charAt(index) == c;
    }
}
