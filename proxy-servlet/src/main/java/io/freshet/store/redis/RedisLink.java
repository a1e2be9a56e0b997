package io.freshet.store.redis;

import io.freshet.config.RedisConfig;
import io.freshet.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.ScanResult;
import redis.clients.jedis.resps.StreamEntry;

/**
 * The connections to one Redis: a server, the master that sentinels name, or a cluster. Whatever goes wrong on them comes out as a
 * {@link StoreException} that says why.
 */
final class RedisLink implements AutoCloseable {

    private static final int HASH_STEP = 1_000;

    private final RedisConfig config;
    private final RedisClients clients;
    private final WriteRefusals refusals;
    private final String description;
    private final ReentrantLock making = new ReentrantLock();
    private volatile Optional<RedisClients.Client> client = Optional.empty();
    private volatile boolean closed;

    /** Connects when first used. */
    RedisLink(RedisConfig config) {
        this(config, config.timeout(), new WriteRefusals());
    }

    /**
     * Connects when first used; has another limit for answers than for connecting.
     *
     * @param answer the longest wait for an answer, or for a free connection
     * @param refusals is told of writes that Redis refuses
     */
    RedisLink(RedisConfig config, Duration answer, WriteRefusals refusals) {
        this.config = config;
        clients = new RedisClients(config, answer);
        this.refusals = refusals;
        description = switch (config.topology()) {
            case STANDALONE -> "Redis at " + config.addresses();
            case SENTINEL -> "Redis " + config.master().orElseThrow() + " of the sentinels at " + config.addresses();
            case CLUSTER -> "Redis cluster at " + config.addresses();
        };
    }

    /** The client, made when it is first needed: of sentinels and of a cluster Jedis wants to know at once who there is. */
    private RedisClients.Client client() throws JedisException {
        Optional<RedisClients.Client> made = client;
        return made.isPresent() ? made.get() : make();
    }

    private RedisClients.Client make() {
        try {
            if (!making.tryLock(config.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new JedisConnectionException("being connected");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JedisConnectionException("interrupted", e);
        }
        try {
            if (closed) {
                throw new JedisConnectionException("closed");
            }
            if (client.isEmpty()) {
                client = Optional.of(clients.make());
            }
            return client.get();
        } finally {
            making.unlock();
        }
    }

    /**
     * Runs {@code command}; once more if its connection turned out to be dead, as all are that waited while Redis was
     * restarted. So it must be one that may be run twice.
     */
    <T> T call(Function<UnifiedJedis, T> command) throws StoreException {
        try {
            return atMostTwice(command);
        } catch (JedisException e) {
            throw failure(e);
        }
    }

    /** What a failure of Redis is for callers of the store. */
    StoreException failure(JedisException e) {
        String why = description + ": " + Failures.reason(e);
        if (e instanceof JedisConnectionException) {
            return new StoreException(why, e);
        }
        if (Failures.refusesWrites(e)) {
            refusals.refused(why);
        }
        // Not the cause: its message may quote what was sent.
        return new StoreException(why);
    }

    /** Connections for commands that go out together. Of sentinels and of a cluster, this connects. */
    RedisNodes nodes() throws JedisException {
        return client().nodes();
    }

    private <T> T atMostTwice(Function<UnifiedJedis, T> command) {
        try {
            return command.apply(client().jedis());
        } catch (JedisConnectionException e) {
            if (Failures.connectionLost(e)) {
                return command.apply(client().jedis());
            }
            throw e;
        }
    }

    /** Asks Redis for a sign of life; the reason if there is none. */
    Optional<String> probe() {
        try {
            client().jedis().ping();
            return Optional.empty();
        } catch (JedisException e) {
            return Optional.of(Failures.reason(e));
        }
    }

    /** Runs a script that returns a list of byte strings, or nothing: then that is empty. */
    @SuppressWarnings("unchecked")
    Optional<List<byte[]>> run(Script script, List<byte[]> keys, List<byte[]> arguments) {
        return Optional.ofNullable(call(redis -> (List<byte[]>) script.run(redis, keys, arguments)));
    }

    /** Every name that a pattern matches, in steps; some perhaps twice. */
    void scan(ScanParams params, Consumer<List<byte[]>> step) {
        if (config.topology() == RedisConfig.Topology.CLUSTER) {
            List<String> nodes = call(redis ->
                    List.copyOf(((RedisClusterClient) redis).getClusterNodes().keySet()));
            for (String node : nodes) {
                try (RedisClient one = clients.standalone(HostAndPort.from(node))) {
                    scan(command -> call(cluster -> command.apply(one)), params, step);
                }
            }
        } else {
            scan(this::call, params, step);
        }
    }

    /** How to have a command done that gives a page of names. */
    private interface Pages {
        ScanResult<byte[]> next(Function<UnifiedJedis, ScanResult<byte[]>> command);
    }

    private static void scan(Pages pages, ScanParams params, Consumer<List<byte[]>> step) {
        byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
        boolean more = true;
        while (more) {
            byte[] from = cursor;
            ScanResult<byte[]> page = pages.next(redis -> redis.scan(from, params));
            step.accept(page.getResult());
            cursor = page.getCursorAsBytes();
            more = !page.isCompleteIteration();
        }
    }

    /** Every field of a hash, in steps; some perhaps twice. What is no hash has none. */
    void scanHash(byte[] name, BiConsumer<byte[], byte[]> each) {
        ScanParams params = new ScanParams().count(HASH_STEP);
        byte[] cursor = ScanParams.SCAN_POINTER_START_BINARY;
        boolean more = true;
        while (more) {
            byte[] from = cursor;
            ScanResult<Map.Entry<byte[], byte[]>> page = call(redis -> redis.hscan(name, from, params));
            page.getResult().forEach(field -> each.accept(field.getKey(), field.getValue()));
            cursor = page.getCursorAsBytes();
            more = !page.isCompleteIteration();
        }
    }

    /** Up to so many entries of a stream after a position in it. */
    List<StreamEntry> readStream(String key, StreamEntryID after, int most) {
        XReadParams params = XReadParams.xReadParams().count(most);
        return call(redis -> {
            var streams = redis.xread(params, Map.of(key, after));
            return streams == null || streams.isEmpty()
                    ? List.<StreamEntry>of()
                    : streams.get(0).getValue();
        });
    }

    Optional<StreamEntryID> oldestOfStream(String key) {
        return call(redis -> redis.xrange(key, "-", "+", 1)).stream()
                .map(StreamEntry::getID)
                .findFirst();
    }

    Optional<StreamEntryID> newestOfStream(String key) {
        return call(redis -> redis.xrevrange(key, "+", "-", 1)).stream()
                .map(StreamEntry::getID)
                .findFirst();
    }

    String description() {
        return description;
    }

    @Override
    public void close() {
        closed = true;
        client.ifPresent(made -> made.jedis().close());
    }
}
