package io.freshet.store;

import io.freshet.policy.Scope;
import io.freshet.policy.StoredHead;
import io.freshet.policy.Tags;

/**
 * What was invalidated, and when, in bounded memory: where something has to be forgotten, more is invalidated than was asked for, never
 * less. Safe for use by many threads.
 *
 * @param <P> what orders events: a time, or a place in a log
 */
public final class Invalidations<P extends Comparable<P>> {

    /** By digest: some 3 MB. */
    public static final int MOST_TAGS = 20_000;

    /** Each is compared with every response that is looked up after an invalidation. */
    public static final int MOST_PREFIXES = 1_000;

    private static final int MOST_KEYS = 10_000;

    private final Latest<P> tags;
    private final Latest<P> prefixes;
    private final Latest<P> keys;
    private volatile P everything;
    private volatile boolean some;
    private volatile long version;

    /** @param start before every event */
    public Invalidations(P start) {
        tags = new Latest<>(MOST_TAGS, start);
        prefixes = new Latest<>(MOST_PREFIXES, start);
        keys = new Latest<>(MOST_KEYS, start);
        everything = start;
    }

    /** What a tag is called here and in Redis, however long its name. */
    public static String digest(Scope.Tag tag) {
        // With the length in front, no two tags make the same text.
        return Digest.of(tag.origin().length() + ":" + tag.origin() + tag.name());
    }

    public void raise(Scope scope, P at) {
        if (scope instanceof Scope.Tag tag) {
            raiseTag(digest(tag), at);
        } else if (scope instanceof Scope.Prefix prefix) {
            raisePrefix(prefix.uri(), at);
        }
    }

    /** The same by the tag's {@link #digest}. */
    public void raiseTag(String digest, P at) {
        tags.raise(digest, at);
        changed();
    }

    public void raisePrefix(String uri, P at) {
        prefixes.raise(uri, at);
        changed();
    }

    /** As if every tag had been invalidated. */
    public void raiseAllTags(P at) {
        tags.raiseFloor(at);
        changed();
    }

    /** As if every prefix had been. */
    public void raiseAllPrefixes(P at) {
        prefixes.raiseFloor(at);
        changed();
    }

    public synchronized void raiseEverything(P at) {
        everything = Latest.later(everything, at);
        version++;
    }

    /** The responses under a key were removed: that counts for what is on its way there. */
    public void raiseKey(CacheKey key, P at) {
        keys.raise(key.value(), at);
    }

    /** As if the responses under every key had been removed, as to those on their way. */
    public void raiseAllKeys(P at) {
        keys.raiseFloor(at);
    }

    private synchronized void changed() {
        some = true;
        version++;
    }

    /** A number that changes whenever {@link #latest(StoredHead)} may. */
    public long version() {
        return version;
    }

    public P everything() {
        return everything;
    }

    /** When a response was last invalidated. */
    public P latest(StoredHead stored) {
        P latest = everything;
        if (some) {
            latest = Latest.later(
                    latest, prefixes.ofBeginningsOf(stored.request().uri()));
            for (Scope.Tag tag : Tags.of(stored)) {
                latest = Latest.later(latest, tags.of(digest(tag)));
            }
        }
        return latest;
    }

    /** The same of one that is on its way to {@code key}. */
    public P latest(CacheKey key, StoredHead arriving) {
        return Latest.later(latest(arriving), keys.of(key.value()));
    }
}
