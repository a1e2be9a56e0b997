package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.freshet.config.ConfigException;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.CuttableLink;
import io.freshet.testing.FreePort;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.RedisClient;

/**
 * Whatever happens to Redis while clients ask, each gets a 200 with the right content within a bound, and hits come back by themselves.
 * The near tier is off, so that every hit comes from Redis.
 */
class RedisFaultsTest {

    private static final int CLIENTS = 6;
    private static final int URLS = 12;
    private static final Duration FAULT = Duration.ofMillis(1500);

    /** Three times out, until Redis counts as away, and what a busy machine adds; not how fast it is. */
    private static final Duration BOUND = Duration.ofSeconds(8);

    private static final Duration UNTIL_HITS = Duration.ofSeconds(30);

    /** What is done to Redis, or to the way there, and undone. */
    private record Fault(String name, Consumer<RedisFaultsTest> begin, Consumer<RedisFaultsTest> end) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault("killed", test -> test.redis.kill(), test -> test.redis.start()),
                new Fault("stopped", test -> test.redis.signal("STOP"), test -> test.redis.signal("CONT")),
                new Fault("paused", test -> test.redis.pause(FAULT), test -> {}),
                new Fault("flushed", test -> test.client(RedisClient::flushAll), test -> {}),
                new Fault(
                        "full",
                        test -> test.client(redis -> redis.configSet("maxmemory", "1")),
                        test -> test.client(redis -> redis.configSet("maxmemory", "0"))),
                new Fault(
                        "evicting",
                        test -> test.client(redis -> {
                            redis.configSet("maxmemory-policy", "allkeys-random");
                            redis.configSet("maxmemory", "1mb");
                        }),
                        test -> test.client(redis -> redis.configSet("maxmemory", "0"))),
                new Fault("cannot save", test -> test.loseDisk(), test -> test.findDisk()),
                new Fault(
                        "read-only",
                        test -> test.redis.follow("127.0.0.1 " + FreePort.next()),
                        test -> test.redis.follow("no one")),
                new Fault(
                        "password changed",
                        test -> {
                            test.client(redis -> redis.configSet("requirepass", "x"));
                            test.link.cut();
                            test.link.mend();
                        },
                        test -> {
                            try (RedisClient redis = RedisClient.create("redis://:x@127.0.0.1:" + test.redis.port())) {
                                redis.configSet("requirepass", "");
                            }
                        }),
                new Fault(
                        "100 ms late",
                        test -> test.link.delay(Duration.ofMillis(100)),
                        test -> test.link.delay(Duration.ZERO)),
                new Fault(
                        "1 s late",
                        test -> test.link.delay(Duration.ofSeconds(1)),
                        test -> test.link.delay(Duration.ZERO)),
                new Fault("cut", test -> test.link.cut(), test -> test.link.mend()),
                new Fault("truncated", test -> test.link.truncate(true), test -> test.link.truncate(false)));
    }

    /** Where Redis saves: without it, it takes no writes, as when its disk is full. */
    private final Path disk = temporary();

    private final RedisServerFixture redis = new RedisServerFixture("", "dir " + disk, "save 3600 1");
    private CuttableLink link;
    private RawOrigin origin;
    private StandaloneUnderTest proxy;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger hitsInARow = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final List<Thread> clients = new ArrayList<>();

    private static Path temporary() {
        try {
            return Files.createTempDirectory("freshet-redis-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void loseDisk() {
        try {
            deleteDisk();
            redis.save();
            await().untilAsserted(() -> client(
                    client -> assertThatThrownBy(() -> client.set("x", "y")).hasMessageStartingWith("MISCONF")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteDisk() throws IOException {
        try (Stream<Path> all = Files.walk(disk)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void findDisk() {
        try {
            Files.createDirectory(disk);
            // It stands in the one that is gone.
            client(client -> client.configSet("dir", disk.toString()));
            redis.save();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void client(Consumer<RedisClient> work) {
        try (RedisClient client = redis.client()) {
            work.accept(client);
        }
    }

    @BeforeEach
    void start() throws IOException, ConfigException {
        redis.start();
        link = new CuttableLink(redis.port());
        origin = RawOrigin.start();
        origin.answer(exchange -> {
            String content = content(exchange.request().target());
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=600\nContent-Length: " + content.length() + "\n\n"
                    + content);
        });
        proxy = StandaloneUnderTest.start(
                origin.uri(), Map.of("store", "redis", "redis", "redis://127.0.0.1:" + link.port(), "near-time", "0s"));
        for (int i = 0; i < CLIENTS; i++) {
            int first = i;
            Thread client = new Thread(() -> askOnAndOn(first), "client-" + i);
            clients.add(client);
            client.start();
        }
    }

    @AfterEach
    void stop() throws Exception {
        over.set(true);
        for (Thread client : clients) {
            client.join(BOUND.toMillis());
        }
        proxy.close();
        origin.close();
        link.close();
        redis.close();
        deleteDisk();
    }

    private static String content(String path) {
        return (path + ' ').repeat(50);
    }

    private void askOnAndOn(int first) {
        for (int i = first; !over.get(); i++) {
            String path = "/" + i % URLS;
            long from = System.nanoTime();
            RawResponse response = ask(path);
            slowest.accumulateAndGet(System.nanoTime() - from, Math::max);
            answers.incrementAndGet();
            if (response.status() != 200 || !response.text().equals(content(path))) {
                wrong.add(path + ": " + response);
            }
            boolean hit = response.value("X-Cache").orElse("").equals("HIT");
            hitsInARow.updateAndGet(before -> hit ? before + 1 : 0);
        }
    }

    private RawResponse ask(String path) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            return client.send("GET " + path + " HTTP/1.1\nHost: site.example\nConnection: close")
                    .read();
        }
    }

    private void awaitHits() {
        hitsInARow.set(0);
        await().atMost(UNTIL_HITS).until(() -> hitsInARow.get() >= 3 * URLS);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void noClientIsHarmed(Fault fault) throws InterruptedException {
        awaitHits();
        slowest.set(0);
        int before = answers.get();

        fault.begin().accept(this);
        Thread.sleep(FAULT.toMillis());
        int during = answers.get() - before;
        fault.end().accept(this);
        long from = System.nanoTime();
        awaitHits();

        System.out.printf(
                "%s: %d answers, slowest %d ms, hits again after %d ms%n",
                fault,
                during,
                TimeUnit.NANOSECONDS.toMillis(slowest.get()),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from));
        assertThat(wrong).isEmpty();
        assertThat(during).isPositive();
        assertThat(Duration.ofNanos(slowest.get())).isLessThan(BOUND);
    }
}
