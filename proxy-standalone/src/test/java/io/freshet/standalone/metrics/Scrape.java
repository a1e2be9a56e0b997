package io.freshet.standalone.metrics;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page for Prometheus has: for each metric its labels, and for each label its values. */
record Scrape(Map<String, Map<String, Set<String>>> metrics) {

    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (NaN|[+-]?Inf|[-+0-9.eE]+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** Reads pages; a line that is no sample and no comment is an error. */
    static Scrape of(String... pages) {
        Map<String, Map<String, Set<String>>> metrics = new LinkedHashMap<>();
        for (String page : pages) {
            page.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                Matcher sample = SAMPLE.matcher(line);
                if (!sample.matches()) {
                    throw new IllegalArgumentException("no sample: " + line);
                }
                Map<String, Set<String>> labels =
                        metrics.computeIfAbsent(sample.group(1), name -> new LinkedHashMap<>());
                Matcher label = LABEL.matcher(String.valueOf(sample.group(2)));
                while (label.find()) {
                    labels.computeIfAbsent(label.group(1), name -> new HashSet<>())
                            .add(label.group(2));
                }
            });
        }
        return new Scrape(metrics);
    }

    /** A metric's labels; none where there is no such metric. */
    Set<String> labels(String metric) {
        return metrics.getOrDefault(metric, Map.of()).keySet();
    }

    /** The values of one of them; none where there is no such label. */
    Set<String> values(String metric, String label) {
        return metrics.getOrDefault(metric, Map.of()).getOrDefault(label, Set.of());
    }
}
