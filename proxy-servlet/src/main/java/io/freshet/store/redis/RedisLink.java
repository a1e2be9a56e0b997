package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.config.ConfigException;
import io.freshet.config.RedisConfig;
import io.freshet.store.StoreException;
import io.freshet.tls.TlsContext;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
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

    /** How many nodes of a cluster a command may be sent to, one after another, while it changes. */
    private static final int ATTEMPTS = 3;

    private static final int HASH_STEP = 1_000;

    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(5);

    private final RedisConfig config;
    private final Duration answer;
    private final WriteRefusals refusals;
    private final String description;
    private final ReentrantLock making = new ReentrantLock();
    private volatile Optional<UnifiedJedis> client = Optional.empty();
    private volatile boolean closed;

    /** Connects when first used. */
    RedisLink(RedisConfig config) {
        this(config, config.timeout(), new WriteRefusals());
    }

    /**
     * The same with another limit than for connecting.
     *
     * @param answer the longest wait for an answer, or for a free connection
     * @param refusals is told of writes that Redis refuses
     */
    RedisLink(RedisConfig config, Duration answer, WriteRefusals refusals) {
        this.config = config;
        this.answer = answer;
        this.refusals = refusals;
        description = switch (config.topology()) {
            case STANDALONE -> "Redis at " + config.addresses();
            case SENTINEL -> "Redis " + config.master().orElseThrow() + " of the sentinels at " + config.addresses();
            case CLUSTER -> "Redis cluster at " + config.addresses();
        };
    }

    /** The client, made when it is first needed: of sentinels and of a cluster Jedis wants to know at once who there is. */
    private UnifiedJedis client() throws JedisException {
        Optional<UnifiedJedis> made = client;
        return made.isPresent() ? made.get() : make();
    }

    private UnifiedJedis make() {
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
                client = Optional.of(newClient());
            }
            return client.get();
        } finally {
            making.unlock();
        }
    }

    private UnifiedJedis newClient() {
        Set<HostAndPort> addresses = addresses();
        return switch (config.topology()) {
            case STANDALONE -> standalone(addresses.iterator().next());
            case SENTINEL ->
                RedisSentinelClient.builder()
                        .masterName(config.master().orElseThrow())
                        .sentinels(addresses)
                        .sentinelClientConfig(clientConfig(false))
                        .clientConfig(clientConfig(true))
                        .poolConfig(poolConfig())
                        .build();
            case CLUSTER ->
                RedisClusterClient.builder()
                        .nodes(addresses)
                        .clientConfig(clientConfig(true))
                        .poolConfig(poolConfig())
                        .maxAttempts(ATTEMPTS)
                        .maxTotalRetriesDuration(answer)
                        .topologyRefreshPeriod(TOPOLOGY_REFRESH)
                        .build();
        };
    }

    private RedisClient standalone(HostAndPort address) {
        return RedisClient.builder()
                .hostAndPort(address)
                .clientConfig(clientConfig(true))
                .poolConfig(poolConfig())
                .build();
    }

    private Set<HostAndPort> addresses() {
        Set<HostAndPort> addresses = new LinkedHashSet<>();
        config.nodes().forEach(node -> addresses.add(new HostAndPort(node.host(), node.port())));
        return addresses;
    }

    /** @param ofData for those who keep the data: user, password and database are theirs */
    private DefaultJedisClientConfig clientConfig(boolean ofData) {
        // To find the protocol out by itself, Jedis would connect here and now; and guess wrong if Redis is away.
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis(Math.toIntExact(config.timeout().toMillis()))
                .socketTimeoutMillis(Math.toIntExact(answer.toMillis()));
        if (config.tls()) {
            secure(builder);
        }
        if (ofData) {
            config.database().ifPresent(builder::database);
            config.rawUserInfo().filter(info -> !info.isEmpty()).ifPresent(info -> {
                // As redis-cli reads it: without a colon it is a password.
                int colon = info.indexOf(':');
                builder.password(decode(info.substring(colon + 1)));
                if (colon > 0) {
                    builder.user(decode(info.substring(0, colon)));
                }
            });
        }
        return builder.build();
    }

    /** What Jedis has in place of these wants key stores in files. */
    @SuppressWarnings("deprecation")
    private void secure(DefaultJedisClientConfig.Builder builder) {
        SSLParameters parameters = new SSLParameters();
        // The certificate must be for the host.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        builder.ssl(true).sslSocketFactory(tlsContext().getSocketFactory()).sslParameters(parameters);
    }

    private SSLContext tlsContext() {
        try {
            return TlsContext.of(config.tlsFiles());
        } catch (ConfigException unusable) {
            throw new JedisConnectionException(unusable.getMessage(), unusable);
        }
    }

    private static String decode(String userInfo) {
        return URLDecoder.decode(userInfo.replace("+", "%2B"), UTF_8);
    }

    private ConnectionPoolConfig poolConfig() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(config.maxConnections());
        pool.setMaxIdle(config.maxConnections());
        pool.setMaxWait(answer);
        // No thread that looks after idle connections: one that has died is noticed, and replaced, when it is used.
        pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
        pool.setJmxEnabled(false);
        return pool;
    }

    /**
     * Runs {@code command}; once more if its connection turned out to be dead, as all are that waited while Redis was
     * restarted. So it must be one that may be run twice.
     */
    <T> T call(Function<UnifiedJedis, T> command) throws StoreException {
        try {
            return atMostTwice(command);
        } catch (JedisConnectionException e) {
            throw new StoreException(description + ": " + Failures.reason(e), e);
        } catch (JedisException e) {
            // Not the cause: its message may quote what was sent.
            String why = description + ": " + Failures.reason(e);
            if (Failures.refusesWrites(e)) {
                refusals.refused(why);
            }
            throw new StoreException(why);
        }
    }

    private <T> T atMostTwice(Function<UnifiedJedis, T> command) {
        try {
            return command.apply(client());
        } catch (JedisConnectionException e) {
            if (Failures.connectionLost(e)) {
                return command.apply(client());
            }
            throw e;
        }
    }

    /** Asks Redis for a sign of life; the reason if there is none. */
    Optional<String> probe() {
        try {
            client().ping();
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
                try (RedisClient one = standalone(HostAndPort.from(node))) {
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

    /** Up to so many entries of a stream after a place in it. */
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
        client.ifPresent(UnifiedJedis::close);
    }
}
