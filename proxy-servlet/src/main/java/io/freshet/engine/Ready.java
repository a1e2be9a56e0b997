package io.freshet.engine;

import io.freshet.http.ResponseHead;
import io.freshet.policy.Freshness;
import io.freshet.policy.Variance;
import io.freshet.store.CacheKey;
import io.freshet.store.StoredResponse;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The answer that a fresh stored response in memory gives to one request, made by the same rules as every answer and good for
 * any number of requests that do not differ in what matters: until what is stored under the key changes, or a second of the
 * response's age has passed. Holds on to no stored content. Safe for use by many threads.
 */
public final class Ready {

    private final Prepared answer;
    private final CacheKey key;
    private final WeakReference<List<StoredResponse>> stored;
    private final int index;
    private final Set<String> nominated;
    private final Instant from;
    private final Instant until;

    private Ready(
            Prepared answer,
            CacheKey key,
            List<StoredResponse> stored,
            int index,
            Set<String> nominated,
            Instant from,
            Instant until) {
        this.answer = answer;
        this.key = key;
        this.stored = new WeakReference<>(stored);
        this.index = index;
        this.nominated = nominated;
        this.from = from;
        this.until = until;
    }

    static Ready of(Prepared answer, Candidate chosen, List<StoredResponse> stored, Freshness freshness, Instant now) {
        Set<String> nominated = new LinkedHashSet<>();
        stored.forEach(response ->
                nominated.addAll(Variance.nominated(response.head().response().fields())));
        return new Ready(
                answer,
                chosen.key(),
                stored,
                stored.indexOf(chosen.response()),
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

    /** The content, where the answer still holds at {@code now}, when {@code current} is stored. */
    Optional<Iterator<ByteBuffer>> content(List<StoredResponse> current, Instant now) {
        boolean holds = stored.refersTo(current) && !now.isBefore(from) && now.isBefore(until);
        return holds ? Optional.of(answer.portion().open(current.get(index).body())) : Optional.empty();
    }
}
