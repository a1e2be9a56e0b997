package io.freshet.store;

import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import io.freshet.policy.Tags;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What was invalidated, and when, in bounded memory: where something has to be forgotten, more is invalidated than was asked for, never
 * less. Safe for use by many threads.
 *
 * @param <P> what orders events: a time, or a position in a log
 */
public final class InvalidationIndex<P extends Comparable<P>> {

    /** What was invalidated by name. Where a table forgets a name, it counts as invalidated in the mode of the table. */
    public enum Table {
        /** Tags, by digest: some 3 MB. */
        TAGS(20_000, PurgeMode.HARD),
        /** Prefixes of URIs. Each is compared with every response that is looked up after an invalidation. */
        PREFIXES(1_000, PurgeMode.HARD),
        /** Tags and keys, by digest. */
        SOFT_NAMES(20_000, PurgeMode.SOFT),
        /** As {@link #PREFIXES}. */
        SOFT_PREFIXES(1_000, PurgeMode.SOFT);

        private final int most;
        private final PurgeMode strength;

        Table(int most, PurgeMode strength) {
            this.most = most;
            this.strength = strength;
        }

        /** The most names in it. */
        public int most() {
            return most;
        }
    }

    /**
     * What one event is about.
     *
     * @param name what it is called in its table, here and in Redis
     */
    public record Named(Table table, String name) {

        /** What a scope covers. */
        public static Named of(InvalidationScope scope, PurgeMode strength) {
            boolean soft = strength == PurgeMode.SOFT;
            if (scope instanceof InvalidationScope.Prefix prefix) {
                return new Named(soft ? Table.SOFT_PREFIXES : Table.PREFIXES, prefix.uri());
            }
            return new Named(soft ? Table.SOFT_NAMES : Table.TAGS, digest((InvalidationScope.Tag) scope));
        }

        /** What is stored under a key. Only soft invalidation names keys: a hard one removes what is stored. */
        public static Named softly(CacheKey key) {
            return new Named(Table.SOFT_NAMES, KEY + key.digest());
        }
    }

    /** In front of the digest of a key; that of a tag cannot begin so. */
    private static final String KEY = "=";

    private static final int MOST_KEYS = 10_000;

    private final Map<Table, Latest<P>> tables = new EnumMap<>(Table.class);
    private final Latest<P> keys;
    private final Function<P, Instant> time;
    private volatile P everything;
    private volatile boolean someHard;
    private volatile boolean someSoft;
    private volatile long version;

    /**
     * An index in which nothing is invalidated yet.
     *
     * @param start before every event
     * @param time when an event was
     */
    public InvalidationIndex(P start, Function<P, Instant> time) {
        for (Table table : Table.values()) {
            tables.put(table, new Latest<>(table.most(), start));
        }
        keys = new Latest<>(MOST_KEYS, start);
        everything = start;
        this.time = time;
    }

    /** With the length in front, no two tags make the same text. */
    private static String digest(InvalidationScope.Tag tag) {
        return Digest.of(tag.origin().length() + ":" + tag.origin() + tag.name());
    }

    private Latest<P> of(Table table) {
        return Objects.requireNonNull(tables.get(table));
    }

    public void raise(Named what, P at) {
        of(what.table()).raise(what.name(), at);
        changed(what.table());
    }

    /** Invalidates everything that a table may name. */
    public void raiseAll(Table table, P at) {
        of(table).raiseFloor(at);
        changed(table);
    }

    public synchronized void raiseEverything(P at) {
        everything = Latest.later(everything, at);
        version++;
    }

    /** The responses under a key were removed: that counts for what is on its way there. */
    public void raiseKey(CacheKey key, P at) {
        keys.raise(key.value(), at);
    }

    /** Invalidates every response that is on its way, as if those under its key had been removed. */
    public void raiseAllKeys(P at) {
        keys.raiseFloor(at);
    }

    private synchronized void changed(Table table) {
        someHard |= table.strength == PurgeMode.HARD;
        someSoft |= table.strength == PurgeMode.SOFT;
        version++;
    }

    /** A number that changes whenever {@link #validity} may give another answer. */
    public long version() {
        return version;
    }

    public P everything() {
        return everything;
    }

    /**
     * Whether a response counts that is stored under {@code key}.
     *
     * @param after whether an event came after it was asked for
     */
    public Validity validity(CacheKey key, StoredHead stored, Predicate<P> after) {
        if (after.test(latest(stored))) {
            return Validity.INVALID;
        }
        if (someSoft) {
            P softened = Latest.later(
                    of(Table.SOFT_NAMES).of(Named.softly(key).name()),
                    ofScopes(stored, Table.SOFT_NAMES, Table.SOFT_PREFIXES));
            return after.test(softened) ? new Validity.Stale(time.apply(softened)) : Validity.VALID;
        }
        return Validity.VALID;
    }

    /** When a response was last invalidated. */
    public P latest(StoredHead stored) {
        return someHard ? Latest.later(everything, ofScopes(stored, Table.TAGS, Table.PREFIXES)) : everything;
    }

    private P ofScopes(StoredHead stored, Table tags, Table prefixes) {
        P latest = of(prefixes).ofBeginningsOf(stored.request().uri());
        for (InvalidationScope.Tag tag : Tags.of(stored)) {
            latest = Latest.later(latest, of(tags).of(digest(tag)));
        }
        return latest;
    }

    /** When a response that is on its way to {@code key} was last invalidated, or the responses there were last removed. */
    public P latest(CacheKey key, StoredHead arriving) {
        return Latest.later(latest(arriving), keys.of(key.value()));
    }
}
