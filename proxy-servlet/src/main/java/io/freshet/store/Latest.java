package io.freshet.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When something last happened to each of a bounded number of names. Where a name is forgotten, a floor rises to its time: every name
 * counts as if something had happened to it then. Safe for use by many threads.
 *
 * @param <P> what orders events
 */
final class Latest<P extends Comparable<P>> {

    private final int most;

    /** In the order in which the names were raised, the earliest first. */
    private final Map<String, P> latest = new LinkedHashMap<>();

    private P floor;

    /** @param start before every event */
    Latest(int most, P start) {
        this.most = most;
        floor = start;
    }

    /** Never goes back. */
    synchronized void raise(String name, P at) {
        P before = latest.remove(name);
        latest.put(name, before == null ? at : later(before, at));
        if (latest.size() > most) {
            Iterator<P> each = latest.values().iterator();
            floor = later(floor, each.next());
            each.remove();
        }
    }

    synchronized void raiseFloor(P at) {
        floor = later(floor, at);
    }

    synchronized P of(String name) {
        P own = latest.get(name);
        return own == null ? floor : later(own, floor);
    }

    /** The latest of all names that begin {@code text}. */
    synchronized P ofBeginningsOf(String text) {
        P found = floor;
        for (Map.Entry<String, P> one : latest.entrySet()) {
            if (text.startsWith(one.getKey())) {
                found = later(found, one.getValue());
            }
        }
        return found;
    }

    static <P extends Comparable<P>> P later(P one, P other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
