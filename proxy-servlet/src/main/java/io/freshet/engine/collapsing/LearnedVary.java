package io.freshet.engine.collapsing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.freshet.engine.lookup.LookupResult;
import io.freshet.http.Field;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.Concealment;
import io.freshet.policy.Variance;
import io.freshet.store.CacheKey;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * By which request fields the responses of a key differ, as the last one said that may be stored: known before that is stored, and
 * after it has gone. In bounded memory. Safe for use by many threads.
 */
final class LearnedVary {

    /** The most bytes of names and keys that are remembered. */
    private static final long MAX_BYTES = 4L << 20;

    private static final int OVERHEAD_BYTES = 200;

    private final Cache<CacheKey, ResponseHead> last = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(MAX_BYTES)
            .weigher((CacheKey key, ResponseHead head) -> OVERHEAD_BYTES
                    + key.value().length()
                    + head.fields().stream()
                            .mapToInt(field -> field.getValue().length())
                            .sum())
            .build();

    private final Concealment concealment;

    LearnedVary(Concealment concealment) {
        this.concealment = concealment;
    }

    /** A response that may be stored under {@code key} has come. */
    void learn(CacheKey key, ResponseHead response) {
        List<String> names = Variance.nominated(response.fields());
        if (names.isEmpty()) {
            last.invalidate(key);
        } else {
            HttpFields vary =
                    HttpFields.build().add(Field.VARY, String.join(", ", names)).asImmutable();
            last.put(key, new ResponseHead(response.status(), vary));
        }
    }

    /** With which others {@code found}'s request may share a response, as far as it is known. */
    FetchKey key(LookupResult found) {
        Optional<ResponseHead> known = Optional.ofNullable(last.getIfPresent(found.key()))
                .or(() -> found.candidates().all().stream().findFirst().map(newest -> newest.head()
                        .response()));
        return known.map(response -> key(found.key(), found.request(), response))
                .orElseGet(() -> new FetchKey(found.key(), ""));
    }

    /** The key of a request that {@code response} answers. */
    FetchKey key(CacheKey key, RequestHead request, ResponseHead response) {
        boolean varies = !Variance.nominated(response.fields()).isEmpty();
        return new FetchKey(key, varies ? Variance.variant(request, response, concealment) : "");
    }
}
