package io.freshet.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.RedisConfig;
import io.freshet.store.CacheStore;
import io.freshet.store.CacheStoreContract;
import io.freshet.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.embedded.RedisServer;
import redis.embedded.RedisShardedCluster;

/** The contract on a real cluster of three masters with a replica each, and what happens when a master dies. */
class RedisClusterTest extends CacheStoreContract {

    private static final int NODES = 6;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static List<Integer> ports;
    private static RedisShardedCluster cluster;

    @BeforeAll
    static void start() throws IOException {
        ports = Stream.generate(FreePort::next).distinct().limit(NODES).toList();
        cluster = RedisShardedCluster.newRedisCluster()
                .withServerBuilder(RedisServer.newRedisServer()
                        .bind("127.0.0.1")
                        .setting("save \"\"")
                        .setting("appendonly no")
                        .setting("cluster-node-timeout 1000"))
                .serverPorts(ports)
                .shard("one", 1)
                .shard("two", 1)
                .shard("three", 1)
                .initializationTimeout(PATIENCE)
                .build();
        cluster.start();
    }

    @AfterAll
    static void stop() throws IOException {
        cluster.stop();
    }

    private static RedisConfig config(Duration timeout) {
        String addresses = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        return new RedisConfig(URI.create("redis-cluster://" + addresses), "freshet:", timeout, 8);
    }

    @Override
    protected CacheStore newStore() {
        // Jedis reads who is who with its own time-out.
        RedisStore made = new RedisStore(config(Duration.ofSeconds(2)), MAX_OBJECT, MAX_VARIANTS, 64 << 20, clock);
        Failover.forEachMaster(ports, RedisClient::flushAll);
        return made;
    }

    @Test
    void says_where_it_is() {
        assertThat(store.description()).startsWith("Redis cluster at 127.0.0.1:" + ports.get(0) + ",");
    }

    @Test
    void goes_on_when_a_master_dies() throws Exception {
        try (RedisStore redis =
                new RedisStore(config(Duration.ofMillis(500)), MAX_OBJECT, MAX_VARIANTS, 64 << 20, Clock.systemUTC())) {
            Failover.survives("cluster", redis, ports, PATIENCE);
        }
    }
}
