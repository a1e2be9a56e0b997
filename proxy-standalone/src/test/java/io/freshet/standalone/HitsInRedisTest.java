package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.config.ConfigException;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hits that come from Redis, with the near tier off. */
class HitsInRedisTest {

    private static final int CLIENTS = 100;

    private final RedisServerFixture redis = new RedisServerFixture();
    private RawOrigin origin;
    private StandaloneUnderTest proxy;

    @BeforeEach
    void start() throws IOException, ConfigException {
        redis.start();
        origin = RawOrigin.start();
        origin.answer(
                exchange -> exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=600\nETag: \"e\"\nContent-Length: "
                        + exchange.request().target().length() + "\n\n"
                        + exchange.request().target()));
        proxy = StandaloneUnderTest.start(
                origin.uri(),
                Map.of(
                        "store",
                        "redis",
                        "redis",
                        redis.uri().toString(),
                        "near-time",
                        "0s",
                        "redis-wait",
                        "5s",
                        "redis-timeout",
                        "5s"));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        origin.close();
        redis.close();
    }

    private RawResponse get(String path) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            client.send("GET " + path + " HTTP/1.1\nHost: www.example");
            return client.read();
        }
    }

    private void store(String path) {
        await().until(() -> get(path).value("X-Cache"), Optional.of("HIT")::equals);
    }

    /** Threads of the server that have a lookup in hand. */
    private static long waitingThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().matches("freshet-[0-9].*|HttpClient.*"))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("io.freshet.store.")))
                .count();
    }

    @Test
    void no_thread_waits_for_what_redis_has() {
        store("/a");
        List<RawClient> clients = new ArrayList<>();
        redis.pause(Duration.ofSeconds(1));
        for (int i = 0; i < CLIENTS; i++) {
            RawClient client = RawClient.connect(proxy.port());
            clients.add(client);
            client.send("GET /a HTTP/1.1\nHost: www.example");
        }
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        long waiting = waitingThreads();

        for (RawClient client : clients) {
            RawResponse response = client.read();
            assertThat(response.value("X-Cache")).contains("HIT");
            assertThat(response.text()).isEqualTo("/a");
            client.close();
        }
        assertThat(waiting).as("threads that wait for Redis").isZero();
        assertThat(origin.requests()).hasSize(1);
    }

    /** What was looked up ahead is not read again: a request that is not looked up ahead costs as much. */
    @Test
    void a_miss_asks_redis_no_more_than_one_that_is_not_looked_up_ahead() {
        store("/warm");

        assertThat(commandsOfMiss("")).isEqualTo(commandsOfMiss("\nContent-Length: 0"));
    }

    /** The least of some tries: nodes tell Redis of themselves now and then. */
    private long commandsOfMiss(String fields) {
        return IntStream.range(0, 4)
                .mapToLong(i -> redis.commandsFor(() -> {
                    try (RawClient client = RawClient.connect(proxy.port())) {
                        client.send("GET /" + fields.length() + "/" + i + " HTTP/1.1\nHost: www.example" + fields);
                        client.read();
                    }
                    await().pollDelay(Duration.ofMillis(300)).until(() -> true);
                }))
                .min()
                .orElseThrow();
    }

    @Test
    void a_removal_between_is_not_passed_by() {
        store("/a");
        for (int i = 0; i < 20; i++) {
            int before = origin.requests().size();
            try (RawClient client = RawClient.connect(proxy.port())) {
                client.send("DELETE /a HTTP/1.1\nHost: www.example");
                client.read();
            }
            assertThat(get("/a").value("X-Cache")).contains("MISS");
            assertThat(origin.requests()).hasSize(before + 2);
            store("/a");
        }
    }
}
