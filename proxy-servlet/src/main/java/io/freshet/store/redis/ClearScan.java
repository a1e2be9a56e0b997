package io.freshet.store.redis;

import static io.freshet.store.redis.Script.number;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.params.ScanParams;

/** Removes all responses of one cache, in steps so small that Redis has time for others between them. */
final class ClearScan {

    private static final int STEP = 500;

    private final RedisLink link;
    private final KeySpace keys;

    ClearScan(RedisLink link, KeySpace keys) {
        this.link = link;
        this.keys = keys;
    }

    /** Returns how many responses there were. */
    long removeAll() {
        ScanParams params = new ScanParams().match(keys.scanPattern()).count(STEP);
        AtomicLong removed = new AtomicLong();
        link.scan(
                params,
                names -> removed.addAndGet(
                        remove(names.stream().filter(keys::isOfResponse).toList())));
        return removed.get();
    }

    /** SCAN may show a key twice: the second time it has no entries left to be counted. */
    private long remove(List<byte[]> names) {
        RedisBatch batch = new RedisBatch();
        for (byte[] name : names) {
            if (keys.isEntries(name)) {
                batch.add(Command.GETRANGE, name, number(0), number(PackedEntries.START - 1));
            }
            batch.add(Command.UNLINK, name);
        }
        return batch.run(link).stream()
                .filter(byte[].class::isInstance)
                .mapToLong(beginning -> PackedEntries.count((byte[]) beginning))
                .sum();
    }
}
