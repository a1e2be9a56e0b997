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
 */
public record StoredResponse(String variant, StoredHead head, StoredBody body, Instant expires) {}
