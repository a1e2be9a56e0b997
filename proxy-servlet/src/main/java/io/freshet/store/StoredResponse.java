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
 * @param invalidated whether it does not count any more, because a {@link io.freshet.policy.Scope} that covers it was invalidated
 *     since it was asked for
 */
public record StoredResponse(String variant, StoredHead head, StoredBody body, Instant expires, boolean invalidated) {

    /** The same with this. */
    public StoredResponse invalidated(boolean value) {
        return value == invalidated ? this : new StoredResponse(variant, head, body, expires, value);
    }

    /** The same with another body. */
    public StoredResponse with(StoredBody other) {
        return new StoredResponse(variant, head, other, expires, invalidated);
    }
}
