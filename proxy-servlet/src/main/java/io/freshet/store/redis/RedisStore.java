package io.freshet.store.redis;

import io.freshet.config.RedisConfig;
import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import io.freshet.store.Availability;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.Candidacy;
import io.freshet.store.Election;
import io.freshet.store.HeadSize;
import io.freshet.store.InvalidationIndex.Named;
import io.freshet.store.Lifespan;
import io.freshet.store.LookedUp;
import io.freshet.store.Measures;
import io.freshet.store.Node;
import io.freshet.store.Propagation;
import io.freshet.store.PurgeMode;
import io.freshet.store.ResponseStore;
import io.freshet.store.StoreException;
import io.freshet.store.StoreWriter;
import io.freshet.store.StoredResponse;
import io.freshet.store.Validity;
import io.freshet.store.redis.WriteBehind.Effect;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.StreamEntryID;

/**
 * Keeps responses in Redis 6.2 or later, where other nodes find them too. A hit of up to 64 KiB takes one round trip. Writes
 * go behind their callers; a lookup on this node waits for those it must see.
 */
public final class RedisStore implements CacheStore {

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final RedisConfig config;
    private final RedisLink link;

    /** For what requests wait for; writers have other connections, and more time. */
    private final RedisLink lookups;

    private final LookupLanes lanes;
    private final KeySpace keys;
    private final EntryTable table;
    private final InvalidationLog log;
    private final InvalidatedEntryReaper reaper;
    private final RedisLeases leases;
    private final NodeRegistry nodes;
    private final WritePath path;
    private final EntryReader reader;
    private final Clock clock;
    private final long maxLength;
    private final WriteRefusals refusals = new WriteRefusals();
    private final AtomicLong lastStored = new AtomicLong();

    /**
     * Connects when first used, so it can be made while Redis is away.
     *
     * @param maxObject the largest content stored, in bytes; never more than 16 GiB
     * @param maxVariants the most stored responses under one key, 1 or more; the oldest go
     * @param writeBuffer the most bytes waiting to be written; responses over it are not stored
     */
    public RedisStore(RedisConfig config, long maxObject, int maxVariants, long writeBuffer, Clock clock) {
        this.config = config;
        link = new RedisLink(config, config.timeout(), refusals);
        lookups = new RedisLink(config, config.lookupWait(), refusals);
        keys = new KeySpace(config.prefix());
        lanes = new LookupLanes(lookups, config.maxConnections(), config.lookupWait());
        table = new EntryTable(link, lookups, lanes, refusals, maxVariants, clock);
        log = new InvalidationLog(link, keys, config.lookupWait(), clock);
        reaper = new InvalidatedEntryReaper(link, keys, table, log.heard());
        path = new WritePath(
                table, refusals, new Overtaking(clock), writeBuffer, config.maxConnections(), config.timeout());
        leases = new RedisLeases(
                link, lookups, refusals, (redisKeys, update) -> path.write(redisKeys, Effect.HIDDEN, update));
        nodes = new NodeRegistry(link, keys, log::lag);
        reader = new EntryReader(keys, table, new DecodedEntries(), path, log, config.lookupWait(), clock);
        maxLength = Math.min(maxObject, EntryHeader.MAX_PARTS * (long) EntryHeader.PART_LENGTH);
        this.clock = clock;
    }

    /**
     * Asks whether a Redis answers.
     *
     * @return nothing if it does; else the reason in a few words, for example {@code connection refused}
     */
    public static Optional<String> probe(RedisConfig config) {
        try (RedisLink link = new RedisLink(config)) {
            return link.probe();
        }
    }

    @Override
    public List<StoredResponse> lookup(CacheKey key) throws StoreException {
        return reader.lookup(key);
    }

    @Override
    public CompletionStage<Optional<LookedUp>> lookupAhead(CacheKey key) {
        return reader.lookupAhead(key);
    }

    /** Nothing is at hand: all of it is in Redis. */
    @Override
    public List<StoredResponse> peek(CacheKey key) {
        return List.of();
    }

    /** Every lookup asks Redis; what was looked up ahead is not current any more. */
    @Override
    public void forget(CacheKey key) {
        path.changed(key);
    }

    /** Every lookup asks Redis; what was looked up ahead is not current any more. */
    @Override
    public void forget() {
        path.changed();
    }

    @Override
    public long invalidations() {
        return log.heard().version();
    }

    @Override
    public Validity validity(CacheKey key, StoredResponse stored) {
        return stored.body() instanceof RedisBody body
                ? reader.validity(key, body.header(), stored.head())
                : stored.validity();
    }

