package io.freshet.store.redis;

import static io.freshet.store.StoredResponses.HOUR;
import static io.freshet.store.StoredResponses.content;
import static io.freshet.store.StoredResponses.head;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.config.RedisConfig;
import io.freshet.http.RequestHead;
import io.freshet.policy.InvalidationScope;
import io.freshet.policy.StoredHead;
import io.freshet.store.Availability;
import io.freshet.store.CacheKey;
import io.freshet.store.CacheStore;
import io.freshet.store.Propagation;
import io.freshet.store.PurgeMode;
import io.freshet.store.ResilientStore;
import io.freshet.store.StoreException;
import io.freshet.store.StoreWriter;
import io.freshet.store.StoredResponse;
import io.freshet.store.tiered.TieredStore;
import io.freshet.testing.CuttableLink;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.RedisClient;

/** What one node removes, no other that is connected answers with any more: four nodes, each with its own way to a real Redis. */
class CoherenceTest {

    private static final int MIB = 1024 * 1024;
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int NODES = 4;
    private static final int KEYS = 8;
    private static final int SIZE_OF_LARGE = 70_000;
    private static final Duration TIME = Duration.ofSeconds(12);

    @RegisterExtension
    static final RedisServerFixture REDIS = new RedisServerFixture();

    private final Clock clock = Clock.systemUTC();
    private final List<Node> nodes = new ArrayList<>();

    /** One node: its way to Redis, and its stores. */
    private final class Node implements AutoCloseable {

        final CuttableLink link;
        final TieredStore store;

        Node() throws IOException {
            link = new CuttableLink(REDIS.port());
            URI uri = URI.create("redis://127.0.0.1:" + link.port());
            RedisConfig config = new RedisConfig(uri, "freshet:", Duration.ofMillis(500), 8);
            RedisStore redis = new RedisStore(config, MIB, 4, 8 * MIB, clock);
            store = new TieredStore(new ResilientStore(redis), 16 * MIB, LONG, clock);
            redis.follow(store);
        }

