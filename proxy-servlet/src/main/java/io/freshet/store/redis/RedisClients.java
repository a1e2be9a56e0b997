package io.freshet.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.config.ConfigException;
import io.freshet.config.RedisConfig;
import io.freshet.tls.TlsContext;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisSentinelClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.providers.ClusterConnectionProvider;

/**
 * Makes Jedis clients as the configuration says: topology, credentials, TLS, pool.
 *
 * @param answer the longest wait for an answer, or for a free connection
 */
record RedisClients(RedisConfig config, Duration answer) {

    /** How many nodes of a cluster a command may be sent to, one after another, while it changes. */
    private static final int ATTEMPTS = 3;

    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(5);

    /**
     * A client of Jedis', for one command at a time.
     *
     * @param nodes its connections, for several
     */
    record Client(UnifiedJedis jedis, RedisNodes nodes) {}

    /** A client of the configured topology. Of sentinels and of a cluster, this connects. */
    Client make() {
        return switch (config.topology()) {
            case STANDALONE -> {
                RedisClient one = standalone(addresses().iterator().next());
                yield new Client(one, new RedisNodes.Single(one));
            }
            case SENTINEL -> {
                RedisSentinelClient master = master();
                yield new Client(master, new RedisNodes.Master(master));
            }
            case CLUSTER -> {
                ClusterConnectionProvider provider =
                        new ClusterConnectionProvider(addresses(), clientConfig(true), poolConfig(), TOPOLOGY_REFRESH);
                yield new Client(cluster(provider), new RedisNodes.Cluster(provider));
            }
        };
    }

    private RedisSentinelClient master() {
        return RedisSentinelClient.builder()
                .masterName(config.master().orElseThrow())
                .sentinels(addresses())
                .sentinelClientConfig(clientConfig(false))
                .clientConfig(clientConfig(true))
                .poolConfig(poolConfig())
                .build();
    }

    private RedisClusterClient cluster(ClusterConnectionProvider provider) {
        return RedisClusterClient.builder()
                .nodes(addresses())
                .connectionProvider(provider)
                .clientConfig(clientConfig(true))
                .maxAttempts(ATTEMPTS)
                .maxTotalRetriesDuration(answer)
                .build();
    }

    /** A client of one server. */
    RedisClient standalone(HostAndPort address) {
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
}
