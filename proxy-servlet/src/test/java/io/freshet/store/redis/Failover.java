package io.freshet.store.redis;

import static io.freshet.store.StoredResponses.bytes;
import static io.freshet.store.StoredResponses.head;
import static io.freshet.store.StoredResponses.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.store.CacheKey;
import io.freshet.store.Propagation;
import io.freshet.store.ResilientStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import redis.clients.jedis.RedisClient;

/** What a node of this cache does while a master of Redis dies and another takes over. */
final class Failover {

    private static final int KEYS = 60;
    private static final Clock CLOCK = Clock.systemUTC();

    private Failover() {}

    private static CacheKey key(int number) {
        return new CacheKey("key " + number);
    }

    /** Kills one master and looks on: nothing fails, and everything is found again without a restart. */
    static void survives(String name, RedisStore redis, List<Integer> ports, Duration patience) {
        ResilientStore store = new ResilientStore(redis);
        await().atMost(patience).until(() -> {
            store.lookup(key(0));
            put(store, key(0), "v", head(CLOCK), bytes(10));
            return store.lookup(key(0)).size() == 1;
        });
        for (int i = 0; i < KEYS; i++) {
            put(store, key(i), "v", head(CLOCK), bytes(i % 10 == 0 ? 100_000 : 100));
        }
        await().atMost(patience).until(() -> found(store) == KEYS);
        // What is not with a replica yet is lost with its master.
        forEachMaster(ports, master -> assertThat(master.waitReplicas("freshet:", 1, 5_000))
                .isPositive());

        kill(ports);
        long begun = System.nanoTime();
        long slowest = 0;
        int misses = 0;
        int rounds = 0;
        boolean lost = false;
        while (System.nanoTime() - begun < patience.toNanos()) {
            long asked = System.nanoTime();
            boolean hit = store.lookup(key(rounds % KEYS)).size() == 1;
            slowest = Math.max(slowest, System.nanoTime() - asked);
            misses += hit ? 0 : 1;
            lost |= !hit;
            rounds++;
            pause();
            if (lost && rounds % KEYS == 0 && found(store) == KEYS) {
                break;
            }
        }
        System.out.printf(
                "%s: all found again %d ms after a master died; %d lookups, %d of them misses, the slowest %d ms%n",
                name, (System.nanoTime() - begun) / 1_000_000, rounds, misses, slowest / 1_000_000);
        assertThat(lost).as("a master died").isTrue();
        assertThat(found(store)).isEqualTo(KEYS);
        await().atMost(patience).until(() -> store.remove(key(1)) == Propagation.EVERY_NODE);
        assertThat(store.lookup(key(1))).isEmpty();
        await().atMost(patience).until(() -> {
            put(store, key(1), "v", head(CLOCK), bytes(10));
            return store.lookup(key(1)).size() == 1;
        });
    }

    private static void pause() {
        LockSupport.parkNanos(1_000_000);
    }

    private static long found(ResilientStore store) {
        return IntStream.range(0, KEYS)
                .filter(i -> store.lookup(key(i)).size() == 1)
                .count();
    }

    /** One of the masters, at once and without a word. */
    private static void kill(List<Integer> ports) {
        boolean[] killed = {false};
        forEachMaster(ports, master -> {
            if (!killed[0]) {
                killed[0] = true;
                String pid = line(master.info("server"), "process_id:");
                ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
            }
        });
        assertThat(killed[0]).isTrue();
    }

    static void forEachMaster(List<Integer> ports, Consumer<RedisClient> work) {
        for (int port : ports) {
            try (RedisClient client = RedisClient.create(URI.create("redis://127.0.0.1:" + port))) {
                if (line(client.info("replication"), "role:").equals("master")) {
                    work.accept(client);
                }
            }
        }
    }

    private static String line(String info, String name) {
        return info.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).trim())
                .findFirst()
                .orElse("");
    }
}