        @Override
        public void close() {
            store.close();
            link.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        try (RedisClient redis = REDIS.client()) {
            redis.flushAll();
        }
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Node());
        }
        await().until(() -> nodes.stream().allMatch(node -> node.store.availability() == Availability.CURRENT));
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
    }

    private static CacheKey key(int number) {
        return new CacheKey("key " + number);
    }

    private void store(CacheStore where, CacheKey key, StoredHead head, byte[] content) {
        StoreWriter writer = where.open(key, "v", head, HOUR);
        writer.write(ByteBuffer.wrap(content));
        writer.commit();
    }

    private void storeAtFirst(CacheKey key) {
        store(nodes.get(0).store, key, head(clock), "1".getBytes(UTF_8));
        for (Node node : nodes) {
            await().until(() -> node.store.lookup(key).size() == 1);
            assertThat(node.store.peek(key)).hasSize(1);
        }
    }

    @Test
    void a_removal_reaches_the_memory_of_every_node() throws InterruptedException {
        storeAtFirst(key(0));

        assertThat(nodes.get(1).store.remove(key(0))).isEqualTo(Propagation.EVERY_NODE);

        Thread.sleep(Propagation.HEARD_WITHIN.toMillis());
        for (Node node : nodes) {
            assertThat(node.store.peek(key(0))).isEmpty();
            assertThat(node.store.lookup(key(0))).isEmpty();
        }
    }

    @Test
    void an_invalidation_reaches_the_memory_of_every_node() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            store(nodes.get(0).store, key(i), tagged(i), "1".getBytes(UTF_8));
        }
        for (Node node : nodes) {
            for (int i = 0; i < 3; i++) {
                CacheKey key = key(i);
                await().until(() -> node.store.lookup(key).size() == 1);
            }
        }

        assertThat(nodes.get(1).store.invalidate(InvalidationScope.Tag.named("t0"), PurgeMode.HARD))
                .isEqualTo(Propagation.EVERY_NODE);
        assertThat(nodes.get(2)
                        .store
                        .invalidate(new InvalidationScope.Prefix("http://origin.example/1/"), PurgeMode.HARD))
                .isEqualTo(Propagation.EVERY_NODE);

        Thread.sleep(Propagation.HEARD_WITHIN.toMillis());
        for (Node node : nodes) {
            assertThat(node.store.peek(key(0))).allMatch(StoredResponse::invalidated);
            assertThat(node.store.lookup(key(0))).allMatch(StoredResponse::invalidated);
            assertThat(node.store.lookup(key(1))).allMatch(StoredResponse::invalidated);
            assertThat(node.store.peek(key(2)))
                    .extracting(StoredResponse::invalidated)
                    .containsExactly(false);
        }
    }

    @Test
    void an_invalidation_while_redis_is_away_is_obeyed_at_once_and_told_when_it_is_back() {
        store(nodes.get(0).store, key(0), tagged(0), "1".getBytes(UTF_8));
        store(nodes.get(0).store, key(1), tagged(1), "1".getBytes(UTF_8));
        for (Node node : nodes) {
            await().until(() -> node.store.lookup(key(0)).size() == 1);
            await().until(() -> node.store.lookup(key(1)).size() == 1);
        }
        Node cut = nodes.get(3);
        cut.link.cut();
        await().until(() -> {
            cut.store.lookup(key(2));
            return cut.store.availability() == Availability.AWAY;
        });

        assertThat(cut.store.invalidate(InvalidationScope.Tag.named("t0"), PurgeMode.HARD))
                .isEqualTo(Propagation.THIS_NODE);
        assertThat(cut.store.lookup(key(0))).isEmpty();
        assertThat(cut.store.lookup(key(1))).hasSize(1);

        cut.link.mend();
        await().until(() -> {
            cut.store.lookup(key(2));
            return cut.store.availability() == Availability.CURRENT;
        });
        for (Node node : nodes) {
            await().until(() -> node.store.lookup(key(0)).stream().allMatch(StoredResponse::invalidated));
        }
    }

    @Test
    void clearing_reaches_the_memory_of_every_node() throws InterruptedException {
        storeAtFirst(key(0));
        storeAtFirst(key(1));

        assertThat(nodes.get(1).store.clear()).isEqualTo(2);

        Thread.sleep(Propagation.HEARD_WITHIN.toMillis());
        for (Node node : nodes) {
            assertThat(node.store.peek(key(0))).isEmpty();
            assertThat(node.store.lookup(key(1))).isEmpty();
        }
    }

    @Test
    void what_was_asked_for_before_a_removal_on_another_node_is_not_stored_after_it() {
        StoredHead asked = head(clock);
        nodes.get(1).store.remove(key(0));
        store(nodes.get(0).store, key(0), asked, "old".getBytes(UTF_8));
        store(nodes.get(0).store, key(1), head(clock), "new".getBytes(UTF_8));

        await().until(() -> nodes.get(2).store.lookup(key(1)).size() == 1);
        for (Node node : nodes) {
            assertThat(node.store.lookup(key(0))).isEmpty();
        }
    }

    @Test
    void the_response_to_what_removed_is_stored_unless_another_node_removes_too() {
        StoredHead get = head(clock);
        RequestHead post =
                new RequestHead("POST", get.request().uri(), get.request().fields());
        StoredHead asked = new StoredHead(post, get.response(), get.requestTime(), get.responseTime());
        nodes.get(0).store.remove(key(0));
        store(nodes.get(0).store, key(0), asked, "new".getBytes(UTF_8));
        await().until(() -> nodes.get(2).store.lookup(key(0)).size() == 1);

        nodes.get(1).store.remove(key(0));
        store(nodes.get(0).store, key(0), asked, "old".getBytes(UTF_8));
        store(nodes.get(0).store, key(1), head(clock), "new".getBytes(UTF_8));
        await().until(() -> nodes.get(2).store.lookup(key(1)).size() == 1);
        assertThat(nodes.get(3).store.lookup(key(0))).isEmpty();
    }

    @Test
    void what_was_asked_for_before_everything_was_removed_does_not_count() throws InterruptedException {
        StoredHead asked = head(clock);
        nodes.get(1).store.clear();
        store(nodes.get(0).store, key(0), asked, "old".getBytes(UTF_8));
        Thread.sleep(2 * Propagation.HEARD_WITHIN.toMillis());
        store(nodes.get(0).store, key(1), head(clock), "new".getBytes(UTF_8));

        await().until(() -> nodes.get(2).store.lookup(key(1)).size() == 1);
        for (Node node : nodes) {
            assertThat(node.store.lookup(key(0))).isEmpty();
        }
    }

    @Test
    void a_node_that_was_cut_off_answers_out_of_memory_and_catches_up() throws InterruptedException {
        // A log that had not begun yet could be another one afterwards.
        nodes.get(0).store.remove(key(2));
        Thread.sleep(Propagation.HEARD_WITHIN.toMillis());
        storeAtFirst(key(0));
        storeAtFirst(key(1));
        Node cut = nodes.get(3);
        cut.link.cut();
        await().until(() -> {
            cut.store.lookup(key(2));
            return cut.store.availability() == Availability.AWAY;
        });
        nodes.get(0).store.remove(key(0));
        assertThat(cut.store.lookup(key(0))).hasSize(1);

        cut.link.mend();

        await().until(() -> {
            cut.store.lookup(key(2));
            return cut.store.availability() != Availability.AWAY;
        });
        assertThat(cut.store.lookup(key(0))).isEmpty();
        await().until(() -> cut.store.availability() == Availability.CURRENT);
        assertThat(cut.store.lookup(key(0))).isEmpty();
        assertThat(cut.store.peek(key(1)))
                .as("missed nothing, so forgot nothing else")
                .hasSize(1);
    }

    @Test
    void what_a_node_removes_while_it_is_cut_off_reaches_the_others_when_it_is_back() throws InterruptedException {
        storeAtFirst(key(0));
        Node cut = nodes.get(3);
        cut.link.cut();

        assertThat(cut.store.remove(key(0))).isEqualTo(Propagation.THIS_NODE);
        assertThat(cut.store.lookup(key(0))).isEmpty();
        assertThat(nodes.get(0).store.lookup(key(0))).hasSize(1);
        cut.link.mend();

        await().until(() -> {
            cut.store.lookup(key(1));
            return cut.store.availability() == Availability.CURRENT;
        });
        Thread.sleep(Propagation.HEARD_WITHIN.toMillis());
        for (Node node : nodes) {
            assertThat(node.store.lookup(key(0))).isEmpty();
        }
    }

    /**
     * The origin's content has a version, which rises before each removal. A response may be stored long after it was asked for.
     * Nothing older than the last removal that reached every node may come out of a node that is not away.
     */
    @Test
    void no_node_answers_with_what_was_removed_whatever_is_cut_when() throws Exception {
        AtomicIntegerArray origin = new AtomicIntegerArray(KEYS);
        AtomicIntegerArray promised = new AtomicIntegerArray(KEYS);
        AtomicInteger removals = new AtomicInteger();
        AtomicInteger owed = new AtomicInteger();
        AtomicInteger cuts = new AtomicInteger();
        AtomicInteger lookups = new AtomicInteger();
        AtomicInteger found = new AtomicInteger();
        AtomicInteger fromMemory = new AtomicInteger();
        Queue<String> violations = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + TIME.toNanos();
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> all = new ArrayList<>();

        for (int n = 0; n < NODES; n++) {
            Node node = nodes.get(n);
            int number = n;
            all.add(threads.submit(repeatedly(end, n, random -> {
                int key = random.nextInt(KEYS);
                StoredHead head = tagged(key);
                int version = origin.get(key);
                Thread.sleep(random.nextInt(30));
                byte[] text = Integer.toString(version).getBytes(UTF_8);
                byte[] content = random.nextInt(4) == 0 ? padded(text) : text;
                store(node.store, key(key), head, content);
            })));
            all.add(threads.submit(repeatedly(end, 10 + n, random -> {
                int key = random.nextInt(KEYS);
                Availability before = node.store.availability();
                int least = promised.get(key);
                // So that the others get a turn, too.
                Thread.sleep(random.nextInt(2));
                boolean memory = !node.store.peek(key(key)).isEmpty();
                List<StoredResponse> stored = node.store.lookup(key(key)).stream()
                        .filter(response -> !response.invalidated())
                        .toList();
                lookups.incrementAndGet();
                if (stored.isEmpty()) {
                    Thread.sleep(1);
                    return;
                }
                int version = version(stored.get(0));
                boolean away = before == Availability.AWAY || node.store.availability() == Availability.AWAY;
                found.incrementAndGet();
                fromMemory.addAndGet(memory ? 1 : 0);
                if (version >= 0 && version < least && !away) {
                    violations.add("node " + number + " has version " + version + " of key " + key + ", not " + least);
                }
            })));
            all.add(threads.submit(repeatedly(end, 20 + n, random -> {
                Thread.sleep(random.nextInt(60));
                int key = random.nextInt(KEYS);
                int version = origin.incrementAndGet(key);
                if (removeSomehow(node.store, key, random) == Propagation.THIS_NODE) {
                    owed.incrementAndGet();
                    return;
                }
                removals.incrementAndGet();
                Thread.sleep(Propagation.HEARD_WITHIN.toMillis());
                promised.accumulateAndGet(key, version, Math::max);
            })));
            all.add(threads.submit(repeatedly(end, 30 + n, random -> {
                Thread.sleep(1000 + random.nextInt(4000));
                cuts.incrementAndGet();
                node.link.cut();
                Thread.sleep(random.nextInt(700));
                node.link.mend();
            })));
        }
        for (Future<?> one : all) {
            one.get(TIME.toSeconds() + 30, TimeUnit.SECONDS);
        }
        threads.shutdownNow();

        System.out.printf(
                "coherence: %d removals that reached every node, %d owed, %d cuts, %d lookups, %d found (%d in memory), %d violations%n",
                removals.get(),
                owed.get(),
                cuts.get(),
                lookups.get(),
                found.get(),
                fromMemory.get(),
                violations.size());
        assertThat(violations).isEmpty();
        assertThat(removals.get()).isPositive();
        assertThat(cuts.get()).isPositive();
        assertThat(fromMemory.get()).isPositive();
    }

    private StoredHead tagged(int key) {
        StoredHead head = head(clock, "Cache-Tag", "all, t" + key);
        RequestHead request = new RequestHead(
                "GET", "http://origin.example/" + key + "/x", head.request().fields());
        return new StoredHead(request, head.response(), head.requestTime(), head.responseTime());
    }

    private static Propagation removeSomehow(CacheStore store, int key, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> store.remove(key(key));
            case 1 -> store.invalidate(InvalidationScope.Tag.named("t" + key), PurgeMode.HARD);
            default ->
                store.invalidate(new InvalidationScope.Prefix("http://origin.example/" + key + "/"), PurgeMode.HARD);
        };
    }

    private interface Step {
        void take(Random random) throws Exception;
    }

    private static Callable<Void> repeatedly(long end, int seed, Step step) {
        Random random = new Random(seed);
        return () -> {
            while (System.nanoTime() < end) {
                step.take(random);
            }
            return null;
        };
    }

    private static byte[] padded(byte[] text) {
        byte[] content = new byte[SIZE_OF_LARGE];
        Arrays.fill(content, (byte) ' ');
        System.arraycopy(text, 0, content, 0, text.length);
        return content;
    }

    /** -1 where the content has gone meanwhile. */
    private static int version(StoredResponse response) {
        try {
            return Integer.parseInt(new String(content(response), UTF_8).trim());
        } catch (StoreException gone) {
            return -1;
        }
    }
}
