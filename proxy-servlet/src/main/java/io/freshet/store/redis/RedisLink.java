package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.config.RedisConfig;
import io.freshet.store.StoreException;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** The connections to one Redis. Whatever goes wrong on them comes out as a {@link StoreException} that says why. */
final class RedisLink implements AutoCloseable {

    private final RedisClient client;
    private final String description;

    /** Connects when first used. */
    RedisLink(RedisConfig config) {
        HostAndPort address = address(config.uri());
        client = RedisClient.builder()
                .hostAndPort(address)
                .clientConfig(clientConfig(config))
                .poolConfig(poolConfig(config))
                .build();
        description = "Redis at " + address;
    }

    private static HostAndPort address(URI uri) {
        return new HostAndPort(uri.getHost(), uri.getPort() < 0 ? Protocol.DEFAULT_PORT : uri.getPort());
    }

    private static DefaultJedisClientConfig clientConfig(RedisConfig config) {
        URI uri = config.uri();
        // To find the protocol out by itself, Jedis would connect here and now; and guess wrong if Redis is away.
        DefaultJedisClientConfig.Builder builder = DefaultJedisClientConfig.builder()
                .resp2()
                .timeoutMillis(Math.toIntExact(config.timeout().toMillis()));
        if ("rediss".equals(uri.getScheme())) {
            // What the JVM trusts, and the certificate must be for the host.
            builder.sslOptions(SslOptions.defaults());
        }
        String path = uri.getPath();
        if (path != null && path.length() > 1) {
            builder.database(Integer.parseInt(path.substring(1)));
        }
        String userInfo = uri.getRawUserInfo();
        if (userInfo != null && !userInfo.isEmpty()) {
            // As redis-cli reads it: without a colon it is a password.
            int colon = userInfo.indexOf(':');
            builder.password(decode(userInfo.substring(colon + 1)));
            if (colon > 0) {
                builder.user(decode(userInfo.substring(0, colon)));
            }
        }
        return builder.build();
    }

    private static String decode(String userInfo) {
        return URLDecoder.decode(userInfo.replace("+", "%2B"), UTF_8);
    }

    private static ConnectionPoolConfig poolConfig(RedisConfig config) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(config.maxConnections());
        pool.setMaxIdle(config.maxConnections());
        pool.setMaxWait(config.timeout());
        // No thread that looks after idle connections: one that has died is noticed, and replaced, when it is used.
        pool.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
        pool.setJmxEnabled(false);
        return pool;
    }

    /**
     * Runs {@code command}; once more if its connection turned out to be dead, as all are that waited while Redis was
     * restarted. So it must be one that may be run twice.
     */
    <T> T call(Function<RedisClient, T> command) throws StoreException {
        try {
            return atMostTwice(command);
        } catch (JedisConnectionException e) {
            throw new StoreException(description + ": " + Failures.reason(e), e);
        } catch (JedisException e) {
            // Not the cause: its message may quote what was sent.
            throw new StoreException(description + ": " + Failures.reason(e));
        }
    }

    private <T> T atMostTwice(Function<RedisClient, T> command) {
        try {
            return command.apply(client);
        } catch (JedisConnectionException e) {
            if (Failures.connectionLost(e)) {
                return command.apply(client);
            }
            throw e;
        }
    }

    /** Asks Redis for a sign of life; the reason if there is none. */
    Optional<String> probe() {
        try {
            client.ping();
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

    String description() {
        return description;
    }

    @Override
    public void close() {
        client.close();
    }
}
