package io.freshet.store.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
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

    /** SCAN may show a key twice: the second time it has no fields left to be counted. */
    private long remove(List<byte[]> names) {
        return link.call(redis -> {
            List<Response<Long>> variants = new ArrayList<>();
            try (AbstractPipeline pipeline = redis.pipelined()) {
                for (byte[] name : names) {
                    if (keys.isHash(name)) {
                        variants.add(pipeline.hlen(name));
                    }
                    pipeline.unlink(name);
                }
            }
            return variants.stream().mapToLong(ClearScan::count).sum();
        });
    }

    private static long count(Response<Long> variants) {
        try {
            return variants.get();
        } catch (JedisDataException noHash) {
            return 0;
        }
    }
}
