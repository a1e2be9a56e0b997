package io.freshet.engine.response;

import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.lookup.SelectedRepresentation;
import io.freshet.engine.response.Step.Answer;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Freshness;
import io.freshet.policy.Variance;
import io.freshet.store.CacheKey;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer that a fresh stored response in memory gives to one request, made by the same rules as every answer and good for
 * any number of requests that do not differ in what matters: until what is stored under the key changes, or {@link AgeTold} does not
 * hold any more. Holds on to no stored content. Safe for use by many threads.
 */
public final class CachedHit {

    private final PreparedAnswer answer;
    private final AgeTold told;
    private final CacheKey key;
    private final WeakReference<List<StoredResponse>> stored;
    private final int index;
    private final Optional<Coded> coded;
    private final Set<String> nominated;

    /** The head as it was told last. */
    private volatile @Nullable Aged aged;

    private record Aged(ResponseHead of, Freshness freshness, ResponseHead head) {

        /** Whether it is what {@code ready} becomes; to compare two heads field by field costs more than to make one anew. */
        @SuppressWarnings("ReferenceEquality")
        boolean standsFor(ResponseHead ready, Freshness later) {
            return of == ready && freshness.readsAs(later);
        }
    }

    private CachedHit(
            PreparedAnswer answer,
            AgeTold told,
            CacheKey key,
            List<StoredResponse> stored,
            int index,
            Optional<Coded> coded,
            Set<String> nominated) {
        this.answer = answer;
        this.told = told;
        this.key = key;
        this.stored = new WeakReference<>(stored);
        this.index = index;
        this.coded = coded;
        this.nominated = nominated;
    }

    /**
     * Where a compressed variant is, or is not yet.
     *
     * @param key under which it was looked for
     * @param there all that was there
     * @param index which of it answers; empty where it is the source
     */
    private record Coded(CacheKey key, WeakReference<List<StoredResponse>> there, OptionalInt index) {

        static Coded of(SelectedRepresentation.Looked looked) {
            OptionalInt index = looked.found().stream()
                    .mapToInt(found -> looked.there().indexOf(found))
                    .findFirst();
            return new Coded(looked.key(), new WeakReference<>(looked.there()), index);
        }
    }

    /** A hit that has just been made, with the content that it was made of. */
    public record Made(CachedHit hit, StoredBody body) {

        /**
         * The answer for the request that it was made for.
         *
         * @param head that of {@code hit}, with what the connection to the client needs
         */
        public Answer answer(ResponseHead head) {
            return new Answer(head, hit.answer.portion().open(body));
        }
    }

    /**
     * Of an answer that has just been made.
     *
     * @param told what it says of the age of {@code chosen}
     */
    public static Made of(
            PreparedAnswer answer,
            AgeTold told,
            Candidate chosen,
            SelectedRepresentation represented,
            List<StoredResponse> stored) {
        Set<String> nominated = new LinkedHashSet<>(represented.nominated());
        for (StoredResponse response : stored) {
            nominated.addAll(Variance.nominated(response.head().response().fields()));
        }
        CachedHit hit = new CachedHit(
                answer,
                told,
                chosen.key(),
                stored,
                stored.indexOf(chosen.response()),
                represented.looked().map(Coded::of),
                Set.copyOf(nominated));
        return new Made(hit, represented.body());
    }

    /** The head as the client gets it at first, but for what the connection to the client needs. */
    public ResponseHead head() {
        return answer.head();
    }

    /** The request fields, in lower case, that the stored responses' {@code Vary} makes matter. */
    public Set<String> nominated() {
        return nominated;
    }

    /**
     * The answer, where it still holds at {@code now}.
     *
     * @param ready {@link #head} with what the connection to the client needs
     * @param peek what is stored under a key, as far as that is at hand
     */
    public Optional<Answer> answer(ResponseHead ready, Function<CacheKey, List<StoredResponse>> peek, Instant now) {
        List<StoredResponse> current = peek.apply(key);
        if (!stored.refersTo(current) || !told.holds(now)) {
            return Optional.empty();
        }
        StoredBody source = current.get(index).body();
        Optional<StoredBody> body = coded.isEmpty() ? Optional.of(source) : coded(coded.get(), source, peek);
        return body.map(found -> new Answer(aged(ready, now), answer.portion().open(found)));
    }

    /** Made anew when a second of age or lifetime has passed, and not for each request. */
    private ResponseHead aged(ResponseHead ready, Instant now) {
        Freshness later = told.at(now);
        Aged before = aged;
        if (before == null || !before.standsFor(ready, later)) {
            before = new Aged(ready, later, told.told(later, ready));
            aged = before;
        }
        return before.head();
    }

    private static Optional<StoredBody> coded(
            Coded coded, StoredBody source, Function<CacheKey, List<StoredResponse>> peek) {
        List<StoredResponse> current = peek.apply(coded.key());
        if (!coded.there().refersTo(current)) {
            return Optional.empty();
        }
        return Optional.of(
                coded.index().isPresent()
                        ? current.get(coded.index().getAsInt()).body()
                        : source);
    }
}
