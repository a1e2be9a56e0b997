package io.freshet.standalone.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of PromQL names, as far as dashboards go: selectors, and the labels that it groups by.
 *
 * @param selectors the metrics that are read
 * @param grouping the labels after {@code by} and {@code without}
 */
record PromQl(List<Selector> selectors, List<String> grouping) {

    /** One metric, and what is asked of its labels. */
    record Selector(String metric, List<Matching> labels) {}

    /** For example {@code outcome=~"hit|miss"}. */
    record Matching(String label, String operator, String value) {}

    private static final Set<String> WORDS = Set.of("by", "without", "on", "ignoring", "and", "or", "unless", "bool");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w:$.\\[])([a-zA-Z_:][\\w:]*)\\s*(?:\\{([^}]*)\\}|(\\())?");
    private static final Pattern MATCHING = Pattern.compile("\\s*(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"\\s*(?:,|$)");

    static PromQl of(String expression) {
        List<String> grouping = new ArrayList<>();
        Matcher groups = GROUPING.matcher(expression);
        while (groups.find()) {
            for (String label : groups.group(1).split(",", -1)) {
                grouping.add(label.strip());
            }
        }
        List<Selector> selectors = new ArrayList<>();
        Matcher words = SELECTOR.matcher(groups.replaceAll(" "));
        while (words.find()) {
            boolean function = words.group(3) != null || isAggregation(expression, words.group(1));
            if (!function && !WORDS.contains(words.group(1))) {
                selectors.add(new Selector(words.group(1), matchings(words.group(2))));
            }
        }
        return new PromQl(selectors, grouping);
    }

    /** Once its grouping is gone, {@code sum by (le) (} is {@code sum  (} still. */
    private static boolean isAggregation(String expression, String word) {
        return Pattern.compile("\\b" + word + "\\s+(?:by|without)\\b")
                .matcher(expression)
                .find();
    }

    private static List<Matching> matchings(String braces) {
        List<Matching> all = new ArrayList<>();
        Matcher one = MATCHING.matcher(braces == null ? "" : braces);
        int end = 0;
        while (one.find() && one.start() == end) {
            all.add(new Matching(one.group(1), one.group(2), one.group(3)));
            end = one.end();
        }
        if (braces != null && end != braces.length()) {
            throw new IllegalArgumentException("cannot be read: {" + braces + "}");
        }
        return all;
    }
}
