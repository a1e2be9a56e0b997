package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.ConfigException;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawHead;
import io.freshet.testing.RawOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.params.SetParams;

/** Four nodes on one Redis, and 250 clients at each of them for one cold key. */
class ClusterOfNodesTest {

    private static final int NODES = 4;
    private static final int CLIENTS = 250;

    @RegisterExtension
    static final RedisServerFixture REDIS = new RedisServerFixture();

    private final List<StandaloneUnderTest> nodes = new ArrayList<>();
    private final List<RawClient> clients = new ArrayList<>();
    private RawOrigin origin;

    @BeforeEach
    void start() throws IOException, ConfigException {
        origin = RawOrigin.start();
        for (int i = 0; i < NODES; i++) {
            nodes.add(StandaloneUnderTest.start(
                    origin.uri(),
                    Map.of(
                            "store",
                            "redis",
                            "redis",
                            REDIS.uri().toString(),
                            "lease",
                            "3s",
                            // Not how fast a busy machine is.
                            "redis-wait",
                            "2s",
                            "redis-timeout",
                            "2s",
                            "near-time",
                            "0s")));
        }
    }

    @AfterEach
    void stop() throws IOException {
        clients.forEach(RawClient::close);
        for (StandaloneUnderTest node : nodes) {
            node.close();
        }
        origin.close();
    }

    /** All nodes are one site: a URL has the same key on each. */
    private void allAsk(String path) throws IOException {
        for (StandaloneUnderTest node : nodes) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(RawClient.connect(node.port()).send("GET " + path + " HTTP/1.1\nHost: site.example"));
            }
        }
    }

    private void allGet(String content) throws IOException {
        for (RawClient client : clients) {
            RawHead head = client.readHead();
            assertThat(head.startLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(new String(client.body(head).readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo(content);
        }
    }

    @Test
    void make_one_request() throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        origin.answer(exchange -> {
            exchange.await(begin);
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nab");
        });

        allAsk("/cold");
        Awaitility.await().until(() -> !origin.requests().isEmpty());
        // Longer than a lease lives that nobody renews.
        Thread.sleep(4_000);
        begin.countDown();
        allGet("ab");

        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void make_a_second_request_when_the_lease_was_left_behind() throws Exception {
        origin.answer(exchange -> exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nab"));
        warmUp();
        int before = origin.requests().size();
        // What a node leaves behind that dies.
        try (var redis = REDIS.client()) {
            redis.keys("*").stream()
                    .filter(name -> name.matches("freshet:\\{.{22}\\}"))
                    .forEach(name -> {
                        redis.del(name);
                        redis.set(
                                name + ":lease",
                                "token of the dead",
                                SetParams.setParams().px(1_000));
                    });
        }

        long begun = System.nanoTime();
        allAsk("/left");
        allGet("ab");

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        assertThat(origin.requests()).hasSize(before + 1);
    }

    private void warmUp() throws IOException {
        RawClient first = RawClient.connect(nodes.get(0).port()).send("GET /left HTTP/1.1\nHost: site.example");
        clients.add(first);
        allGet("ab");
        clients.clear();
        first.close();
        Awaitility.await().until(() -> {
            try (var redis = REDIS.client()) {
                return redis.keys("*").stream().anyMatch(name -> name.matches("freshet:\\{.{22}\\}"));
            }
        });
    }

    @Test
    void let_all_go_together_when_the_response_is_for_one_alone() throws Exception {
        origin.answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nCache-Control: private\nContent-Length: 2\n\nab");
        });

        allAsk("/private");
        allGet("ab");

        assertThat(origin.requests()).hasSize(NODES * CLIENTS);
    }

    /** First a client of the first node alone, then eleven of each node with other fields. */
    private void oneAndThenAllAsk(String path, CountDownLatch begin, String odd, String others) throws Exception {
        RawClient first = ask(nodes.get(0), path, odd);
        Awaitility.await().until(() -> !origin.requests().isEmpty());
        for (StandaloneUnderTest node : nodes) {
            for (int i = 0; i < 11; i++) {
                clients.add(ask(node, path, others));
            }
        }
        // Long enough that all of them have come.
        Thread.sleep(500);
        begin.countDown();
        first.read();
        first.close();
    }

    private static RawClient ask(StandaloneUnderTest node, String path, String field) {
        return RawClient.connect(node.port()).send("GET " + path + " HTTP/1.1\nHost: site.example\n" + field);
    }

    @Test
    void share_one_fetch_though_one_client_of_one_node_had_a_response_of_its_own() throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        origin.answer(exchange -> {
            exchange.await(begin);
            boolean personal = exchange.request().value("Cookie").isPresent();
            exchange.send("HTTP/1.1 200 OK\nContent-Length: 2\nCache-Control: "
                    + (personal ? "private\n\nme" : "max-age=60\n\nab"));
        });

        oneAndThenAllAsk("/personal", begin, "Cookie: a=b", "Accept: */*");
        allGet("ab");

        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void share_one_fetch_for_each_variant() throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        origin.answer(exchange -> {
            exchange.await(begin);
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nVary: Accept-Encoding\nContent-Length: 2\n\n"
                    + exchange.request().value("Accept-Encoding").orElseThrow().substring(0, 2));
        });

        oneAndThenAllAsk("/variants", begin, "Accept-Encoding: gzip", "Accept-Encoding: br");
        allGet("br");

        assertThat(origin.requests()).hasSize(2);
    }

    @Test
    void share_one_fetch_though_the_origin_hangs_up_on_a_client_of_one_node() throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        origin.answer(exchange -> {
            exchange.await(begin);
            if (exchange.request().value("X-Poison").isPresent()) {
                exchange.close();
            } else {
                exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nab");
            }
        });

        oneAndThenAllAsk("/poison", begin, "X-Poison: 1", "Accept: */*");
        allGet("ab");

        assertThat(origin.requests().stream()
                        .filter(request -> request.value("X-Poison").isEmpty()))
                .hasSize(1);
    }
}
