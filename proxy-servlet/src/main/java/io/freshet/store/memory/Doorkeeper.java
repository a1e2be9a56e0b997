package io.freshet.store.memory;

import io.freshet.store.CacheKey;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Says whether a response that is heavier than most may take room from others. Caffeine compares a newcomer with one victim, however many it
 * takes the room of; here a response that is heavier by so much must have been asked for that often. See docs/decisions/0064.
 *
 * <p>A table of fixed size remembers how often keys came here. A key replaces what shares its place, so what is not asked for again
 * is forgotten by and by. Safe for use by many threads; a count that two of them change at once may miss one.
 */
final class Doorkeeper {

    /** Up to so many times the mean, Caffeine's own comparison is fair enough. */
    private static final int LIGHT = 4;

    /** A response must come once more for each time that it is so many times heavier. */
    private static final int STEP = 8;

    /** The table has one place for so many bytes of memory, and between 1,024 and 65,536 of 8 bytes each. */
    private static final long BYTES_PER_PLACE = 4096;

    private static final int FEWEST = 1 << 10;
    private static final int MOST = 1 << 16;

    /** The low bits of a place count; the others tell keys apart. */
    private static final int COUNT_BITS = 8;

    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final AtomicLongArray places;

    /**
     * @param memory the bytes of the cache, positive
     */
    Doorkeeper(long memory) {
        long wanted = Math.max(FEWEST, Math.min(MOST, memory / BYTES_PER_PLACE));
        places = new AtomicLongArray((int) Long.highestOneBit(wanted));
    }

    /**
     * Whether a response may take room that it has not; the question counts as one time that it came.
     *
     * @param weight what it takes, in bytes
     * @param mean what a key takes on average, in bytes
     */
    boolean admits(CacheKey key, long weight, long mean) {
        long times = weight / Math.max(1, mean);
        if (times < LIGHT) {
            return true;
        }
        int needed = 2;
        for (long rest = times / LIGHT; rest >= STEP; rest /= STEP) {
            needed++;
        }
        return came(key) >= needed;
    }

    private long came(CacheKey key) {
        long hash = mixed(key.hashCode(), key.value().length());
        int place = (int) (hash >>> Integer.SIZE) & (places.length() - 1);
        long known = places.get(place);
        boolean same = (known & ~COUNT_MASK) == (hash & ~COUNT_MASK);
        long count = same ? Math.min(COUNT_MASK, (known & COUNT_MASK) + 1) : 1;
        places.lazySet(place, (hash & ~COUNT_MASK) | count);
        return count;
    }

    /** The finisher of SplitMix64. */
    private static long mixed(int hash, int length) {
        long mixed = ((long) length << Integer.SIZE) ^ hash;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
