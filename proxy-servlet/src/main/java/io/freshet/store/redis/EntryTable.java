package io.freshet.store.redis;

import static io.freshet.store.redis.Script.number;

import io.freshet.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/** What can be done to entries and parts of bodies in Redis. Every method blocks, and throws {@link StoreException}. */
final class EntryTable {

    private static final Logger LOG = LoggerFactory.getLogger(EntryTable.class);

    /** How long a body outlives its entry, for readers that have begun. */
    static final Duration GRACE = Duration.ofSeconds(60);

    /** How long a part waits for its entry: a response that takes longer to arrive is not stored. */
    static final Duration UNCOMMITTED = Duration.ofHours(1);

    private final RedisLink link;
    private final RedisLink lookups;
    private final LookupLanes lanes;
    private final WriteRefusals refusals;
    private final int maxVariants;
    private final Clock clock;
    private final AtomicLong damaged = new AtomicLong();

    /**
     * @param lookups for what requests wait for
     * @param lanes for lookups that no thread waits for
     * @param refusals is told of writes that Redis takes
     */
    EntryTable(
            RedisLink link,
            RedisLink lookups,
            LookupLanes lanes,
            WriteRefusals refusals,
            int maxVariants,
            Clock clock) {
        this.link = link;
        this.lookups = lookups;
        this.lanes = lanes;
        this.refusals = refusals;
        this.maxVariants = maxVariants;
        this.clock = clock;
    }

    /** Counts a value that is not what this cache wrote. */
    void foundDamaged() {
        damaged.incrementAndGet();
    }

    long damagedValues() {
        return damaged.get();
    }

    /** What is there. */
    PackedEntries read(RedisKeys redisKeys) {
        return lookups.call(redis -> {
            try {
                byte[] all = redis.get(redisKeys.name());
                return all == null ? PackedEntries.NONE : PackedEntries.read(all);
            } catch (JedisDataException e) {
                if (isForeign(e)) {
                    return PackedEntries.FOREIGN;
                }
                throw e;
            }
        });
    }

