package io.freshet.store.redis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.store.Node;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/** Who shares a Redis, as each of them says. */
class NodeRegistryTest {

    private static final int MIB = 1024 * 1024;
    private static final String NODES = "freshet:{all}:nodes";

    @RegisterExtension
    static final RedisServerFixture REDIS = new RedisServerFixture();

    private RedisClient redis;
    private RedisStore one;

    @BeforeEach
    void start() {
        redis = REDIS.client();
        redis.flushAll();
        one = node();
    }

    @AfterEach
    void stop() {
        one.close();
        redis.close();
    }

    private static RedisStore node() {
        RedisStore node = new RedisStore(REDIS.config("freshet:"), MIB, 10, MIB, Clock.systemUTC());
        node.follow(node);
        return node;
    }

    private static List<Boolean> selves(RedisStore node) {
        return node.nodes().stream().map(Node::self).toList();
    }

    @Test
    void is_answered_by_every_node_until_it_leaves() {
        await().until(() -> selves(one).equals(List.of(true)));
        RedisStore other = node();
        try {
            await().until(() -> selves(other).equals(List.of(true, false)));
            await().atMost(20, SECONDS).until(() -> selves(one).equals(List.of(true, false)));
            assertThat(one.nodes()).allSatisfy(node -> {
                assertThat(node.host()).matches("[\\w.:-]+");
                assertThat(node.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(node.up()).isGreaterThanOrEqualTo(Duration.ZERO);
                assertThat(node.silent()).isGreaterThanOrEqualTo(Duration.ZERO);
            });
            assertThat(redis.pttl(NODES)).isPositive();
        } finally {
            other.close();
        }
        assertThat(redis.hlen(NODES)).isEqualTo(1);
        await().atMost(20, SECONDS).until(() -> selves(one).equals(List.of(true)));
    }

    @Test
    void takes_nothing_that_no_node_says() {
        await().until(() -> redis.hlen(NODES) == 1);
        String now = Long.toString(System.currentTimeMillis());
        for (String words : List.of(
                "", "x", now, now + " 1 1 1 <script>", now + " 1 1 1 a b", now + " -2 1 1 a", now + " 1 1 1 a\nb")) {
            redis.hset(NODES, "hostile-" + words, words);
        }
        redis.hset(NODES, "one-more", now + " 1 1 7 another");
        redis.hset(NODES, "before-its-time", "99999999999999 1 1 8 later");
        redis.hset(NODES, "long-silent", "1 1 1 9 earlier");

        RedisStore other = node();
        try {
            await().until(() -> !other.nodes().isEmpty());
            assertThat(other.nodes())
                    .extracting(Node::host)
                    .contains("another")
                    .doesNotContain("later", "earlier", "a");
            assertThat(other.nodes()).hasSize(3);
        } finally {
            other.close();
        }
        assertThat(redis.hget(NODES, "long-silent")).isNull();
    }

    @Test
    void makes_room_where_something_else_stands() {
        redis.del(NODES);
        redis.set(NODES, "no hash");

        RedisStore other = node();
        try {
            await().until(() -> !other.nodes().isEmpty());
            assertThat(redis.type(NODES)).isEqualTo("hash");
        } finally {
            other.close();
        }
    }
}
