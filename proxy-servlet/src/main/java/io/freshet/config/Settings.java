package io.freshet.config;

import io.freshet.config.Setting.Group;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The table of all settings. Command line, environment, context parameters and documentation have no other source. */
public final class Settings {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration YEAR = Duration.ofDays(365);
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    public static final Setting<URI> ORIGIN = new Setting<>(
            "origin",
            Optional.of('o'),
            Group.ORIGIN,
            "URL",
            Optional.empty(),
            "the site to stand in front of; a path in it is put before every request's",
            new OriginSyntax());

    public static final Setting<Boolean> PRESERVE_HOST = setting(
            "preserve-host",
            Group.ORIGIN,
            "BOOL",
            "false",
            "send the client's Host to the origin instead of the origin's own",
            Syntax.flag());

    public static final Setting<Boolean> ORIGIN_HTTP2 = setting(
            "origin-http2",
            Group.ORIGIN,
            "BOOL",
            "false",
            "speak HTTP/2 to the origin: with https:// if it agrees, with http:// from the first byte",
            Syntax.flag());

    public static final Setting<Optional<Path>> ORIGIN_CA = setting(
            "origin-ca",
            Group.ORIGIN,
            "FILE",
            "none",
            "certificates in PEM of those who are trusted with https://; none for those that the JVM trusts",
            Syntax.file());

    public static final Setting<Optional<Path>> ORIGIN_CERT = setting(
            "origin-cert",
            Group.ORIGIN,
            "FILE",
            "none",
            "own certificate in PEM, where the origin wants one",
            Syntax.file());

    public static final Setting<Optional<Path>> ORIGIN_KEY =
            setting("origin-key", Group.ORIGIN, "FILE", "none", "its private key in PEM (PKCS #8)", Syntax.file());

    public static final Setting<Duration> CONNECT_TIMEOUT = setting(
            "connect-timeout",
            Group.ORIGIN,
            "TIME",
            "5s",
            "longest wait for a connection to the origin",
            Syntax.duration(Duration.ofMillis(10), MINUTE));

    public static final Setting<Duration> ORIGIN_TIMEOUT = setting(
            "origin-timeout",
            Group.ORIGIN,
            "TIME",
            "30s",
            "longest silence of the origin within a request",
            Syntax.duration(Duration.ofMillis(10), HOUR));

    public static final Setting<Integer> MAX_CONNECTIONS = setting(
            "max-connections",
            Group.ORIGIN,
            "COUNT",
            "256",
            "most connections to the origin",
            Syntax.number(1, 10_000));

    public static final Setting<Integer> MAX_QUEUED = setting(
            "max-queued",
            Group.ORIGIN,
            "COUNT",
            "1024",
            "most requests that wait for a connection to the origin",
            Syntax.number(1, 100_000));

    public static final Setting<Long> REQUEST_BUFFER = setting(
            "request-buffer",
            Group.ORIGIN,
            "SIZE",
            "32k",
            "most content of a request that is gathered before a connection to the origin is taken; 0 for none",
            Syntax.byteSize(0, 16 * MIB));

    public static final Setting<Duration> QUEUE_WAIT = setting(
            "queue-wait",
            Group.ORIGIN,
            "TIME",
            "5s",
            "longest wait for one of those connections; then 503",
            Syntax.duration(Duration.ofMillis(10), HOUR));

    public static final Setting<Double> CLIENT_SHARE = setting(
            "client-share",
            Group.ORIGIN,
            "PART",
            "0.25",
            "part of max-connections and of max-queued that one client address may have, one connection half of it; 1 for all",
            Syntax.part());

    public static final Setting<Long> MAX_HEADER = setting(
            "max-header",
            Group.ORIGIN,
            "SIZE",
            "16k",
            "largest header section of a response; standalone, of a request as well",
            Syntax.byteSize(KIB, MIB));

    public static final Setting<NewTraces> NEW_TRACES = setting(
            "new-traces",
            Group.ORIGIN,
            "KIND",
            "sampled",
            "which trace (traceparent) a request to the origin begins that is in none",
            Syntax.choice(NewTraces.class));

