package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.config.RedisConfig;
import io.freshet.store.CacheStore;
import io.freshet.store.CacheStoreContract;
import io.freshet.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisClusterCRC16;
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

    private static Object tell(int port, String... words) {
        try (RedisClient client = RedisClient.create(URI.create("redis://127.0.0.1:" + port))) {
            CommandArguments command =
                    new CommandArguments(words[0].equals("MIGRATE") ? Command.MIGRATE : Command.CLUSTER);
            for (String word : words[0].equals("MIGRATE") ? Arrays.copyOfRange(words, 1, words.length) : words) {
                command.add(word);
            }
            return client.executeCommand(new CommandObject<>(command, BuilderFactory.RAW_OBJECT));
        }
    }

    private static String id(int port) {
        return new String((byte[]) tell(port, "MYID"), UTF_8);
    }

    private static List<Object> touch(RedisLink link, List<String> names) {
        RedisBatch batch = new RedisBatch();
        names.forEach(name -> batch.add(Command.PEXPIRE, name.getBytes(UTF_8), Script.number(60_000)));
        return batch.run(link);
    }

    /** As parts of bodies are retired, and as entries are looked up ahead, while their slot moves and its master changes. */
    @Test
    void commands_that_go_out_together_find_a_slot_that_moves() {
        String tag = "{freshet-moves}";
        List<String> names = IntStream.range(0, 6).mapToObj(i -> tag + i).toList();
        String slot = Integer.toString(JedisClusterCRC16.getSlot(tag));
        List<Integer> masters = new ArrayList<>();
        ports.forEach(port -> {
            try (RedisClient client = RedisClient.create(URI.create("redis://127.0.0.1:" + port))) {
                if (client.info("replication").contains("role:master")) {
                    masters.add(port);
                }
            }
        });
        RedisConfig config = config(Duration.ofSeconds(2));
        try (RedisLink link = new RedisLink(config);
                LookupLanes lanes = new LookupLanes(link, 8, Duration.ofSeconds(2))) {
            names.forEach(name -> link.call(redis -> redis.set(name, "x")));
            int from = masters.stream()
                    .filter(port -> ((List<?>) tell(port, "GETKEYSINSLOT", slot, "10")).size() == 6)
                    .findFirst()
                    .orElseThrow();
            int to = masters.stream().filter(port -> port != from).findFirst().orElseThrow();
            assertThat(touch(link, names)).hasSize(6).containsOnly(1L);

            tell(to, "SETSLOT", slot, "IMPORTING", id(from));
            tell(from, "SETSLOT", slot, "MIGRATING", id(to));
            names.subList(0, 3)
                    .forEach(name -> tell(from, "MIGRATE", "127.0.0.1", Integer.toString(to), name, "0", "5000"));
            assertThat(touch(link, names)).as("half of it moved").hasSize(6).containsOnly(1L);

            names.subList(3, 6)
                    .forEach(name -> tell(from, "MIGRATE", "127.0.0.1", Integer.toString(to), name, "0", "5000"));
            tell(to, "SETSLOT", slot, "NODE", id(to));
            tell(from, "SETSLOT", slot, "NODE", id(to));
            Object answer =
                    lanes.read(names.get(0).getBytes(UTF_8)).orElseThrow().join();
            assertThat(answer instanceof byte[] || Failures.askAgain((Throwable) answer))
                    .as("%s", answer)
                    .isTrue();
            assertThat(touch(link, names)).as("all of it moved").hasSize(6).containsOnly(1L);
            assertThat(lanes.read(names.get(0).getBytes(UTF_8)).orElseThrow().join())
                    .isEqualTo("x".getBytes(UTF_8));

            int replica = ports.stream()
                    .filter(port -> !masters.contains(port))
                    .filter(port -> new String((byte[]) tell(port, "NODES"), UTF_8)
                            .lines()
                            .anyMatch(line -> line.contains("myself") && line.contains(id(to))))
                    .findFirst()
                    .orElseThrow();
            tell(replica, "FAILOVER");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(new String((byte[]) tell(replica, "NODES"), UTF_8)
                            .lines()
                            .filter(line -> line.contains("myself")))
                    .allMatch(line -> line.contains("master")));
            assertThat(touch(link, names)).as("another master").hasSize(6).containsOnly(1L);
        }
    }

    @Test
    void goes_on_when_a_master_dies() throws Exception {
        try (RedisStore redis =
                new RedisStore(config(Duration.ofMillis(500)), MAX_OBJECT, MAX_VARIANTS, 64 << 20, Clock.systemUTC())) {
            Failover.survives("cluster", redis, ports, PATIENCE);
        }
    }
}
