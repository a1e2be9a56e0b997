package io.freshet.store;

import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import java.time.Duration;
import java.util.List;

/**
 * Keeps complete responses under a {@link CacheKey}, several variants under one key.
 *
 * <p>Methods that say so may block for I/O, bounded by the store's own timeout, and must not be called from a thread that
 * drives sockets. All methods are safe for use by many threads.
 */
public interface CacheStore extends AutoCloseable {

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
    enum Availability {
        /** It has heard of all removals but those of the last moment, which no purge has reported yet: see {@link Reach#EVERY_NODE}. */
        CURRENT,
        /** It may have missed some: nothing is to be taken for true without asking. */
        BEHIND,
        /** The store cannot be asked. What is remembered is all there is, and good for no longer than it says itself. */
        AWAY
    }

    /** Never blocks. */
    default Availability standing() {
        return Availability.CURRENT;
    }

    /** Whether other processes may keep their responses in it too. */
    default boolean isShared() {
        return false;
    }

    /** How far a removal has got, among the processes that share the store. */
    enum Propagation {
        /** No node that is connected answers with what was removed any more, {@link #HEARD_WITHIN} after this was said. */
        EVERY_NODE,
        /** This node does not. Others learn of it when the store is back, before this node answers out of the store again. */
        THIS_NODE;

        /** How far two have got together. */
        public Propagation and(Propagation other) {
            return this == THIS_NODE ? this : other;
        }
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
    Propagation remove(CacheKey key) throws StoreException;

    /**
     * Elects the node that fetches what is to be stored, where several share this store. May block.
     *
     * @param atMost how long it may go on without renewing its lease, positive
     * @throws StoreException if the store cannot do it now
     */
    default Election elect(Candidacy candidacy, Duration atMost) throws StoreException {
        return new Election.EveryNode();
    }

    /**
     * Whether a node has been elected that may still bring something. May block.
     *
     * @throws StoreException if the store cannot tell
     */
    default boolean isLeased(Candidacy candidacy) throws StoreException {
        return false;
    }

    /**
     * Invalidates what {@code scope} covers: responses that were asked for until now do not count any more, not even those that are
     * still arriving, on whatever node. Until their space is needed or freed they stay, and are {@linkplain
     * StoredResponse#validity marked}. This is remembered for longer than any response lives. May block, for no longer where there
     * are more responses.
     *
     * @throws StoreException if the store cannot do it now
     */
    Propagation invalidate(InvalidationScope scope, PurgeMode strength) throws StoreException;

    /** The same, hard. */
    default Propagation invalidate(InvalidationScope scope) throws StoreException {
        return invalidate(scope, PurgeMode.HARD);
    }

    /**
     * How many responses this process has at hand that {@code scope} covers and that still count. Looks at each of them, so that it is
     * for operators only; never blocks.
     */
    default long atHand(InvalidationScope scope) {
        return 0;
    }

    /**
     * Invalidates what is stored under {@code key} softly, or is on its way there, on whatever node. May block.
     *
     * @throws StoreException if the store cannot do it now
     */
    Propagation soften(CacheKey key) throws StoreException;

    /** A number that changes whenever {@link #validity} may give another answer for what is stored. Never blocks. */
    default long invalidations() {
        return 0;
    }

    /** Whether what {@link #lookup} gave for {@code key}, or would give, counts by now, as far as is known here. Never blocks. */
    default Validity validity(CacheKey key, StoredResponse stored) {
        return stored.validity();
    }

    /**
     * Whether a response that is arriving, and not stored yet, still counts: neither has what is stored under {@code key} been removed
     * by another node since it was asked for, nor was it invalidated. May block.
     *
     * @throws StoreException if the store cannot tell
     */
    boolean stands(CacheKey key, StoredHead arriving) throws StoreException;

    /**
     * Removes every response of this cache and nothing else. May block for as long as that takes.
     *
     * @return how many responses there were
     * @throws StoreException if the store cannot do it now
     */
    long clear() throws StoreException;

    /** The processes that share this store, this one included, as far as it knows; none where it shares nothing. Never blocks. */
    default List<Node> nodes() {
        return List.of();
    }

    /** Tells what can be measured of this store, and of what stands behind it. */
    default void measure(Measures measures) {}

    /** What an operator calls this store, for example {@code Redis at localhost:6379}; never a password. */
    String description();

    /** Frees threads and connections; what is stored beyond this process stays. Waits a bounded time for pending writes. */
    @Override
    void close();
}
