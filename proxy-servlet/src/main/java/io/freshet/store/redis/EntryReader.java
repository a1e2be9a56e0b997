package io.freshet.store.redis;

import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import io.freshet.store.LookedUp;
import io.freshet.store.StoreException;
import io.freshet.store.StoredResponse;
import io.freshet.store.Validity;
import io.freshet.store.redis.PackedEntries.Packed;
import io.freshet.store.redis.WriteBehind.Effect;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.StreamEntryID;

/**
 * Makes stored responses of the entries under a key. Entries that are damaged, or of another layout, are removed behind the caller.
 *
 * @param longestWait for pending writes to a key
 */
record EntryReader(
        KeySpace keys,
        EntryTable table,
        DecodedEntries decoded,
        WritePath path,
        InvalidationLog log,
        Duration longestWait,
        Clock clock) {

    private static final Logger LOG = LoggerFactory.getLogger(EntryReader.class);

    private record Found(String variant, Entry entry) {
        long storedMicros() {
            return entry.header().storedMicros();
        }

        boolean counts(StreamEntryID cleared, Instant now) {
            return entry.header().asked().compareTo(cleared) >= 0
                    && now.isBefore(entry.header().expires());
        }
    }

    /** Blocks. The responses under {@code key} that have not expired, the most recently stored first. */
    List<StoredResponse> lookup(CacheKey key) throws StoreException {
        RedisKeys redisKeys = keys.of(key);
        if (!path.await(redisKeys, longestWait)) {
            // What is there may be out of date already: a miss.
            return List.of();
        }
        return responses(key, redisKeys, table.read(redisKeys), this::caughtUp);
    }

    /**
     * As {@link #lookup}, without a thread that waits. Never blocks.
     *
     * @return completes with nothing where only {@link #lookup} can tell
     */
    CompletionStage<Optional<LookedUp>> lookupAhead(CacheKey key) {
        RedisKeys redisKeys = keys.of(key);
        long changes = path.changes(redisKeys);
        if (path.waits(redisKeys)) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return table.readAhead(redisKeys, values -> {
            if (!log.isCaughtUp()) {
                return Optional.empty();
            }
            long heard = log.heard().version();
            List<StoredResponse> found = decoded.of(key, values.bytes(), heard, clock.instant())
                    .orElseGet(() -> responses(key, redisKeys, values, heard));
            return Optional.of(new LookedUp(
                    key,
                    found,
                    () -> path.changes(redisKeys) == changes && log.heard().version() == heard));
        });
    }

    private List<StoredResponse> responses(CacheKey key, RedisKeys redisKeys, PackedEntries values, long version) {
        Instant now = clock.instant();
        List<StoredResponse> found = responses(key, redisKeys, values, () -> true);
        // Entries that are damaged are to be removed, each time they are met.
        if (found.size() == values.entries().size()) {
            decoded.made(key, values.bytes(), found, version, now);
        }
        return found;
    }

    private List<StoredResponse> responses(
            CacheKey key, RedisKeys redisKeys, PackedEntries values, BooleanSupplier caughtUp) {
        if (!values.ours()) {
            table.foundDamaged();
            LOG.debug("{} is no cache entry: removing it", redisKeys.hash());
            path.write(redisKeys, Effect.HIDDEN, () -> table.remove(redisKeys, Positions.START));
            return List.of();
        }
        Instant now = clock.instant();
        List<Found> found = new ArrayList<>();
        for (Packed packed : values.entries()) {
            EntryCodec.decode(key, packed.value())
                    .ifPresentOrElse(
                            entry -> found.add(new Found(packed.variant(), entry)),
                            () -> dropDamaged(redisKeys, packed));
        }
        if (!caughtUp.getAsBoolean()) {
            return List.of();
        }
        StreamEntryID cleared = log.heard().everything();
        return found.stream()
                .filter(one -> one.counts(cleared, now))
                .sorted(Comparator.comparingLong(Found::storedMicros).reversed())
                .map(one -> response(key, redisKeys, one))
                .toList();
    }

    /** False where the log takes too long: nothing can be said then, though Redis does answer. A miss, and no fault of the store. */
    private boolean caughtUp() {
        try {
            log.catchUp();
            return true;
        } catch (StoreException behind) {
            LOG.debug("A miss, as what was invalidated is not known", behind);
            return false;
        }
    }

    private StoredResponse response(CacheKey key, RedisKeys redisKeys, Found found) {
        EntryHeader header = found.entry().header();
        StoredHead head = found.entry().head();
        RedisBody body = header.parts() == 0
                ? new InlineBody(header, found.entry().inline())
                : new PartedBody(table, redisKeys, found.variant(), header);
        return new StoredResponse(found.variant(), head, body, header.expires(), validity(key, header, head));
    }

    /** Whether an entry counts, as far as this node has heard. */
    Validity validity(CacheKey key, EntryHeader header, StoredHead head) {
        return log.heard().validity(key, head, at -> at.compareTo(header.asked()) > 0);
    }

    private void dropDamaged(RedisKeys redisKeys, Packed packed) {
        table.foundDamaged();
        LOG.debug("A variant of {} is damaged or foreign: removing it", redisKeys.hash());
        byte[] identity = EntryHeader.identity(packed.value());
        path.write(redisKeys, Effect.HIDDEN, () -> table.drop(redisKeys, packed.packedVariant(), identity));
    }
}
