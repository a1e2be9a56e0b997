package io.freshet.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.config.RedisConfig;
import io.freshet.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisCluster;
import redis.embedded.RedisSentinel;
import redis.embedded.RedisServer;

/** A master, a replica and three sentinels, all real. */
class RedisSentinelTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MIB = 1 << 20;

    private static List<Integer> servers;
    private static List<Integer> sentinels;
    private static RedisCluster group;

    @BeforeAll
    static void start() throws IOException {
        List<Integer> ports =
                Stream.generate(FreePort::next).distinct().limit(5).toList();
        servers = ports.subList(0, 2);
        sentinels = ports.subList(2, 5);
        group = RedisCluster.newRedisCluster()
                .withServerBuilder(RedisServer.newRedisServer()
                        .bind("127.0.0.1")
                        .setting("save \"\"")
                        .setting("appendonly no"))
                .withSentinelBuilder(RedisSentinel.newRedisSentinel()
                        .bind("127.0.0.1")
                        .downAfterMilliseconds(1_000)
                        .failOverTimeout(5_000))
                .serverPorts(servers)
                .sentinelPorts(sentinels)
                .quorumSize(2)
                .replicationGroup("main", 1)
                .build();
        group.start();
        await().atMost(PATIENCE).until(() -> sentinels.stream().allMatch(RedisSentinelTest::knowsTheOthers));
    }

    /** Sentinels learn of replicas and of each other little by little. */
    private static boolean knowsTheOthers(int port) {
        try (Jedis sentinel = new Jedis("127.0.0.1", port)) {
            Map<String, String> master = sentinel.sentinelMaster("main");
            return "1".equals(master.get("num-slaves")) && "2".equals(master.get("num-other-sentinels"));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        group.stop();
    }

    @Test
    void goes_on_with_the_new_master_when_the_old_one_dies() throws Exception {
        String addresses = sentinels.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        RedisConfig config = new RedisConfig(
                URI.create("redis-sentinel://" + addresses + "/main"), "freshet:", Duration.ofMillis(500), 8);
        try (RedisStore redis = new RedisStore(config, MIB, 4, 64 * MIB, Clock.systemUTC())) {
            assertThat(redis.description()).isEqualTo("Redis main of the sentinels at " + addresses);
            Failover.survives("sentinel", redis, servers, PATIENCE);
        }
    }
}
