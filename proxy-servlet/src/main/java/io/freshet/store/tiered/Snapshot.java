package io.freshet.store.tiered;

import io.freshet.policy.InvalidationScope;
import io.freshet.store.CacheKey;
import io.freshet.store.HeadSize;
import io.freshet.store.Invalidations;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the far store has for a key, as of when it was asked.
 *
 * @param responses all of it; the list of an earlier snapshot where nothing has changed
 * @param size the bytes that it takes, all content counted
 * @param checked {@link Invalidations#invalidations} when its marks were last seen to be right
 */
record Snapshot(List<StoredResponse> responses, long size, Instant from, Instant until, AtomicLong checked) {

    /**
     * @param said what the far store says
     * @param before what it said before; content gathered since stays
     * @param maxSize the most that a snapshot can be kept with
     * @param latest until when it may hold
     */
    static Snapshot of(
            CacheKey key,
            List<StoredResponse> said,
            Optional<Snapshot> before,
            long maxSize,
            Instant from,
            Instant latest,
            AtomicLong checked) {
        Instant until = said.stream().map(StoredResponse::expires).reduce(latest, Snapshot::earlier);
        List<StoredResponse> known = before.map(Snapshot::responses).orElse(List.of());
        if (said.equals(known.stream().map(Snapshot::asSaid).toList())) {
            return new Snapshot(known, before.map(Snapshot::size).orElse(0L), from, until, checked);
        }
        long size = HeadSize.PER_KEY
                + said.stream()
                        .mapToLong(response ->
                                HeadSize.of(key, response) + response.body().length())
                        .sum();
        List<StoredResponse> kept = size > maxSize
                ? said
                : said.stream().map(response -> gathering(response, known)).toList();
        return new Snapshot(kept, size, from, until, checked);
    }

    /** With its content gathered as it is read, unless it is in memory anyway. */
    private static StoredResponse gathering(StoredResponse said, List<StoredResponse> known) {
        if (said.body().atHand()) {
            return said;
        }
        StoredBody body = known.stream()
                .map(StoredResponse::body)
                .filter(old ->
                        old instanceof GatheredBody gathered && gathered.far().equals(said.body()))
                .findFirst()
                .orElseGet(() -> new GatheredBody(said.body()));
        return said.with(body);
    }

    /** A response of a snapshot as the far store knows it. */
    static StoredResponse asSaid(StoredResponse response) {
        return response.body() instanceof GatheredBody gathered ? response.with(gathered.far()) : response;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    boolean holds(Instant now) {
        return !now.isBefore(from) && now.isBefore(until);
    }

    /** Whether none of it has expired, however long ago the far store was asked. */
    boolean lives(Instant now) {
        return !now.isBefore(from) && responses.stream().allMatch(response -> now.isBefore(response.expires()));
    }

    /** Whether what was said of invalidations is right still; costs nothing while there are no new ones. */
    boolean isAsSaid(CacheKey key, Invalidations far) {
        long now = far.invalidations();
        if (checked.get() == now) {
            return true;
        }
        boolean right = marked(key, far).equals(responses);
        if (right) {
            checked.set(now);
        }
        return right;
    }

    /** The responses as invalidations leave them by now. */
    List<StoredResponse> marked(CacheKey key, Invalidations far) {
        return responses.stream()
                .map(response -> response.with(far.validity(key, asSaid(response))))
                .toList();
    }

    boolean isCoveredBy(InvalidationScope scope) {
        return responses.stream().anyMatch(response -> scope.covers(response.head()));
    }

    /** Whether all content can be had without the far store. */
    boolean atHand() {
        return responses.stream().allMatch(response -> response.body().atHand());
    }

    /** Lets content go that is gathered for nothing else than this snapshot, and not for {@code others}. */
    void release(List<StoredResponse> others) {
        for (StoredResponse response : responses) {
            boolean goesOn = others.stream().anyMatch(other -> other.body() == response.body());
            if (response.body() instanceof GatheredBody gathered && !goesOn) {
                gathered.release();
            }
        }
    }
}