    @Override
    public boolean stands(CacheKey key, StoredHead arriving) throws StoreException {
        log.catchUp();
        return log.heard().latest(key, arriving).compareTo(log.positionOf(arriving)) <= 0;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Propagation invalidate(InvalidationScope scope, PurgeMode strength) throws StoreException {
        log.announce(Named.of(scope, strength));
        if (strength == PurgeMode.HARD) {
            reaper.begin();
        }
        return Propagation.EVERY_NODE;
    }

    @Override
    public Propagation soften(CacheKey key) throws StoreException {
        log.announce(Named.softly(key));
        return Propagation.EVERY_NODE;
    }

    /** Nothing is at hand: all of it is in Redis. */
    @Override
    public long atHand(InvalidationScope scope) {
        return 0;
    }

    @Override
    public StoreWriter open(CacheKey key, String variant, StoredHead head, Duration retention) {
        long declared = HeadSize.declaredContent(head);
        if (declared > maxLength) {
            return StoreWriter.tooLarge();
        }
        RedisWriter.Target target = new RedisWriter.Target(
                keys.of(key), variant, head, Lifespan.end(head, retention), log.positionOf(head));
        boolean promising = !refusals.lately() && path.hasRoom(declared);
        return new RedisWriter(path, target, maxLength, promising, this::storedMicros);
    }

    @Override
    public void freshen(CacheKey key, StoredResponse stored, StoredHead head, Duration retention) {
        if (!(stored.body() instanceof RedisBody body)) {
            return;
        }
        RedisKeys redisKeys = keys.of(key);
        EntryHeader old = body.header();
        EntryHeader header = new EntryHeader(
                old.bodyId(),
                Lifespan.end(head, retention),
                storedMicros(),
                old.parts(),
                old.bodyLength(),
                log.positionOf(head));
        Entry entry = new Entry(header, head, body.inline());
        long generation = path.generation(redisKeys);
        long size = HeadSize.of(key, stored.variant(), head) + body.inline().remaining();
        path.write(
                redisKeys,
                Effect.VISIBLE,
                size,
                () -> path.unlessRemoved(redisKeys, generation, () -> {
                    table.freshen(redisKeys, stored.variant(), old, entry);
                    path.overtaking().visible(key, stored.variant(), head.requestTime());
                }));
    }

    /** Now, but later than ever before: the order of variants stored by this node is that in which they were. */
    private long storedMicros() {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return lastStored.updateAndGet(last -> Math.max(last + 1, now));
    }

    @Override
    public Propagation remove(CacheKey key) throws StoreException {
        RedisKeys redisKeys = keys.of(key);
        path.voidOf(redisKeys);
        StreamEntryID at = log.announceRemoval(key);
        path.remove(redisKeys, at);
        log.repeat(key, at);
        return Propagation.EVERY_NODE;
    }

    @Override
    public Availability availability() {
        return log.isCurrent() ? Availability.CURRENT : Availability.BEHIND;
    }

    /**
     * Begins to listen to what other nodes remove, on a thread and a connection of its own, until closed; and to say that this node
     * is there. Without it this node learns of removals only where it asks Redis.
     *
     * @param near what stands in front of this store, and is to {@linkplain ResponseStore#forget forget} what is removed
     */
    public void follow(ResponseStore near) {
        log.follow(new RedisLink(config.withConnections(1)), near);
        nodes.call();
    }

    @Override
    public List<Node> nodes() {
        return nodes.nodes();
    }

    @Override
    public Election elect(Candidacy candidacy, Duration atMost) throws StoreException {
        return leases.elect(keys.of(candidacy.key()), candidacy, atMost);
    }

    @Override
    public boolean isLeased(Candidacy candidacy) throws StoreException {
        return leases.held(keys.of(candidacy.key()), candidacy.variant());
    }

    @Override
    public long clear() throws StoreException {
        path.voidAll();
        StreamEntryID at = log.announceClearing();
        long removed = new ClearScan(link, keys).removeAll();
        log.repeatClearing(at);
        return removed;
    }

    @Override
    public void measure(Measures measures) {
        measures.gauge("redis.write.buffer.bytes", "what waits to be written to Redis", path::waiting);
        measures.gauge("redis.waiting.keys", "keys with writes that wait for their turn", path::waitingKeys);
        measures.counter(
                "redis.dropped.writes", "writes dropped because the write buffer was full", this::droppedWrites);
        measures.counter(
                "redis.damaged.values",
                "values in Redis that were damaged or foreign, and removed",
                this::damagedValues);
        measures.gauge(
                "invalidation.lag.seconds", "since when what other nodes invalidate was last heard of", log::lag);
    }

    /** How many writes were dropped because the write buffer was full. */
    public long droppedWrites() {
        return path.dropped();
    }

    /** How many values were found in Redis that this cache did not write, or that were damaged since; they were removed. */
    public long damagedValues() {
        return table.damagedValues();
    }

    @Override
    public String description() {
        return link.description();
    }

    /** Waits for pending writes, at most five seconds. */
    @Override
    public void close() {
        reaper.close();
        nodes.close();
        log.close();
        path.close(LONGEST_CLOSE);
        lanes.close();
        lookups.close();
        link.close();
    }
}
