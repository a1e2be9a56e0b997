package io.freshet.testing.oracle;

import java.util.ArrayList;
import java.util.List;

/** The editions that came in full, and when. What came around an outage of the store may be lost to it. Safe for use by many threads. */
final class Seen {

    private record One(int number, long at) {}

    private final List<One> all = new ArrayList<>();

    synchronized void add(Edition edition) {
        all.add(new One(edition.number(), System.nanoTime()));
    }

    /** The latest that counts; 0 for none. */
    synchronized int number(Outages outages) {
        return all.stream()
                .filter(one -> !outages.around(one.at()))
                .mapToInt(One::number)
                .max()
                .orElse(0);
    }
}
