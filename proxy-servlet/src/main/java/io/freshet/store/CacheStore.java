package io.freshet.store;

import io.freshet.http.CacheGroups;
import io.freshet.policy.StoredHead;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Keeps complete responses under a {@link CacheKey}, several variants under one key.
 *
 * <p>Methods that say so may block for I/O, bounded by the store's own timeout, and must not be called from a thread that
 * drives sockets. All methods are safe for use by many threads.
 */
public interface CacheStore extends AutoCloseable {

    /** The most groups of one response that {@link #invalidatedSince} looks up: those it names, and the one of all. */
    int MAX_GROUPS = CacheGroups.MAX_GROUPS + 1;

    /**
     * Every stored response under {@code key}, the most recently stored first; empty when there is none. May block.
     *
     * @throws StoreException if the store cannot answer
     */
    List<StoredResponse> lookup(CacheKey key) throws StoreException;

    /**
     * What {@link #lookup} would give of what this process has at hand. Never blocks, and may know less: nothing here does not
     * mean that nothing is stored. While what is stored under {@code key} stays the same, the same list comes back.
     */
    default List<StoredResponse> peek(CacheKey key) {
        return List.of();
    }

    /**
     * Forgets what this process has at hand of {@code key} and is kept elsewhere: the next {@link #lookup} asks there. Never
     * blocks.
     */
    default void forget(CacheKey key) {}

    /** The same for every key. */
    default void forget() {}

    /** What this process may say without asking where the responses are kept. */
    enum Standing {
        /** It has heard of all removals but those of the last moment, which nobody counts on yet: see {@link Reach#EVERY_NODE}. */
        CURRENT,
        /** It may have missed some: nothing is to be taken for true without asking. */
        BEHIND,
        /** Nobody can be asked. What is remembered is all there is, and good for no longer than it says itself. */
        AWAY
    }

    /** Never blocks. */
    default Standing standing() {
        return Standing.CURRENT;
    }

    /** How far a removal has got. */
    enum Reach {
        /** No node that is connected answers with what was removed any more, {@link #HEARD_WITHIN} after this was said. */
        EVERY_NODE,
        /** This node does not. Others learn of it when the store is back, before this node answers out of the store again. */
        THIS_NODE
    }

    /** How long after a removal all nodes that are connected have heard of it. */
    Duration HEARD_WITHIN = Duration.ofMillis(250);

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
    Reach remove(CacheKey key) throws StoreException;

    /**
     * Elects the node that fetches what is to be stored under {@code key}, where several share this store. May block.
     *
     * @param atMost how long it may go on without renewing its lease, positive
     * @throws StoreException if the store cannot do it now
     */
    default Election elect(CacheKey key, Duration atMost) throws StoreException {
        return new Election.Everybody();
    }

    /**
     * Whether a node has been elected that may still bring something. May block.
     *
     * @throws StoreException if the store cannot tell
     */
    default boolean isLeased(CacheKey key) throws StoreException {
        return false;
    }

    /**
     * Invalidates a group (RFC 9875 §3): the responses in it that were requested until now do not count any more, not even
     * those that are still arriving. They stay where they are; {@link #invalidatedSince} tells. What was invalidated last is
     * remembered for longer than any response lives. May block.
     *
     * <p>Now is what this node's clock says. Where several nodes share a store and their clocks differ, a response may still
     * count that a node with a faster clock requested at most that difference before.
     *
     * @throws StoreException if the store cannot do it now
     */
    void invalidateGroup(CacheGroup group) throws StoreException;

    /**
     * Whether any of {@code groups} was invalidated at or after {@code since}, to the millisecond. May say so of a group that
     * was not, where the store can no longer tell; never the other way round. Of more than {@link #MAX_GROUPS} it says so
     * without a look; of none it never does. May block, for one round trip at most.
     *
     * @param groups those that one stored response is in
     * @param since when that response was requested, {@link StoredHead#requestTime()}: a response that was under way when its
     *     group was invalidated may be from before
     * @throws StoreException if the store cannot answer
     */
    boolean invalidatedSince(Collection<CacheGroup> groups, Instant since) throws StoreException;

    /**
     * Removes every response of this cache and nothing else. Invalidations of groups stay in force for responses that are
     * still arriving, here or on another node, though which groups they were may be forgotten. May block for as long as that
     * takes.
     *
     * @return how many responses there were
     * @throws StoreException if the store cannot do it now
     */
    long clear() throws StoreException;

    /** What an operator calls this store, for example {@code Redis at localhost:6379}; never a password. */
    String description();

    /** Frees threads and connections; what is stored beyond this process stays. Waits a bounded time for pending writes. */
    @Override
    void close();
}
