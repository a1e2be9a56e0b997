package io.freshet.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The name that was probably meant. */
public final class NearestName {

    /** In a long name; more are another word. */
    private static final int MAX_SLIPS = 2;

    /** No name is longer. */
    private static final int MAX_LENGTH = 64;

    private NearestName() {}

    /** The one of {@code names} that {@code written} is a slip or the only beginning of; empty if there is none. */
    public static Optional<String> to(String written, Collection<String> names) {
        String lower = written.toLowerCase(Locale.ROOT).replace('_', '-');
        if (lower.length() < 2 || lower.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var begun = names.stream().filter(name -> name.startsWith(lower)).toList();
        if (begun.size() == 1) {
            return Optional.of(begun.get(0));
        }
        int most = Math.min(MAX_SLIPS, lower.length() / 3);
        return names.stream()
                .map(name -> Map.entry(slips(lower, name), name))
                .filter(one -> one.getKey() <= most)
                .min(Comparator.comparing(Map.Entry::getKey))
                .map(Map.Entry::getValue);
    }

    /** Letters put in, left out, replaced, or exchanged with the next one (the optimal string alignment distance). */
    private static int slips(String one, String other) {
        int[][] slips = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int fewest = Math.min(slips[i - 1][j], slips[i][j - 1]) + 1;
                slips[i][j] = Math.min(fewest, slips[i - 1][j - 1] + (same ? 0 : 1));
                boolean exchanged = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (exchanged) {
                    slips[i][j] = Math.min(slips[i][j], slips[i - 2][j - 2] + 1);
                }
            }
        }
        return slips[one.length()][other.length()];
    }
}
