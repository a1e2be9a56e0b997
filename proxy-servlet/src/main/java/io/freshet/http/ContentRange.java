package io.freshet.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;

/**
 * Which bytes of a representation a 206 has (RFC 9110 §14.4).
 *
 * @param range the bytes
 * @param completeLength the length of the whole representation, greater than the last position; empty when it is not known
 */
public record ContentRange(ByteRange range, OptionalLong completeLength) {

    public static final String NAME = "Content-Range";

    private static final Pattern SYNTAX =
            Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)", Pattern.CASE_INSENSITIVE);

    /** What the field says; empty when there is none, or more than one, or it contradicts itself. */
    public static Optional<ContentRange> of(HttpFields response) {
        List<String> lines = response.getValuesList(NAME);
        return lines.size() == 1 ? parse(lines.get(0)) : Optional.empty();
    }

    private static Optional<ContentRange> parse(String value) {
        Matcher parts = SYNTAX.matcher(value);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(parts.group(1));
        long last = Long.parseLong(parts.group(2));
        OptionalLong length =
                parts.group(3).equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(parts.group(3)));
        // RFC 9110 §14.4: invalid if it ends before it begins, or beyond the end of the whole.
        boolean valid = first <= last && (length.isEmpty() || last < length.getAsLong());
        return valid ? Optional.of(new ContentRange(new ByteRange(first, last), length)) : Optional.empty();
    }

    /** The field of a 416 (RFC 9110 §15.5.17): how long the representation is of which none was asked for. */
    public static String unsatisfied(long completeLength) {
        return "bytes */" + completeLength;
    }

    /** As it is written in the field. */
    @Override
    public String toString() {
        return "bytes " + range + '/' + (completeLength.isPresent() ? completeLength.getAsLong() : "*");
    }
}
