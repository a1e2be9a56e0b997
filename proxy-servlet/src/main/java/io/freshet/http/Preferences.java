package io.freshet.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a request prefers, according to its {@code Accept}, {@code Accept-Charset}, {@code Accept-Encoding} or {@code
 * Accept-Language} (RFC 9110 §12.5). Letter case where it does not count, whitespace, order, repetition and the notation of
 * weights make no difference.
 *
 * <p>Order means nothing in these fields. Weights say what is preferred (RFC 9110 §12.4.2); that some recipients prefer the
 * languages in front "cannot be relied upon" (RFC 9110 §12.5.4).
 */
public final class Preferences {

    /** The most members that a value is understood with; a browser sends about ten. */
    static final int MAX_MEMBERS = 32;

    private final SortedMap<String, Integer> weights;

    private Preferences(SortedMap<String, Integer> weights) {
        this.weights = weights;
    }

    /**
     * Reads the value of a field. Empty when the field is another one, when the value is malformed in any way, has one range
     * with two weights, or more than {@value #MAX_MEMBERS} members: what it means is then the origin's to say. Takes time
     * linear in the length, but for parameters, which are sorted.
     *
     * @param fieldName in lower case
     * @param value all the field's lines together
     */
    public static Optional<Preferences> parse(String fieldName, String value) {
        Optional<RangeSyntax> syntax = RangeSyntax.of(fieldName);
        if (syntax.isEmpty()) {
            return Optional.empty();
        }
        List<String> members = FieldValues.elements(value);
        if (members.size() > MAX_MEMBERS) {
            return Optional.empty();
        }
        SortedMap<String, Integer> weights = new TreeMap<>();
        for (String member : members) {
            Optional<WeightedRange> parsed = WeightedRange.parse(syntax.get(), member);
            if (parsed.isEmpty()) {
                return Optional.empty();
            }
            int weight = parsed.get().weight();
            Integer before = weights.putIfAbsent(parsed.get().range(), weight);
            if (before != null && before != weight) {
                return Optional.empty();
            }
        }
        return Optional.of(new Preferences(weights));
    }

    /** The range that is preferred to all others; empty when there is no such range, or it is a wildcard. */
    public Optional<String> first() {
        // RFC 9110 §12.4.2: a weight of 0 is no preference, it means "not acceptable".
        int highest = 0;
        Optional<String> first = Optional.empty();
        for (Map.Entry<String, Integer> range : weights.entrySet()) {
            if (range.getValue() > highest) {
                highest = range.getValue();
                first = Optional.of(range.getKey());
            } else if (range.getValue() == highest) {
                first = Optional.empty();
            }
        }
        return first.filter(range -> !range.endsWith("*"));
    }

    /** What is said of one range, in lower case and as it stands: in thousandths, 0 for "not acceptable"; empty where nothing is. */
    public OptionalInt weight(String range) {
        Integer weight = weights.get(range);
        return weight == null ? OptionalInt.empty() : OptionalInt.of(weight);
    }

    /** As the field's value can be written: the same text for all values that mean the same. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        weights.forEach((range, weight) -> {
            text.append(text.isEmpty() ? "" : ",").append(range);
            if (weight != WeightedRange.FULL_WEIGHT) {
                text.append(";q=0.").append(String.valueOf(WeightedRange.FULL_WEIGHT + weight), 1, 4);
            }
        });
        return text.toString();
    }
}
