package io.freshet.engine.lookup;

import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.policy.CodedHead;
import io.freshet.store.CacheKey;
import io.freshet.store.StoredBody;
import io.freshet.store.StoredResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What of a stored response a request gets: as it is, or compressed.
 *
 * @param request what to answer; without a range where that does not count
 * @param head the head to answer with
 * @param body the content that goes with it
 * @param negotiated whether {@code Accept-Encoding} makes a difference
 * @param looked where a compressed variant was looked for
 */
public record SelectedRepresentation(
        RequestHead request, ResponseHead head, StoredBody body, boolean negotiated, Optional<Looked> looked) {

    /**
     * Where a compressed variant was looked for, and what was there.
     *
     * @param key where
     * @param there all that was there
     * @param found what is sent of it; empty where that is not ready
     */
    public record Looked(CacheKey key, List<StoredResponse> there, Optional<StoredResponse> found) {}

    /** Whatever the request accepts. */
    public static SelectedRepresentation asItIs(RequestHead request, ResponseHead head, StoredBody body) {
        return new SelectedRepresentation(request, head, body, false, Optional.empty());
    }

    /** The request fields that decided, in lower case. */
    public Set<String> nominated() {
        return negotiated ? Set.of(CodedHead.DECIDES.toLowerCase(Locale.ROOT)) : Set.of();
    }
}
