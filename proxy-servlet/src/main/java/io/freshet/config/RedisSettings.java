package io.freshet.config;

import io.freshet.config.Setting.Group;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where Redis is, and what is asked of it. */
public final class RedisSettings {

    private static final SettingTable RESTART = new SettingTable(Group.REDIS);

    public static final Setting<URI> REDIS = RESTART.setting(
                    "redis", "URL", "redis://localhost:6379", new RedisUriSyntax())
            .help("where Redis is");
    // No glob characters and no braces: the prefix is part of SCAN patterns and of keys with hash tags.
    public static final Setting<String> REDIS_PREFIX = RESTART.text(
                    "redis-prefix", "TEXT", "freshet:", "1 to 64 letters, digits and . : _ -", "[A-Za-z0-9.:_-]{1,64}")
            .help("what every key begins with; caches that share a Redis and a prefix share their responses");
    public static final Setting<Duration> REDIS_WAIT = RESTART.time("redis-wait", "50ms", "5ms", "1m")
            .help("longest wait for what Redis has for a request; then the origin is asked");
    public static final Setting<Duration> REDIS_TIMEOUT = RESTART.time("redis-timeout", "500ms", "10ms", "1m")
            .help("longest wait for a connection to Redis and for any other answer");
    public static final Setting<Optional<Path>> REDIS_CA = RESTART.file("redis-ca")
            .help("certificates in PEM of those who are trusted with rediss://; none for those that the JVM trusts");
    public static final Setting<Optional<Path>> REDIS_CERT =
            RESTART.file("redis-cert").help("own certificate in PEM, where Redis wants one");
    public static final Setting<Optional<Path>> REDIS_KEY =
            RESTART.file("redis-key").help("its private key in PEM (PKCS #8)");
    public static final Setting<Integer> REDIS_CONNECTIONS =
            RESTART.count("redis-connections", 32, 1, 1_000).help("most connections to Redis");
    public static final Setting<Optional<String>> REDIS_SECRET = RESTART.secret("redis-secret")
            .help(
                    "key of the digests that Redis holds in place of cookies; the same on all nodes; none for one of each node's own");
    public static final Setting<Long> WRITE_BUFFER = RESTART.size("write-buffer", "64m", "1m", "16g")
            .help("most memory for responses on their way to Redis; those over it are not stored");
    public static final Setting<Duration> NEAR_TIME = RESTART.time("near-time", "1s", "0", "1m")
            .help("how long memory answers for Redis before that is asked again; 0 for not at all");
    public static final Setting<Duration> LEASE = RESTART.time("lease", "5s", "0", "1m")
            .help("how long other nodes wait for one that fetches, if that falls silent; 0 for not at all");

    static final List<Setting<?>> ALL = RESTART.settings();

    private RedisSettings() {}

    static RedisConfig read(SettingReader settings) throws ConfigException {
        TlsFiles files =
                TlsFiles.of("redis", settings.value(REDIS_CA), settings.value(REDIS_CERT), settings.value(REDIS_KEY));
        RedisConfig redis = new RedisConfig(
                settings.value(REDIS),
                settings.value(REDIS_PREFIX),
                settings.value(REDIS_WAIT),
                settings.value(REDIS_TIMEOUT),
                settings.value(REDIS_CONNECTIONS),
                files,
                settings.value(REDIS_SECRET));
        if (!files.isNone() && !redis.tls()) {
            throw new ConfigException(
                    "redis-ca, redis-cert and redis-key are for TLS: name Redis with rediss://, not redis://.");
        }
        return redis;
    }
}
