package io.freshet.standalone.warm;

import io.freshet.log.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wanted, within bounds. */
final class WarmingListBuilder {

    private static final int MAX_SHOWN = 80;
    private static final int MOST_COMPLAINTS = 1_000;

    private final List<WarmingTarget> targets = new ArrayList<>();
    private final List<String> bad = new ArrayList<>();

    void add(WarmingTarget target) throws IOException {
        if (targets.size() == WarmingList.MOST) {
            throw new IOException("there are more than " + WarmingList.MOST + " URLs: split the list");
        }
        targets.add(target);
    }

    void bad(String sentence) throws IOException {
        if (bad.size() == MOST_COMPLAINTS) {
            throw new IOException(
                    "more than " + MOST_COMPLAINTS + " entries are neither URL nor path: is it a list of URLs?");
        }
        bad.add(sentence);
    }

    WarmingList wanted() {
        return new WarmingList(List.copyOf(targets), List.copyOf(bad));
    }

    /** The beginning of what a list says, as a terminal may show it. */
    static String printable(String text) {
        return Printable.brief(text, MAX_SHOWN);
    }
}