    /**
     * As {@link #read}, together with others and without a thread that waits.
     *
     * @param then makes something of what is there; it must not block
     * @return completes with nothing where only {@link #read} can tell, as the key has moved or the connection is lost
     */
    <T> CompletionStage<Optional<T>> readAhead(RedisKeys redisKeys, Function<PackedEntries, Optional<T>> then) {
        return lanes.read(redisKeys.name())
                .map(reply -> reply.thenApply(answer -> read(answer, then)))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private <T> Optional<T> read(Object answer, Function<PackedEntries, Optional<T>> then) {
        if (answer instanceof byte[] all) {
            return then.apply(PackedEntries.read(all));
        }
        if (answer == LookupLanes.NOTHING) {
            return then.apply(PackedEntries.NONE);
        }
        if (answer instanceof JedisDataException refusal && isForeign(refusal)) {
            return then.apply(PackedEntries.FOREIGN);
        }
        JedisException why = (JedisException) answer;
        if (Failures.askAgain(why)) {
            return Optional.empty();
        }
        throw lookups.failure(why);
    }

    private static boolean isForeign(JedisDataException refusal) {
        return String.valueOf(refusal.getMessage()).startsWith("WRONGTYPE");
    }

    /**
     * Returns whether the response is now visible: not if a part of its body has gone, the key was removed since the response was
     * asked for, or that was so long ago that it is not known any more.
     */
    boolean commit(RedisKeys redisKeys, String variant, Entry entry) {
        if (entry.head().requestTime().plus(UNCOMMITTED).isBefore(clock.instant())) {
            return false;
        }
        List<byte[]> arguments = List.of(
                PackedEntries.packed(variant),
                EntryCodec.encode(redisKeys.key(), entry),
                number(clock.millis()),
                number(maxVariants),
                number(partsLifetime(entry).toMillis()),
                Positions.bytes(entry.header().asked()));
        List<byte[]> keys = keys(redisKeys, entry.header());
        keys.add(1, redisKeys.removedMark());
        Optional<List<byte[]>> dropped = link.run(Script.COMMIT, keys, arguments);
        dropped.ifPresent(headers -> {
            refusals.taken();
            retire(redisKeys, headers);
        });
        return dropped.isPresent();
    }

    /** Has no effect if {@code old} is not there any more. */
    void freshen(RedisKeys redisKeys, String variant, EntryHeader old, Entry entry) {
        List<byte[]> arguments = List.of(
                PackedEntries.packed(variant),
                old.identity(),
                EntryCodec.encode(redisKeys.key(), entry),
                number(clock.millis()),
                number(maxVariants),
                number(partsLifetime(entry).toMillis()));
        retire(redisKeys, Script.FRESHEN, keys(redisKeys, entry.header()), arguments);
    }

    private static List<byte[]> keys(RedisKeys redisKeys, EntryHeader header) {
        List<byte[]> keys = new ArrayList<>();
        keys.add(redisKeys.name());
        keys.addAll(redisKeys.partNames(header.bodyId(), header.parts()));
        return keys;
    }

    private Duration partsLifetime(Entry entry) {
        Duration left = Duration.between(clock.instant(), entry.header().expires());
        return left.isNegative() ? GRACE : left.plus(GRACE);
    }

    /**
     * Removes the entry that begins so, if it is still there.
     *
     * @param variant as it is {@linkplain PackedEntries#packed written}
     */
    void drop(RedisKeys redisKeys, byte[] variant, byte[] identity) {
        retire(redisKeys, Script.DROP, List.of(redisKeys.name()), List.of(variant, identity));
    }

    /** Variant and entry without content, one after the other, of all that is there. */
    List<byte[]> heads(RedisKeys redisKeys) {
        return link.run(Script.HEADS, List.of(redisKeys.name()), List.of()).orElse(List.of());
    }

    /** @param at where in the log this is said */
    void remove(RedisKeys redisKeys, StreamEntryID at) {
        List<byte[]> arguments = List.of(Positions.bytes(at), number(UNCOMMITTED.toMillis()));
        retire(redisKeys, Script.REMOVE, List.of(redisKeys.name(), redisKeys.removedMark()), arguments);
    }

    private void retire(RedisKeys redisKeys, Script script, List<byte[]> keys, List<byte[]> arguments) {
        link.run(script, keys, arguments).ifPresent(headers -> retire(redisKeys, headers));
    }

    /** Lets the bodies of entries that are gone live on for readers that have begun, and no longer. */
    private void retire(RedisKeys redisKeys, List<byte[]> headers) {
        List<byte[]> parts = new ArrayList<>();
        for (byte[] bytes : headers) {
            EntryHeader.read(bytes)
                    .ifPresent(header -> parts.addAll(redisKeys.partNames(header.bodyId(), header.parts())));
        }
        if (parts.isEmpty()) {
            return;
        }
        try {
            RedisBatch batch = new RedisBatch();
            parts.forEach(part -> batch.add(Command.PEXPIRE, part, number(GRACE.toMillis())));
            batch.run(link);
        } catch (StoreException e) {
            LOG.debug("Parts of old bodies stay until they expire", e);
        }
    }

    void writePart(RedisKeys redisKeys, UUID bodyId, int index, byte[] value, Instant expires) {
        Duration left = Duration.between(clock.instant(), expires).plus(GRACE);
        long millis = Math.max(1, (left.compareTo(UNCOMMITTED) < 0 ? left : UNCOMMITTED).toMillis());
        link.call(redis -> redis.set(
                redisKeys.partName(bodyId, index), value, SetParams.setParams().px(millis)));
    }

    Optional<byte[]> readPart(RedisKeys redisKeys, UUID bodyId, int index) {
        return lookups.call(redis -> Optional.ofNullable(redis.get(redisKeys.partName(bodyId, index))));
    }

    void removeParts(RedisKeys redisKeys, UUID bodyId, int count) {
        RedisBatch batch = new RedisBatch();
        redisKeys.partNames(bodyId, count).forEach(part -> batch.add(Command.UNLINK, part));
        batch.run(link);
    }
}
