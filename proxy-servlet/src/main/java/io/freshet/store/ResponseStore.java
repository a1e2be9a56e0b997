package io.freshet.store;

import io.freshet.policy.StoredHead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The stored responses themselves: found, stored, freshened, removed. */
public interface ResponseStore {

    /**
     * Every stored response under {@code key}, the most recently stored first; empty when there is none. May block.
     *
     * @throws StoreException if the store cannot answer
     */
    List<StoredResponse> lookup(CacheKey key) throws StoreException;

    /**
     * What {@link #lookup} gives, without a thread that waits for it. Never blocks; what is done with the answer must not block
     * either, as it may be done on the thread that has read it.
     *
     * @return completes within a bound. With nothing where only {@link #lookup} can tell; with a {@link
     *     StoreException} if the store cannot answer
     */
    CompletionStage<Optional<LookedUp>> lookupAhead(CacheKey key);

    /**
     * What {@link #lookup} would give of what this process has at hand. Never blocks, and may know less: an empty list does not
     * mean that nothing is stored. While what is stored under {@code key} stays unchanged, the same list comes back as long as it is asked
     * for often, and an equal one otherwise; the same list never comes back for anything else.
     */
    List<StoredResponse> peek(CacheKey key);

    /**
     * Forgets what this process has at hand of {@code key} and is kept elsewhere: the next {@link #lookup} asks there. Never
     * blocks. Has no effect on a store that keeps its responses in this process alone.
     */
    void forget(CacheKey key);

    /** Forgets what this process has at hand of any key, as {@link #forget(CacheKey)} does of one. Never blocks. */
    void forget();

    /**
     * Begins to store a response. Never blocks. The writer is not {@linkplain StoreWriter#open open} where the head declares
     * more content than the store takes.
     *
     * @param key where
     * @param variant which of the key's responses it becomes or replaces
     * @param head all but the content
     * @param retention how long to keep it from {@code head.responseTime()} on, positive; afterwards the store forgets it
     */
    StoreWriter open(CacheKey key, String variant, StoredHead head, Duration retention);

    /**
     * Gives a stored response a new head and a new retention (RFC 9111 §4.3.4) and keeps its content. Has no effect when the
     * response has gone or has been replaced since it was looked up. Never blocks.
     */
    void freshen(CacheKey key, StoredResponse stored, StoredHead head, Duration retention);

    /**
     * Removes every response under {@code key}; a writer that was opened before and commits after is ignored, on whatever node. May
     * block.
     *
     * @throws StoreException if the store cannot do it now
     */
    Propagation remove(CacheKey key) throws StoreException;

    /**
     * Whether a response that is arriving, and not stored yet, still counts: neither has what is stored under {@code key} been removed
     * by another node since it was asked for, nor was it invalidated. May block.
     *
     * @throws StoreException if the store cannot tell
     */
    boolean stands(CacheKey key, StoredHead arriving) throws StoreException;
}