    public static final Setting<List<String>> PASS_FIELDS = setting(
            "pass-fields",
            Group.ORIGIN,
            "FIELDS",
            "none",
            "request fields for the origin that are dropped otherwise, such as x_tenant,X-HTTP-Method-Override",
            Syntax.list(
                    "names of fields, * for any characters, with commas between, or none",
                    Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")));

    public static final Setting<StoreKind> STORE = setting(
            "store",
            Group.CACHE,
            "KIND",
            "auto",
            "where responses are kept; auto is Redis when one answers at the start, memory otherwise",
            Syntax.choice(StoreKind.class));

    public static final Setting<Duration> TTL = setting(
            "ttl",
            Group.CACHE,
            "TIME",
            "60s",
            "how long a response stays fresh that neither says so nor has a Last-Modified; 0 for not at all",
            Syntax.duration(Duration.ZERO, YEAR));

    public static final Setting<Duration> STALE_IF_ERROR = setting(
            "stale-if-error",
            Group.CACHE,
            "TIME",
            "0s",
            "how long a stale response may answer for a failing origin when the response does not say",
            Syntax.duration(Duration.ZERO, YEAR));

    public static final Setting<Duration> STALE_WHILE_REVALIDATE = setting(
            "stale-while-revalidate",
            Group.CACHE,
            "TIME",
            "0s",
            "how long a stale response may answer while it is refreshed when the response does not say",
            Syntax.duration(Duration.ZERO, YEAR));

    public static final Setting<Duration> KEEP = setting(
            "keep",
            Group.CACHE,
            "TIME",
            "1h",
            "how long a stale response is kept that the origin can validate",
            Syntax.duration(Duration.ZERO, YEAR));

    public static final Setting<Long> MEMORY = setting(
            "memory", Group.CACHE, "SIZE", "256m", "most memory for stored responses", Syntax.byteSize(MIB, 256 * GIB));

    public static final Setting<Long> MAX_OBJECT = setting(
            "max-object",
            Group.CACHE,
            "SIZE",
            "64m",
            "largest content that is stored; larger responses stream through",
            Syntax.byteSize(KIB, GIB));

    public static final Setting<Integer> MAX_VARIANTS = setting(
            "max-variants",
            Group.CACHE,
            "COUNT",
            "32",
            "most stored responses for one URL that differ by Vary",
            Syntax.number(1, 1_000));

    public static final Setting<Integer> READY_ANSWERS = setting(
            "ready-answers",
            Group.CACHE,
            "COUNT",
            "2048",
            "most answers kept ready for requests that are alike; some 4 kB each",
            Syntax.number(0, 1_000_000));

    public static final Setting<Integer> MAX_REFRESHES = setting(
            "max-refreshes",
            Group.CACHE,
            "COUNT",
            "64",
            "most stale responses that are refreshed at the same time behind their clients",
            Syntax.number(1, 10_000));

    public static final Setting<Integer> MAX_COLLAPSED = setting(
            "max-collapsed",
            Group.CACHE,
            "COUNT",
            "10000",
            "most requests that wait for the response to another one for the same; 0 for none",
            Syntax.number(0, 1_000_000));

    public static final Setting<Long> COLLAPSE_BUFFER = setting(
            "collapse-buffer",
            Group.CACHE,
            "SIZE",
            "64m",
            "most memory for responses that several clients read while they arrive",
            Syntax.byteSize(MIB, 16 * GIB));

    public static final Setting<Duration> HIT_FOR_MISS = setting(
            "hit-for-miss",
            Group.CACHE,
            "TIME",
            "10s",
            "how long requests for what could not be shared do not wait for each other, and a refresh that came to nothing is not repeated",
            Syntax.duration(Duration.ofMillis(1), HOUR));

    public static final Setting<Boolean> STORE_SET_COOKIE = setting(
            "store-set-cookie",
            Group.CACHE,
            "BOOL",
            "false",
            "store responses that set cookies if they state their lifetime; otherwise only if they are public",
            Syntax.flag());

    public static final Setting<Boolean> STORE_UNTIL_CLOSE = setting(
            "store-until-close",
            Group.CACHE,
            "BOOL",
            "true",
            "store responses that end with their connection if that closes properly and they state a lifetime or have a validator",
            Syntax.flag());

    public static final Setting<Boolean> DECEPTION_GUARD = setting(
            "deception-guard",
            Group.CACHE,
            "BOOL",
            "true",
            "store nothing that may be personal under a lifetime that its origin did not state",
            Syntax.flag());

    public static final Setting<List<String>> TARGETS = setting(
            "targets",
            Group.CACHE,
            "FIELDS",
            "CDN-Cache-Control,Surrogate-Control",
            "fields that count before Cache-Control, the first that is there; none for none",
            Syntax.list("names of fields, with commas between, or none", Pattern.compile("[A-Za-z0-9-]{1,64}")));

    public static final Setting<List<String>> IGNORE_QUERY = setting(
            "ignore-query",
            Group.CACHE,
            "NAMES",
            "none",
            "query parameters that never matter, such as utm_*,fbclid; the origin still gets them",
            Syntax.list(
                    "names of query parameters, each perhaps with a * at its end, with commas between, or none",
                    Pattern.compile("[^,*\\s&=]{1,64}\\*?")));

    public static final Setting<Long> MAX_QUERY = setting(
            "max-query",
            Group.CACHE,
            "SIZE",
            "64k",
            "largest content of a QUERY that is looked up; larger ones go to the origin",
            Syntax.byteSize(KIB, 16 * MIB));

    public static final Setting<Boolean> SHOW_KEY = setting(
            "show-key", Group.CACHE, "BOOL", "false", "tell the key of every response in Cache-Status", Syntax.flag());

    public static final Setting<List<String>> COMPRESS = setting(
            "compress",
            Group.CACHE,
            "CODINGS",
            "none",
            "codings to compress what is stored with, for clients that accept one; the preferred first",
            Syntax.list("br, gzip or both, with a comma between, or none", Pattern.compile("br|gzip")));

    public static final Setting<Long> COMPRESS_MIN = setting(
            "compress-min", Group.CACHE, "SIZE", "1k", "smallest content that is compressed", Syntax.byteSize(1, GIB));

    public static final Setting<List<String>> COMPRESS_TYPES = setting(
            "compress-types",
            Group.CACHE,
            "TYPES",
            "text/*,application/javascript,application/wasm,*+json,*+xml",
            "media types that are compressed; *+json is application/json and what is built on it",
            Syntax.list(
                    "media types such as text/html, text/* or *+json, with commas between, or none",
                    Pattern.compile("[A-Za-z0-9.+-]{1,64}/([A-Za-z0-9.+-]{1,64}|\\*)|\\*\\+[A-Za-z0-9.-]{1,64}")));

    public static final Setting<URI> REDIS =
            setting("redis", Group.REDIS, "URL", "redis://localhost:6379", "where Redis is", new RedisUriSyntax());

    public static final Setting<String> REDIS_PREFIX = setting(
            "redis-prefix",
            Group.REDIS,
            "TEXT",
            "freshet:",
            "what every key begins with; caches that share a Redis and a prefix share their responses",
            // No glob characters and no braces: the prefix is part of SCAN patterns and of keys with hash tags.
            Syntax.text("1 to 64 letters, digits and . : _ -", Pattern.compile("[A-Za-z0-9.:_-]{1,64}")));

    public static final Setting<Duration> REDIS_WAIT = setting(
            "redis-wait",
            Group.REDIS,
            "TIME",
            "50ms",
            "longest wait for what Redis has for a request; then the origin is asked",
            Syntax.duration(Duration.ofMillis(5), MINUTE));

    public static final Setting<Duration> REDIS_TIMEOUT = setting(
            "redis-timeout",
            Group.REDIS,
            "TIME",
            "500ms",
            "longest wait for a connection to Redis and for any other answer",
            Syntax.duration(Duration.ofMillis(10), MINUTE));

    public static final Setting<Optional<Path>> REDIS_CA = setting(
            "redis-ca",
            Group.REDIS,
            "FILE",
            "none",
            "certificates in PEM of those who are trusted with rediss://; none for those that the JVM trusts",
            Syntax.file());

    public static final Setting<Optional<Path>> REDIS_CERT = setting(
            "redis-cert", Group.REDIS, "FILE", "none", "own certificate in PEM, where Redis wants one", Syntax.file());

    public static final Setting<Optional<Path>> REDIS_KEY =
            setting("redis-key", Group.REDIS, "FILE", "none", "its private key in PEM (PKCS #8)", Syntax.file());

    public static final Setting<Integer> REDIS_CONNECTIONS = setting(
            "redis-connections", Group.REDIS, "COUNT", "32", "most connections to Redis", Syntax.number(1, 1_000));

    public static final Setting<Optional<String>> REDIS_SECRET = setting(
            "redis-secret",
            Group.REDIS,
            "TEXT",
            "none",
            "key of the digests that Redis holds in place of cookies; the same on all nodes; none for one of each node's own",
            Syntax.secret());

    public static final Setting<Long> WRITE_BUFFER = setting(
            "write-buffer",
            Group.REDIS,
            "SIZE",
            "64m",
            "most memory for responses on their way to Redis; those over it are not stored",
            Syntax.byteSize(MIB, 16 * GIB));

    public static final Setting<Duration> NEAR_TIME = setting(
            "near-time",
            Group.REDIS,
            "TIME",
            "1s",
            "how long memory answers for Redis before that is asked again; 0 for not at all",
            Syntax.duration(Duration.ZERO, MINUTE));

    public static final Setting<Duration> LEASE = setting(
            "lease",
            Group.REDIS,
            "TIME",
            "5s",
            "how long other nodes wait for one that fetches, if that falls silent; 0 for not at all",
            Syntax.duration(Duration.ZERO, MINUTE));

    public static final Setting<Integer> PORT = new Setting<>(
            "port",
            Optional.of('p'),
            Group.SERVER,
            "PORT",
            Optional.of("3000"),
            "port to listen on",
            Syntax.number(1, 65_535));

    public static final Setting<String> HOST = setting(
            "host",
            Group.SERVER,
            "ADDRESS",
            "*",
            "address to listen on; * is all of this machine",
            new ListenHostSyntax());

    public static final Setting<Optional<Path>> TLS_CERT = setting(
            "tls-cert",
            Group.SERVER,
            "FILE",
            "none",
            "own certificate in PEM, and what is between it and its authority; then clients speak https",
            Syntax.file());

    public static final Setting<Optional<Path>> TLS_KEY =
            setting("tls-key", Group.SERVER, "FILE", "none", "its private key in PEM (PKCS #8)", Syntax.file());

    public static final Setting<Boolean> HTTP2 = setting(
            "http2", Group.SERVER, "BOOL", "true", "let clients speak HTTP/2 where they want to", Syntax.flag());

    public static final Setting<Duration> CLIENT_TIMEOUT = setting(
            "client-timeout",
            Group.SERVER,
            "TIME",
            "30s",
            "longest silence of a client, within a request or between two",
            Syntax.duration(Duration.ofMillis(10), HOUR));

    public static final Setting<Duration> HEAD_TIMEOUT = setting(
            "head-timeout",
            Group.SERVER,
            "TIME",
            "10s",
            "longest time that a client takes to send the head of a request, or for its TLS handshake",
            Syntax.duration(Duration.ofMillis(100), HOUR));

    public static final Setting<Long> MIN_RATE = setting(
            "min-rate",
            Group.SERVER,
            "SIZE",
            "1k",
            "least bytes a second that a client sends of a request's content, and takes of a response, while it is waited for; 0 for none",
            Syntax.byteSize(0, MIB));

    public static final Setting<Duration> RATE_GRACE = setting(
            "rate-grace",
            Group.SERVER,
            "TIME",
            "5s",
            "how long a client may be slower than that",
            Syntax.duration(Duration.ofMillis(100), HOUR));

    public static final Setting<Integer> MAX_CLIENT_CONNECTIONS = setting(
            "max-client-connections",
            Group.SERVER,
            "COUNT",
            "10000",
            "most connections of clients, of which one address may have the part client-share; more are closed",
            Syntax.number(1, 1_000_000));

    public static final Setting<Duration> STOP_TIMEOUT = setting(
            "stop-timeout",
            Group.SERVER,
            "TIME",
            "30s",
            "how long requests in flight may go on after a stop was asked for",
            Syntax.duration(Duration.ZERO, HOUR));

    public static final Setting<AdminAddress> ADMIN = setting(
            "admin",
            Group.ADMIN,
            "ADDRESS",
            "auto",
            "where the admin API listens; auto is 127.0.0.1 and the port after the proxy's, if that is free",
            AdminAddress.syntax());

    public static final Setting<Optional<String>> ADMIN_TOKEN = setting(
            "admin-token",
            Group.ADMIN,
            "TEXT",
            "none",
            "what callers of the admin API must send; needed where others than this machine can reach it",
            Syntax.secret());

    public static final Setting<Optional<String>> ADMIN_PATH = setting(
            "admin-path",
            Group.ADMIN,
            "PATH",
            "none",
            "where in the WAR the admin API is, such as /.freshet; needs admin-token",
            Syntax.of("none, or a path of letters, digits and / . _ -, such as /.freshet", text -> {
                Pattern path = Pattern.compile(
                        "(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}|/\\.[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}){1,8}");
                return text.equals("none")
                        ? Optional.of(Optional.empty())
                        : Optional.of(Optional.of(text))
                                .filter(given -> path.matcher(text).matches());
            }));

    public static final Setting<List<String>> PURGE_FROM = setting(
            "purge-from",
            Group.ADMIN,
            "ADDRESSES",
            "none",
            "addresses whose PURGE of a URL is taken on the public port, such as 10.0.0.0/8,::1; others get 405",
            Syntax.list(
                    "IP addresses, perhaps with / and the length of a prefix, with commas between, or none",
                    Pattern.compile(
                            "(([0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,40})(/[0-9]{1,3})?")));

    public static final Setting<LogLevel> LOG_LEVEL = setting(
            "log-level",
            Group.LOG,
            "LEVEL",
            "info",
            "what Freshet tells on standard error, and everything worse",
            Syntax.choice(LogLevel.class));

    public static final Setting<String> ACCESS_LOG = setting(
            "access-log",
            Group.LOG,
            "FILE",
            "off",
            "where each request is noted; a file begins anew each day, the date before its ending",
            Syntax.text("off, stdout, or the name of a file", Pattern.compile("[^\\p{Cntrl}]{1,1024}")));

    public static final Setting<AccessLogConfig.Format> ACCESS_LOG_FORMAT = setting(
            "access-log-format",
            Group.LOG,
            "FORMAT",
            "ncsa",
            "how: lines as most tools know them, or JSON",
            Syntax.choice(AccessLogConfig.Format.class));

    public static final Setting<Integer> ACCESS_LOG_DAYS = setting(
            "access-log-days", Group.LOG, "DAYS", "31", "how many days their files are kept", Syntax.number(1, 3_650));

    public static final Setting<Optional<Path>> CONFIG = setting(
            "config",
            Group.FILE,
            "FILE",
            "none",
            "a file in YAML with settings, and with origins and rules that only stand there",
            Syntax.file());

    /** Every setting, by group. */
    public static final List<Setting<?>> ALL = List.of(
            CONFIG,
            ORIGIN,
            PRESERVE_HOST,
            ORIGIN_HTTP2,
            ORIGIN_CA,
            ORIGIN_CERT,
            ORIGIN_KEY,
            CONNECT_TIMEOUT,
            ORIGIN_TIMEOUT,
            MAX_CONNECTIONS,
            MAX_QUEUED,
            REQUEST_BUFFER,
            QUEUE_WAIT,
            CLIENT_SHARE,
            MAX_HEADER,
            NEW_TRACES,
            PASS_FIELDS,
            STORE,
            TTL,
            STALE_IF_ERROR,
            STALE_WHILE_REVALIDATE,
            MAX_REFRESHES,
            KEEP,
            MEMORY,
            MAX_OBJECT,
            MAX_VARIANTS,
            READY_ANSWERS,
            MAX_COLLAPSED,
            COLLAPSE_BUFFER,
            HIT_FOR_MISS,
            STORE_SET_COOKIE,
            STORE_UNTIL_CLOSE,
            DECEPTION_GUARD,
            TARGETS,
            IGNORE_QUERY,
            MAX_QUERY,
            SHOW_KEY,
            COMPRESS,
            COMPRESS_MIN,
            COMPRESS_TYPES,
            REDIS,
            REDIS_PREFIX,
            REDIS_WAIT,
            REDIS_TIMEOUT,
            REDIS_CA,
            REDIS_CERT,
            REDIS_KEY,
            REDIS_CONNECTIONS,
            REDIS_SECRET,
            WRITE_BUFFER,
            NEAR_TIME,
            LEASE,
            PORT,
            HOST,
            TLS_CERT,
            TLS_KEY,
            HTTP2,
            CLIENT_TIMEOUT,
            HEAD_TIMEOUT,
            MIN_RATE,
            RATE_GRACE,
            MAX_CLIENT_CONNECTIONS,
            STOP_TIMEOUT,
            ADMIN,
            ADMIN_TOKEN,
            ADMIN_PATH,
            PURGE_FROM,
            LOG_LEVEL,
            ACCESS_LOG,
            ACCESS_LOG_FORMAT,
            ACCESS_LOG_DAYS);

    private Settings() {}

    private static <T> Setting<T> setting(
            String name, Group group, String argument, String fallback, String description, Syntax<T> syntax) {
        return new Setting<>(name, Optional.empty(), group, argument, Optional.of(fallback), description, syntax);
    }
}
