package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.oracle.Door;
import io.freshet.testing.oracle.Entrance;
import io.freshet.testing.oracle.Http1Door;
import io.freshet.testing.oracle.LyingOrigin;
import io.freshet.testing.oracle.OracleRun;
import io.freshet.testing.oracle.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Clients get what is right, whatever the origin says of its responses and whatever becomes of Redis. For as long as one likes:
 * {@code conformance/oracle --minutes N}.
 */
class OracleTest {

    private static final Path SUMMARY = Path.of("target", "oracle.txt");
    private static final long SEED = Long.getLong("oracle.seed", 17);

    /** Without a time, so many resources live, however fast the machine is; some six seconds. */
    private static final int RESOURCES = System.getProperty("oracle.seconds") == null ? 20 : Integer.MAX_VALUE;

    private static final Duration TIME = Duration.ofSeconds(Long.getLong("oracle.seconds", 60));
    private static final OptionalInt ONLY = OptionalInt.of(Integer.getInteger("oracle.only", 0));

    private static final Map<String, String> OPTIONS = Map.of(
            "host", "127.0.0.1", "ttl", "2s", "purge-from", "127.0.0.1", "client-share", "1", "compress-min", "200");

    @Test
    void in_memory() throws Exception {
        try (LyingOrigin origin = LyingOrigin.start()) {
            run("memory", origin, 1, Map.of("store", "memory", "compress", "br,gzip"), random -> false);
        }
    }

    @Test
    void in_redis() throws Exception {
        inRedis("Redis", 1, Map.of("near-time", "0s"));
    }

    @Test
    void in_two_nodes_on_one_redis() throws Exception {
        inRedis("two nodes on one Redis", 2, Map.of("compress", "br,gzip"));
    }

    private static void inRedis(String where, int nodes, Map<String, String> more) throws Exception {
        try (RedisServerFixture redis = new RedisServerFixture().start();
                LyingOrigin origin = LyingOrigin.start()) {
            Map<String, String> options = new HashMap<>(more);
            options.put("store", "redis");
            options.put("redis", redis.uri().toString());
            options.put("redis-secret", "the-secret-of-both-nodes");
            run(where, origin, nodes, options, random -> outage(redis, random));
        }
    }

    private static boolean outage(RedisServerFixture redis, Random random) {
        int millis = 200 + random.nextInt(1_000);
        switch (random.nextInt(3)) {
            case 0 -> {
                redis.kill();
                sleep(millis);
                redis.start();
            }
            case 1 -> {
                redis.signal("STOP");
                sleep(millis);
                redis.signal("CONT");
            }
            default -> {
                redis.pause(Duration.ofMillis(millis));
                sleep(millis);
            }
        }
        return true;
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void run(
            String where, LyingOrigin origin, int count, Map<String, String> more, Predicate<Random> outage)
            throws Exception {
        Map<String, String> options = new HashMap<>(OPTIONS);
        options.putAll(more);
        List<StandaloneUnderTest> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                nodes.add(StandaloneUnderTest.start(origin.uri(), options));
            }
            OptionalInt only = ONLY.getAsInt() > 0 ? ONLY : OptionalInt.empty();
            Tally tally = OracleRun.run(SEED, TIME, RESOURCES, only, origin, new Nodes(nodes), outage);
            assertHolds(where, tally);
        } finally {
            nodes.forEach(StandaloneUnderTest::close);
        }
    }

    private static void assertHolds(String where, Tally tally) throws IOException {
        String summary = where + ", seed " + SEED + ": " + tally;
        Files.writeString(SUMMARY, summary + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        assertThat(tally.violated()).as(summary).isZero();
        // How many depends on how fast Redis is back, and the machine; without any, nothing was looked into.
        assertThat(tally.hits()).as(summary).isGreaterThan(tally.requests() / 50);
    }

    /** The last client of each resource speaks HTTP/2. */
    private record Nodes(List<StandaloneUnderTest> all) implements Entrance {

        private static final int IN_HTTP2 = 3;

        @Override
        public int nodes() {
            return all.size();
        }

        @Override
        public Door open(int node, int client) {
            int port = all.get(node).port();
            return client == IN_HTTP2 ? new Http2Door(port) : new Http1Door(port);
        }
    }
}
