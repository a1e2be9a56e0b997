package io.freshet.engine.response;

import io.freshet.engine.lookup.Candidate;
import io.freshet.engine.lookup.SelectedRepresentation;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Freshness;
import io.freshet.policy.Variance;
import io.freshet.store.CacheKey;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * The answer that a fresh stored response in memory gives to one request, made by the same rules as every answer and good for
 * any number of requests that do not differ in what matters: until what is stored under the key changes, or a second of the
 * response's age has passed. Holds on to no stored content. Safe for use by many threads.
 */
public final class CachedHit {

    private final PreparedAnswer answer;
    private final CacheKey key;
    private final WeakReference<List<StoredResponse>> stored;
    private final int index;
    private final Optional<Coded> coded;
    private final Set<String> nominated;
    private final Instant from;
    private final Instant until;

    private CachedHit(
            PreparedAnswer answer,
            CacheKey key,
            List<StoredResponse> stored,
            int index,
            Optional<Coded> coded,
            Set<String> nominated,
            Instant from,
            Instant until) {
        this.answer = answer;
        this.key = key;
        this.stored = new WeakReference<>(stored);
        this.index = index;
        this.coded = coded;
        this.nominated = nominated;
        this.from = from;
        this.until = until;
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

    public static CachedHit of(
            PreparedAnswer answer,
            Candidate chosen,
            SelectedRepresentation represented,
            List<StoredResponse> stored,
            Freshness freshness,
            Instant now) {
        Set<String> nominated = new LinkedHashSet<>(represented.nominated());
        stored.forEach(response ->
                nominated.addAll(Variance.nominated(response.head().response().fields())));
        return new CachedHit(
                answer,
                chosen.key(),
                stored,
                stored.indexOf(chosen.response()),
                represented.looked().map(Coded::of),
                Set.copyOf(nominated),
                now,
                now.plus(freshness.steadyFor()));
    }

    /** The head as the client gets it, but for what the connection to the client needs. */
    public ResponseHead head() {
        return answer.head();
    }

    /** The request fields, in lower case, that the stored responses' {@code Vary} makes matter. */
    public Set<String> nominated() {
        return nominated;
    }

    CacheKey key() {
        return key;
    }

    /**
     * The content, where the answer still holds at {@code now}.
     *
     * @param peek what is stored under a key, as far as that is at hand
     */
    public Optional<Iterator<ByteBuffer>> content(Function<CacheKey, List<StoredResponse>> peek, Instant now) {
        List<StoredResponse> current = peek.apply(key);
        boolean holds = stored.refersTo(current) && !now.isBefore(from) && now.isBefore(until);
        if (!holds) {
            return Optional.empty();
        }
        StoredBody source = current.get(index).body();
        Optional<StoredBody> body = coded.isEmpty() ? Optional.of(source) : coded(coded.get(), source, peek);
        return body.map(answer.portion()::open);
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
