package io.freshet.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A name and a value out of a query, as {@code application/x-www-form-urlencoded} (URL Standard §5.1) reads it. */
public record QueryParameter(String name, String value) {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** The parameters of a query without its question mark, in order. Any text is a query. */
    static List<QueryParameter> parse(String query) {
        List<QueryParameter> parameters = new ArrayList<>();
        int end;
        for (int start = 0; start <= query.length(); start = end + 1) {
            int ampersand = query.indexOf('&', start);
            end = ampersand < 0 ? query.length() : ampersand;
            if (end > start) {
                String member = query.substring(start, end);
                int equals = member.indexOf('=');
                parameters.add(
                        new QueryParameter(nameOf(member), equals < 0 ? "" : decode(member.substring(equals + 1))));
            }
        }
        return parameters;
    }

    /** The name in what stands between two ampersands. */
    static String nameOf(String member) {
        int equals = member.indexOf('=');
        return decode(equals < 0 ? member : member.substring(0, equals));
    }

    /**
     * A name that is the same for all names that some server takes for the same parameter: in any case (ASP.NET), without blanks in
     * front, with what stands in brackets left out ({@code a[]}, {@code a[x]}: PHP, Rails, qs), {@code .} and blanks as {@code _} (PHP).
     */
    static String loose(String name) {
        int nested = name.indexOf('[', 1);
        String whole = nested < 0 || name.indexOf(']', nested) < 0 ? name : name.substring(0, nested);
        return whole.stripLeading().replaceAll("[ .\\[\\]]", "_").toLowerCase(Locale.ROOT);
    }

    /** The parameters of a query in an order that depends on their names only; those that some server takes for one keep theirs. */
    public static String sorted(String query) {
        String[] members = query.split("&", -1);
        Arrays.sort(members, Comparator.comparing(member -> loose(nameOf(member))));
        return String.join("&", members);
    }

    /** A plus is a space; then percent-decoded; then UTF-8 with U+FFFD for what is malformed. In {@code text} bytes are characters of the same number. */
    static String decode(String text) {
        if (text.chars().allMatch(c -> c < 0x80 && c != '%' && c != '+')) {
            return text;
        }
        byte[] bytes = text.getBytes(ISO_8859_1);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '+') {
                b = ' ';
            } else if (b == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2])) {
                b = (byte) ((HexFormat.fromHexDigit(bytes[i + 1]) << 4) + HexFormat.fromHexDigit(bytes[i + 2]));
                i += 2;
            }
            bytes[length] = b;
            length++;
        }
        return Utf8.decode(bytes, length);
    }

    /** A text in ASCII that is the same for equal parameters only, and in which no ampersand occurs. */
    String encoded() {
        return encode(name) + '=' + encode(value);
    }

    /** Percent-encoded but for what RFC 3986 §2.3 leaves as it is. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(UTF_8)) {
            if (isUnreserved(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHighHexDigit(b)).append(HEX.toLowHexDigit(b));
            }
        }
        return encoded.toString();
    }

    /** RFC 3986 §2.3. */
    static boolean isUnreserved(byte b) {
        boolean alpha = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
        boolean digit = b >= '0' && b <= '9';
        return alpha || digit || "-._~".indexOf(b) >= 0;
    }

    private static boolean isHex(byte b) {
        return HexFormat.isHexDigit(b);
    }
}
