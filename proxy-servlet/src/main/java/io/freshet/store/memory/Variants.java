package io.freshet.store.memory;

import io.freshet.policy.StoredHead;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;
import io.freshet.store.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The stored responses under one key, the most recently stored first. Replaced as a whole. */
final class Variants {

    static final Variants NONE = new Variants(List.of());

    /**
     * One stored response.
     *
     * @param size the bytes it takes, content and all
     */
    record Held(StoredResponse response, long size) {
        Instant expires() {
            return response.expires();
        }

        Held with(Validity validity) {
            return validity.equals(response.validity()) ? this : new Held(response.with(validity), size);
        }
    }

    private final List<Held> held;
    private final List<StoredResponse> responses;
    private final Instant firstToExpire;
    private final long size;

    /** How many invalidations its marks take account of. */
    private volatile long checked = -1;

    private Variants(List<Held> held) {
        this.held = List.copyOf(held);
        responses = held.stream().map(Held::response).toList();
        firstToExpire = held.stream().map(Held::expires).min(Instant::compareTo).orElse(Instant.MAX);
        size = held.stream().mapToLong(Held::size).sum();
    }

    /** Those that have not expired. Costs nothing while none has. */
    List<StoredResponse> at(Instant now) {
        return now.isBefore(firstToExpire) ? responses : unexpired(now).responses;
    }

    /** With the validity of every response as of that many invalidations; this one where nothing changes. */
    Variants marked(long invalidations, Function<StoredHead, Validity> validity) {
        if (checked == invalidations) {
            return this;
        }
        List<Held> marked = held.stream()
                .map(one -> one.with(validity.apply(one.response().head())))
                .toList();
        Variants result = marked.equals(held) ? this : new Variants(marked);
        result.checked = invalidations;
        return result;
    }

    int count(Instant now) {
        return at(now).size();
    }

    long size() {
        return size;
    }

    Instant lastToExpire() {
        return held.stream().map(Held::expires).max(Instant::compareTo).orElse(Instant.MIN);
    }

    /** With {@code newest} in front, replacing its variant; the oldest go where there would be too many or too much. */
    Variants with(Held newest, Instant now, int maxCount, long maxSize) {
        List<Held> kept = new ArrayList<>();
        kept.add(newest);
        long keptSize = newest.size();
        for (Held other : held) {
            boolean live = now.isBefore(other.expires());
            boolean replaced =
                    other.response().variant().equals(newest.response().variant());
            if (!live || replaced) {
                continue;
            }
            keptSize += other.size();
            if (kept.size() == maxCount || keptSize > maxSize) {
                break;
            }
            kept.add(other);
        }
        return new Variants(kept);
    }

    /** Those of other variants. */
    Variants without(String variant) {
        return new Variants(held.stream()
                .filter(one -> !one.response().variant().equals(variant))
                .toList());
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Whether the same variant was asked for after {@code arriving}, and is here already. */
    boolean overtakes(StoredResponse arriving, Instant now) {
        return held.stream()
                .map(Held::response)
                .filter(one -> one.variant().equals(arriving.variant()) && now.isBefore(one.expires()))
                .map(one -> one.head().requestTime())
                // A clock that is set back must not keep a response for ever.
                .anyMatch(asked -> asked.isAfter(arriving.head().requestTime()) && !asked.isAfter(now));
    }

    /** The response that still has exactly this content. */
    Optional<Held> find(String variant, StoredBody body) {
        return held.stream()
                .filter(one -> one.response().variant().equals(variant)
                        && one.response().body() == body)
                .findFirst();
    }

    private Variants unexpired(Instant now) {
        return new Variants(
                held.stream().filter(one -> now.isBefore(one.expires())).toList());
    }
}
