package io.freshet.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpFields;

/**
 * The ranges that a request asks for in its {@code Range} field (RFC 9110 §14.2), in the unit of bytes. How many there are, and
 * so what they cost, is bounded.
 */
public final class ByteRanges {

    private static final String UNIT = "bytes=";

    /** More than this are not looked at: the field is ignored (RFC 9110 §14.2, §17.15). */
    static final int MAX_ASKED = 64;

    /** More than this are not sent, once those that touch are one. */
    static final int MAX_SENT = 16;

    /** One range of the set: {@code 5-9}, {@code 5-} or {@code -5}. */
    private record Spec(OptionalLong first, OptionalLong last) {

        /** RFC 9110 §14.1.2: clipped to what there is; empty where nothing of it is. */
        Optional<ByteRange> within(long length) {
            if (first.isEmpty()) {
                long suffix = Math.min(last.orElseThrow(), length);
                return suffix == 0 ? Optional.empty() : Optional.of(new ByteRange(length - suffix, length - 1));
            }
            return first.getAsLong() >= length
                    ? Optional.empty()
                    : Optional.of(new ByteRange(first.getAsLong(), Math.min(last.orElse(Long.MAX_VALUE), length - 1)));
        }
    }

    private final List<Spec> specs;

    private ByteRanges(List<Spec> specs) {
        this.specs = specs;
    }

    /** What the ranges come to for a representation of a certain length. */
    public enum Kind {
        /** Send what there is of them. */
        SATISFIABLE,
        /** There is nothing of any of them (RFC 9110 §15.5.17). */
        UNSATISFIABLE,
        /** They are more trouble than they are worth, so that the field is ignored (RFC 9110 §14.2). */
        EXCESSIVE
    }

    /**
     * What to do about the ranges.
     *
     * @param kind what they come to
     * @param ranges what to send, where {@link Kind#SATISFIABLE}: none touches another; in the order in which they were asked
     *     for, or by position where some had to be put together
     */
    public record Resolution(Kind kind, List<ByteRange> ranges) {}

    /** The ranges asked for; empty when there are none, or the field is in another unit, malformed or repeated. */
    public static Optional<ByteRanges> of(HttpFields request) {
        List<String> lines = request.getValuesList(Field.RANGE);
        return lines.size() == 1 ? parse(lines.get(0)) : Optional.empty();
    }

    private static Optional<ByteRanges> parse(String value) {
        if (!value.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return Optional.empty();
        }
        List<String> elements = FieldValues.elements(value.substring(UNIT.length()));
        if (elements.isEmpty() || elements.size() > MAX_ASKED) {
            return Optional.empty();
        }
        List<Spec> specs = new ArrayList<>(elements.size());
        for (String element : elements) {
            Optional<Spec> spec = spec(element);
            if (spec.isEmpty()) {
                return Optional.empty();
            }
            specs.add(spec.get());
        }
        return Optional.of(new ByteRanges(specs));
    }

    private static Optional<Spec> spec(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            return Optional.empty();
        }
        String before = text.substring(0, dash);
        String after = text.substring(dash + 1);
        OptionalLong first = Digits.parse(before);
        OptionalLong last = Digits.parse(after);
        boolean wellFormed = (first.isPresent() || before.isEmpty())
                && (last.isPresent() || after.isEmpty())
                && (first.isPresent() || last.isPresent());
        // RFC 9110 §14.1.1: a range that ends before it begins is invalid.
        boolean backwards = first.isPresent() && last.isPresent() && last.getAsLong() < first.getAsLong();
        return wellFormed && !backwards ? Optional.of(new Spec(first, last)) : Optional.empty();
    }

    /** What the ranges come to for a representation of {@code length} bytes. */
    public Resolution resolve(long length) {
        List<ByteRange> found =
                specs.stream().flatMap(spec -> spec.within(length).stream()).toList();
        if (found.isEmpty()) {
            return new Resolution(Kind.UNSATISFIABLE, List.of());
        }
        List<ByteRange> merged = merge(found);
        // Where some touch, position is an order as good as any; where none does, the client's own is kept.
        List<ByteRange> sent = merged.size() == found.size() ? found : merged;
        long asked = found.stream().mapToLong(ByteRange::length).reduce(0, ByteRanges::sum);
        boolean excessive = sent.size() > MAX_SENT || (found.size() > 1 && asked > length);
        return excessive ? new Resolution(Kind.EXCESSIVE, List.of()) : new Resolution(Kind.SATISFIABLE, sent);
    }

    /** The only range asked for, where its beginning can be told without knowing the length; for what is stored in part. */
    public Optional<ByteRange> single() {
        return specs.size() == 1
                        && specs.get(0).first().isPresent()
                        && specs.get(0).last().isPresent()
                ? Optional.of(new ByteRange(
                        specs.get(0).first().getAsLong(), specs.get(0).last().getAsLong()))
                : Optional.empty();
    }

    private static List<ByteRange> merge(List<ByteRange> ranges) {
        List<ByteRange> merged = new ArrayList<>();
        for (ByteRange range : ranges.stream()
                .sorted(Comparator.comparingLong(ByteRange::first))
                .toList()) {
            int end = merged.size() - 1;
            if (end >= 0 && range.first() <= merged.get(end).last() + 1) {
                ByteRange before = merged.get(end);
                merged.set(end, new ByteRange(before.first(), Math.max(before.last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
