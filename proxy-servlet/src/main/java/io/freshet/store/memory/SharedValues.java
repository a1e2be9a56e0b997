package io.freshet.store.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Values that many stored responses have in common, such as a {@code Content-Type}, each with a number that stands for it. A value gets a number when it
 * has come several times, and keeps it; there is room for a fixed number of values of bounded length, so what comes later may go without.
 * Safe for use by many threads.
 */
final class SharedValues {

    /** What has no number. */
    static final int NONE = -1;

    /** How often a value must come before it gets a number. */
    private static final int OFTEN = 4;

    private static final int MOST = 4096;
    private static final int LONGEST = 256;
    private static final int COUNTERS = 8192;

    private final Map<Object, Integer> numbers = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<Object> values = new AtomicReferenceArray<>(MOST);

    /** How often values came that have no number yet, each in the place that its hash names, with some bits of the hash. */
    private final AtomicIntegerArray counters = new AtomicIntegerArray(COUNTERS);

    /**
     * The number of {@code value}, or {@link #NONE}.
     *
     * @param value immutable, compared by {@code equals}
     * @param length the characters in it
     */
    int number(Object value, int length) {
        Integer known = numbers.get(value);
        if (known != null) {
            return known;
        }
        boolean possible = length <= LONGEST && numbers.size() < MOST && cameOften(value);
        return possible ? give(value) : NONE;
    }

    private boolean cameOften(Object value) {
        int hash = value.hashCode() * 0x9e3779b9;
        int place = (hash >>> 8) & (COUNTERS - 1);
        int mark = hash & ~0xFF;
        int seen = counters.get(place);
        int count = (seen & ~0xFF) == mark ? (seen & 0xFF) + 1 : 1;
        counters.lazySet(place, mark | Math.min(count, OFTEN));
        return count >= OFTEN;
    }

    private synchronized int give(Object value) {
        Integer known = numbers.get(value);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        if (number >= MOST) {
            return NONE;
        }
        // The value is there before anything can hold its number.
        values.set(number, value);
        numbers.put(value, number);
        return number;
    }

    Object value(int number) {
        return values.get(number);
    }
}
