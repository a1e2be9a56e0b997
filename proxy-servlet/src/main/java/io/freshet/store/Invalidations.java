package io.freshet.store;

import io.freshet.policy.Scope;
import io.freshet.policy.StoredHead;
import io.freshet.policy.Tags;
import java.util.function.Predicate;

/**
 * What was invalidated, and when, in bounded memory: where something has to be forgotten, more is invalidated than was asked for, never
 * less. Safe for use by many threads.
 *
 * @param <P> what orders events: a time, or a place in a log
 */
public final class Invalidations<P extends Comparable<P>> {

    /** Targets counted, each by its digest: some 3 MB. */
    public static final int MOST_TAGS = 20_000;

    /** Each is compared with every response that is looked up after an invalidation. */
    public static final int MOST_PREFIXES = 1_000;

    private static final int MOST_KEYS = 10_000;

    /** Begins what a soft scope is called; neither a digest nor a URI begins so. */
    private static final String SOFT = "~";

    private final Latest<P> tags;
    private final Latest<P> prefixes;
    private final Latest<P> keys;
    private volatile P everything;
    private volatile boolean some;
    private volatile boolean someSoft;
    private volatile long version;

    /** @param start before every event */
    public Invalidations(P start) {
        tags = new Latest<>(MOST_TAGS, start);
        prefixes = new Latest<>(MOST_PREFIXES, start);
        keys = new Latest<>(MOST_KEYS, start);
        everything = start;
    }

    /** What a tag is called, however long its name. */
    private static String digest(Scope.Tag tag) {
        // With the length in front, no two tags make the same text.
        return Digest.of(tag.origin().length() + ":" + tag.origin() + tag.name());
    }

    private static String digest(Scope.Target target) {
        return Digest.of("uri:" + target.uri());
    }

    /** What a scope is called here and in Redis. */
    public static String name(Scope scope) {
        if (scope instanceof Scope.Soft soft) {
            return SOFT + name(soft.of());
        }
        if (scope instanceof Scope.Prefix prefix) {
            return prefix.uri();
        }
        return scope instanceof Scope.Tag tag ? digest(tag) : SOFT + digest((Scope.Target) scope);
    }

    public void raise(Scope scope, P at) {
        if (scope.isOfPrefix()) {
            raisePrefix(name(scope), at);
        } else {
            raiseTag(name(scope), at);
        }
    }

    /** The same of a tag or a target, by its {@link #name}. */
    public void raiseTag(String name, P at) {
        tags.raise(name, at);
        changed(name);
    }

    /** The same of a prefix. */
    public void raisePrefix(String name, P at) {
        prefixes.raise(name, at);
        changed(name);
    }

    /** As if every tag had been invalidated. */
    public void raiseAllTags(P at) {
        tags.raiseFloor(at);
        changed("");
    }

    /** As if every prefix had been. */
    public void raiseAllPrefixes(P at) {
        prefixes.raiseFloor(at);
        changed("");
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

    private synchronized void changed(String name) {
        some = true;
        someSoft |= name.startsWith(SOFT);
        version++;
    }

    /** A number that changes whenever {@link #validity} may. */
    public long version() {
        return version;
    }

    public P everything() {
        return everything;
    }

    /**
     * Whether a response counts.
     *
     * @param counts whether what happened then counts for the response: whether that was asked for before
     */
    public Validity validity(StoredHead stored, Predicate<P> counts) {
        if (counts.test(latest(stored))) {
            return Validity.INVALID;
        }
        return someSoft && counts.test(latestSoft(stored)) ? Validity.STALE : Validity.VALID;
    }

    /** When a response was last invalidated. */
    private P latest(StoredHead stored) {
        return some ? Latest.later(everything, ofTagsAndPrefixes(stored, "")) : everything;
    }

    private P latestSoft(StoredHead stored) {
        Scope.Target target = new Scope.Target(stored.request().uri());
        return Latest.later(tags.of(name(target)), ofTagsAndPrefixes(stored, SOFT));
    }

    private P ofTagsAndPrefixes(StoredHead stored, String mark) {
        P latest = prefixes.ofBeginningsOf(mark + stored.request().uri());
        for (Scope.Tag tag : Tags.of(stored)) {
            latest = Latest.later(latest, tags.of(mark + digest(tag)));
        }
        return latest;
    }

    /** When one that is on its way to {@code key} was last invalidated, or others there were removed. */
    public P latest(CacheKey key, StoredHead arriving) {
        return Latest.later(latest(arriving), keys.of(key.value()));
    }
}
