package io.freshet.store.memory;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;
import io.freshet.store.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is done with the stored responses under one key: a chain, the most recently stored first. A chain is replaced as a whole. */
final class Variants {

    private final HeadPacking packing;
    private final BuiltForms forms;

    Variants(HeadPacking packing, BuiltForms forms) {
        this.packing = packing;
        this.forms = forms;
    }

    /** Those that have not expired. The same list as before, as long as all live and the built form is kept. */
    List<StoredResponse> at(CacheKey key, PackedVariant first, Instant now) {
        boolean allLive = true;
        for (PackedVariant one = first; one != null; one = one.next()) {
            allLive &= one.livesAt(now);
        }
        List<StoredResponse> built = built(key, first);
        return allLive
                ? built
                : built.stream()
                        .filter(response -> now.isBefore(response.expires()))
                        .toList();
    }

    private List<StoredResponse> built(CacheKey key, PackedVariant first) {
        List<StoredResponse> known = first.built();
        if (known != null) {
            first.asked(true);
            return known;
        }
        List<StoredResponse> built = build(key, first);
        forms.keep(first, built);
        return built;
    }

    /** All of them, expired or not. */
    List<StoredResponse> build(CacheKey key, PackedVariant first) {
        if (first.next() == null) {
            return List.of(first.build(key, packing));
        }
        List<StoredResponse> responses = new ArrayList<>();
        for (PackedVariant one = first; one != null; one = one.next()) {
            responses.add(one.build(key, packing));
        }
        return List.copyOf(responses);
    }

    /** With the validity of every response as of that many invalidations; the same chain where nothing changes. */
    PackedVariant marked(
            CacheKey key, PackedVariant first, long invalidations, Function<StoredHead, Validity> validity) {
        if (first.checked() == invalidations) {
            return first;
        }
        List<PackedVariant> marked = new ArrayList<>();
        for (PackedVariant one = first; one != null; one = one.next()) {
            marked.add(one.with(validity.apply(packing.head(key, one.bytes()))));
        }
        PackedVariant result = chain(marked);
        result.checked(invalidations);
        return result;
    }

    private static PackedVariant chain(List<PackedVariant> all) {
        PackedVariant result = all.get(all.size() - 1).before(null);
        for (int i = all.size() - 2; i >= 0; i--) {
            result = all.get(i).before(result);
        }
        return result;
    }

    /** With {@code newest} in front, replacing its variant; the oldest go where there would be too many or too much. */
    PackedVariant with(@Nullable PackedVariant old, PackedVariant newest, Instant now, int maxCount, long maxSize) {
        String variant = packing.variant(newest.bytes());
        List<PackedVariant> kept = new ArrayList<>();
        kept.add(newest);
        long keptSize = newest.size();
        for (PackedVariant other = old; other != null; other = other.next()) {
            if (!other.livesAt(now) || packing.variant(other.bytes()).equals(variant)) {
                continue;
            }
            keptSize += other.size();
            if (kept.size() == maxCount || keptSize > maxSize) {
                break;
            }
            kept.add(other);
        }
        return chain(kept);
    }

    /** Those of other variants than {@code replaced} is; null for none. */
    @Nullable
    PackedVariant without(PackedVariant old, PackedVariant replaced) {
        String variant = packing.variant(replaced.bytes());
        List<PackedVariant> kept = all(old, one -> !packing.variant(one.bytes()).equals(variant));
        return kept.isEmpty() ? null : chain(kept);
    }

    private static List<PackedVariant> all(PackedVariant first, Predicate<PackedVariant> wanted) {
        List<PackedVariant> found = new ArrayList<>();
        for (PackedVariant one = first; one != null; one = one.next()) {
            if (wanted.test(one)) {
                found.add(one);
            }
        }
        return found;
    }

    /** Whether the same variant was asked for after the arriving head, and is here already. */
    boolean overtakes(CacheKey key, PackedVariant first, String variant, StoredHead arriving, Instant now) {
        return all(
                        first,
                        one -> one.livesAt(now) && packing.variant(one.bytes()).equals(variant))
                .stream()
                .map(one -> packing.head(key, one.bytes()).requestTime())
                // A clock that is set back must not keep a response for ever.
                .anyMatch(asked -> asked.isAfter(arriving.requestTime()) && !asked.isAfter(now));
    }

    /** The response that still has exactly this content; null for none. */
    @Nullable
    PackedVariant find(PackedVariant first, String variant, StoredBody body) {
        return all(
                        first,
                        one -> body instanceof MemoryBody known
                                && known.number() == one.number()
                                && packing.variant(one.bytes()).equals(variant))
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** How many have not expired. */
    static int count(PackedVariant first, Instant now) {
        return all(first, one -> one.livesAt(now)).size();
    }

    static Instant lastToExpire(PackedVariant first) {
        Instant last = first.expires();
        for (PackedVariant one = first; one != null; one = one.next()) {
            last = one.expires().isAfter(last) ? one.expires() : last;
        }
        return last;
    }

    /** What a chain takes, in bytes. */
    static long size(PackedVariant first) {
        long size = 0;
        for (PackedVariant one = first; one != null; one = one.next()) {
            size += one.size();
        }
        return size;
    }
}
