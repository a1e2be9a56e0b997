package io.freshet.store.redis;

import io.freshet.store.InvalidationIndex;
import io.freshet.store.StoreException;
import io.freshet.thread.DaemonThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.ScanParams;

/**
 * Frees the space of what was invalidated, behind the caller: one walk through all that is stored at a time, in steps so
 * small, with pauses between them, that Redis has time for others. What it misses expires.
 */
final class InvalidatedEntryReaper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InvalidatedEntryReaper.class);

    /** One walk serves many invalidations that come together. */
    private static final Duration DELAY = Duration.ofSeconds(5);

    private static final int STEP = 100;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final RedisLink link;
    private final KeySpace keys;
    private final EntryTable table;
    private final InvalidationIndex<StreamEntryID> invalidations;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(new DaemonThreads("freshet-redis-reaper"));

    /** Whether a walk is going to begin that will see all that was invalidated until now. */
    private final AtomicBoolean due = new AtomicBoolean();

    InvalidatedEntryReaper(
            RedisLink link, KeySpace keys, EntryTable table, InvalidationIndex<StreamEntryID> invalidations) {
        this.link = link;
        this.keys = keys;
        this.table = table;
        this.invalidations = invalidations;
    }

    /** A walk will begin soon, if need be behind that which is under way. Never blocks. */
    void begin() {
        if (due.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(DELAY.toMillis(), TimeUnit.MILLISECONDS, thread)
                    .execute(this::walk);
        }
    }

    private void walk() {
        due.set(false);
        try {
            link.scan(new ScanParams().match(keys.scanPattern()).count(STEP), names -> {
                names.stream().filter(keys::isEntries).map(keys::named).forEach(this::free);
                pause();
            });
        } catch (StoreException e) {
            LOG.debug("What was invalidated stays until its time is over", e);
        }
    }

    private void free(RedisKeys redisKeys) {
        List<byte[]> heads = table.heads(redisKeys);
        for (int i = 0; i + 1 < heads.size(); i += 2) {
            byte[] variant = heads.get(i);
            byte[] value = heads.get(i + 1);
            EntryHeader.read(value)
                    .filter(header -> EntryCodec.head(value)
                            .filter(head -> invalidations.latest(head).compareTo(header.asked()) > 0)
                            .isPresent())
                    .ifPresent(header -> table.drop(redisKeys, variant, header.identity()));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException closing) {
            throw new StoreException("closing", closing);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
