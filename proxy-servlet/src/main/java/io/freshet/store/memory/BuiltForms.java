package io.freshet.store.memory;

import io.freshet.store.StoredResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the built forms of what is asked for most, a bounded number of them: CLOCK, with one more round for what was asked for since it last came by. Safe
 * for use by many threads.
 */
final class BuiltForms {

    /** What a built form takes at most, nearly, in bytes: heads that are longer than half of it are built each time. */
    private static final int PER_FORM = 2048;

    /** How many places are looked at for one that is free. */
    private static final int TRIES = 8;

    /** Of so many forms that find no free place one is kept: what is asked for often gets in soon, and the rest leaves no garbage in the table. */
    private static final int ONE_IN = 4;

    private final AtomicReferenceArray<@Nullable PackedVariant> places;
    private final AtomicInteger hand = new AtomicInteger();

    /**
     * @param bytes what they may take together, 0 or more
     */
    BuiltForms(long bytes) {
        places = new AtomicReferenceArray<>((int) Math.max(16, Math.min(1 << 20, bytes / PER_FORM)));
    }

    /** Keeps {@code responses} with the first of them, as long as there is room. */
    void keep(PackedVariant first, List<StoredResponse> responses) {
        long length = 0;
        for (PackedVariant one = first; one != null; one = one.next()) {
            length += one.headLength();
        }
        if (length > PER_FORM / 2) {
            return;
        }
        boolean full = places.get(Math.floorMod(hand.get(), places.length())) != null;
        if (full && ThreadLocalRandom.current().nextInt(ONE_IN) > 0) {
            return;
        }
        int place = 0;
        for (int i = 0; i < TRIES; i++) {
            place = Math.floorMod(hand.getAndIncrement(), places.length());
            PackedVariant there = places.get(place);
            if (there == null || !there.asked()) {
                break;
            }
            there.asked(false);
        }
        first.built(responses);
        first.place(place);
        PackedVariant before = places.getAndSet(place, first);
        if (before != null && before != first) {
            before.built(null);
        }
    }

    /** Lets go what is stored no more. */
    void forget(PackedVariant first) {
        int place = first.place();
        if (place >= 0) {
            places.compareAndSet(place, first, null);
            first.built(null);
        }
    }
}
