package io.freshet.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entity tag (RFC 9110 §8.8.3).
 *
 * @param weak whether it is marked {@code W/}: equal tags then mean equivalent, not identical, representations
 * @param opaque what stands between the quotes
 */
public record EntityTag(boolean weak, String opaque) {

    private static final String WEAK_MARK = "W/";

    /** The one entity tag that {@code text} is; empty when it is something else, as an unquoted one or a list. */
    public static Optional<EntityTag> parse(String text) {
        List<EntityTag> tags = list(text);
        return tags.size() == 1 && tags.get(0).toString().equals(FieldValues.trim(text))
                ? Optional.of(tags.get(0))
                : Optional.empty();
    }

    /**
     * The entity tags in a list such as {@code If-None-Match} has (RFC 9110 §13.1.2); what is no entity tag is passed over.
     * A backslash escapes nothing here, unlike in a quoted string. Takes time linear in the length.
     */
    public static List<EntityTag> list(String text) {
        List<EntityTag> tags = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf('"'); open >= 0; open = text.indexOf('"', from)) {
            int close = text.indexOf('"', open + 1);
            if (close < 0) {
                break;
            }
            String gap = text.substring(from, open);
            String before = FieldValues.trim(gap.substring(gap.lastIndexOf(',') + 1));
            String opaque = text.substring(open + 1, close);
            if ((before.isEmpty() || before.equals(WEAK_MARK)) && isOpaque(opaque)) {
                tags.add(new EntityTag(!before.isEmpty(), opaque));
            }
            from = close + 1;
        }
        return tags;
    }

    /** Whether both are strong and the same (RFC 9110 §8.8.3.2). */
    public boolean matchesStrongly(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Whether both are the same, weak or not (RFC 9110 §8.8.3.2). */
    public boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** As it is written in a field. */
    @Override
    public String toString() {
        return (weak ? WEAK_MARK : "") + '"' + opaque + '"';
    }

    /** RFC 9110 §8.8.3 {@code *etagc}: visible characters but the quote, and anything beyond ASCII. */
    private static boolean isOpaque(String text) {
        return text.chars().allMatch(c -> c > ' ' && c != 0x7F);
    }
}
