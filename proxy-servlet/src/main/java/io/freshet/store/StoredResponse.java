package io.freshet.store;

import io.freshet.policy.StoredHead;
import java.time.Instant;

/**
 * A complete response in a store.
 *
 * @param variant which of the responses under one {@link CacheKey} this is; two responses that the same requests select have
 *     the same variant, and the newer replaces the older
 * @param head all but the content
 * @param body the content
 * @param expires when the store forgets it
 * @param validity whether it counts, by what was invalidated since it was asked for
 */
public record StoredResponse(String variant, StoredHead head, StoredBody body, Instant expires, Validity validity) {

    /** Whether it does not count any more. */
    public boolean invalidated() {
        return validity instanceof Validity.Invalid;
    }

    /** The response with another validity. */
    public StoredResponse with(Validity other) {
        return other.equals(validity) ? this : new StoredResponse(variant, head, body, expires, other);
    }

    /** The response with another body. */
    public StoredResponse with(StoredBody other) {
        return new StoredResponse(variant, head, other, expires, validity);
    }
}
