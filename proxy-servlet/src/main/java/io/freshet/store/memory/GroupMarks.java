package io.freshet.store.memory;

import io.freshet.store.CacheGroup;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When groups were last invalidated. At most {@link #MOST}, by digest, so at most some 2 MB. Where a mark has to go, a floor
 * rises to it: from then on it is as if every group had been invalidated then. Safe for use by many threads.
 */
final class GroupMarks {

    static final int MOST = 10_000;

    private final Clock clock;

    /** The one raised longest ago first. */
    private final Map<String, Instant> marks = new LinkedHashMap<>();

    private Instant floor = Instant.MIN;

    GroupMarks(Clock clock) {
        this.clock = clock;
    }

    /** Now; never back, though the clock may go back. */
    void raise(CacheGroup group) {
        String digest = group.digest();
        synchronized (this) {
            Instant now = clock.instant();
            Instant before = marks.remove(digest);
            marks.put(digest, before == null ? now : later(before, now));
            if (marks.size() > MOST) {
                Iterator<Instant> each = marks.values().iterator();
                floor = later(floor, each.next());
                each.remove();
            }
        }
    }

    boolean anySince(Collection<CacheGroup> groups, Instant since) {
        List<String> digests = groups.stream().map(CacheGroup::digest).toList();
        synchronized (this) {
            return digests.stream()
                    .map(digest -> later(floor, marks.getOrDefault(digest, floor)))
                    .anyMatch(mark -> !mark.isBefore(since));
        }
    }

    /** Forgets which groups they were. */
    synchronized void clear() {
        floor = marks.values().stream().reduce(floor, GroupMarks::later);
        marks.clear();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
