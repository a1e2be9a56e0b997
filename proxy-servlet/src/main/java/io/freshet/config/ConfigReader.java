package io.freshet.config;

import io.freshet.log.Printable;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads settings from several sources. The first source that has a setting wins; the table's default counts when none has. */
public final class ConfigReader {

    private static final int MAX_LENGTH = 2_048;
    private static final int MAX_SHOWN = 80;
    private static final Pattern BEFORE_AT = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]{0,15}://)?.*@", Pattern.DOTALL);

    private static final Set<Setting<?>> NEVER_SHOWN =
            Set.of(Settings.REDIS, Settings.ADMIN_TOKEN, Settings.REDIS_SECRET);

    private final List<SettingSource> sources;
    private final RoutesSource routes;

    /** What says which origins and rules there are beside the settings. */
    public interface RoutesSource {
        /**
         * All of them.
         *
         * @param origin the value of the setting {@code origin}
         * @throws ConfigException if they do not fit together
         */
        Routes of(URI origin) throws ConfigException;
    }

    /** A reader of {@code sources}, one or more, the one that wins first. */
    public ConfigReader(SettingSource... sources) {
        this(List.of(sources), origin -> Routes.NONE);
    }

    /** The same with origins and rules. */
    public ConfigReader(List<SettingSource> sources, RoutesSource routes) {
        this.sources = List.copyOf(sources);
        this.routes = routes;
    }

    /** Whether any source has the setting. */
    public boolean isSet(Setting<?> setting) {
        return sources.stream().anyMatch(source -> source.text().apply(setting).isPresent());
    }

    /**
     * The value of one setting.
     *
     * @throws ConfigException if its text is no value, or if it is required and no source has it
     */
    public <T> T value(Setting<T> setting) throws ConfigException {
        for (SettingSource source : sources) {
            Optional<String> text = source.text().apply(setting);
            if (text.isPresent()) {
                return parse(setting, text.get(), source.spelling().apply(setting));
            }
        }
        String spelling = sources.get(0).spelling().apply(setting);
        String fallback = setting.fallback()
                .orElseThrow(() -> new ConfigException(
                        spelling + " is missing: it must be " + setting.syntax().allowed() + "."));
        return parse(setting, fallback, spelling);
    }

    /** All settings together. */
    public ProxyConfig proxyConfig() throws ConfigException {
        Routes origins = routes.of(value(Settings.ORIGIN));
        return new ProxyConfig(values(), origins, origin(origins), cache(), store(), server(), adminConfig(), log());
    }

    private SettingValues values() throws ConfigException {
        Map<Setting<?>, Object> values = new HashMap<>();
        for (Setting<?> setting : Settings.ALL) {
            values.put(setting, value(setting));
        }
        return new SettingValues(values);
    }

    private OriginSideConfig origin(Routes origins) throws ConfigException {
        return new OriginSideConfig(
                value(Settings.ORIGIN),
                value(Settings.PRESERVE_HOST),
                value(Settings.PASS_FIELDS),
                value(Settings.NEW_TRACES),
                value(Settings.REQUEST_BUFFER),
                new OriginConnections(
                        originHttp2(),
                        originTls(origins),
                        value(Settings.CONNECT_TIMEOUT),
                        value(Settings.ORIGIN_TIMEOUT),
                        value(Settings.MAX_CONNECTIONS),
                        value(Settings.MAX_QUEUED),
                        value(Settings.QUEUE_WAIT),
                        Math.toIntExact(value(Settings.MAX_HEADER))));
    }

    private CacheConfig cache() throws ConfigException {
        return new CacheConfig(
                new PolicyConfig(
                        value(Settings.TTL),
                        value(Settings.STALE_IF_ERROR),
                        value(Settings.STALE_WHILE_REVALIDATE),
                        value(Settings.KEEP),
                        value(Settings.STORE_SET_COOKIE),
                        value(Settings.STORE_UNTIL_CLOSE),
                        value(Settings.DECEPTION_GUARD),
                        value(Settings.TARGETS)),
                value(Settings.IGNORE_QUERY),
                value(Settings.MAX_QUERY),
                value(Settings.SHOW_KEY),
                value(Settings.READY_ANSWERS),
                value(Settings.MAX_REFRESHES),
                new CollapseConfig(
                        value(Settings.MAX_COLLAPSED),
                        value(Settings.COLLAPSE_BUFFER),
                        value(Settings.HIT_FOR_MISS),
                        value(Settings.LEASE)),
                new CompressConfig(
                        value(Settings.COMPRESS), value(Settings.COMPRESS_MIN), value(Settings.COMPRESS_TYPES)));
    }

    private StoreConfig store() throws ConfigException {
        return new StoreConfig(
                value(Settings.STORE),
                redisConfig(),
                value(Settings.MEMORY),
                value(Settings.MAX_OBJECT),
                value(Settings.MAX_VARIANTS),
                value(Settings.WRITE_BUFFER),
                value(Settings.NEAR_TIME));
    }

    private ServerConfig server() throws ConfigException {
        return new ServerConfig(
                value(Settings.HOST),
                value(Settings.PORT),
                serverTls(),
                value(Settings.HTTP2),
                new ClientLimits(
                        value(Settings.CLIENT_SHARE),
                        value(Settings.CLIENT_TIMEOUT),
                        value(Settings.HEAD_TIMEOUT),
                        value(Settings.MIN_RATE),
                        value(Settings.RATE_GRACE),
                        value(Settings.MAX_CLIENT_CONNECTIONS)),
                value(Settings.STOP_TIMEOUT));
    }

    private LogConfig log() throws ConfigException {
        return new LogConfig(
                value(Settings.LOG_LEVEL),
                new AccessLogConfig(
                        value(Settings.ACCESS_LOG),
                        value(Settings.ACCESS_LOG_FORMAT),
                        value(Settings.ACCESS_LOG_DAYS)));
    }

    private TlsFiles serverTls() throws ConfigException {
        return pair(new TlsFiles("tls", Optional.empty(), value(Settings.TLS_CERT), value(Settings.TLS_KEY)));
    }

    private boolean originHttp2() throws ConfigException {
        boolean http2 = value(Settings.ORIGIN_HTTP2);
        if (http2 && value(Settings.PRESERVE_HOST)) {
            // The HTTP client says the host that it connects to; RFC 9113 §8.3.1 allows no other one beside that.
            throw new ConfigException("origin-http2 cannot be had together with preserve-host: choose one of them.");
        }
        return http2;
    }

    private TlsFiles originTls(Routes origins) throws ConfigException {
        TlsFiles files = pair(new TlsFiles(
                "origin", value(Settings.ORIGIN_CA), value(Settings.ORIGIN_CERT), value(Settings.ORIGIN_KEY)));
        boolean secure = value(Settings.ORIGIN).getScheme().equals("https")
                || origins.origins().stream()
                        .anyMatch(origin -> origin.url().getScheme().equals("https"));
        if (!files.isNone() && !secure) {
            throw new ConfigException(
                    "origin-ca, origin-cert and origin-key are for TLS: name the origin with https://, not http://.");
        }
        return files;
    }

    private static TlsFiles pair(TlsFiles files) throws ConfigException {
        if (files.certificate().isPresent() != files.key().isPresent()) {
            throw new ConfigException(
                    files.name() + "-cert and " + files.name() + "-key belong together: name both files, or neither.");
        }
        return files;
    }

    /** The settings about the admin API. */
    public AdminConfig adminConfig() throws ConfigException {
        AdminConfig admin = new AdminConfig(
                value(Settings.ADMIN),
                value(Settings.ADMIN_TOKEN),
                value(Settings.ADMIN_PATH),
                value(Settings.PURGE_FROM));
        if (admin.address() instanceof AdminAddress.At at
                && !at.onlyHere()
                && admin.token().isEmpty()) {
            throw new ConfigException("admin at " + at.host()
                    + " can be reached from elsewhere: set admin-token, or listen at 127.0.0.1 alone.");
        }
        if (admin.path().isPresent() && admin.token().isEmpty()) {
            throw new ConfigException("admin-path is where clients are, too: set admin-token with it.");
        }
        return admin;
    }

    /** The settings about Redis. */
    public RedisConfig redisConfig() throws ConfigException {
        TlsFiles files = pair(
                new TlsFiles("redis", value(Settings.REDIS_CA), value(Settings.REDIS_CERT), value(Settings.REDIS_KEY)));
        RedisConfig redis = new RedisConfig(
                value(Settings.REDIS),
                value(Settings.REDIS_PREFIX),
                value(Settings.REDIS_WAIT),
                value(Settings.REDIS_TIMEOUT),
                value(Settings.REDIS_CONNECTIONS),
                files,
                value(Settings.REDIS_SECRET));
        if (!files.isNone() && !redis.tls()) {
            throw new ConfigException(
                    "redis-ca, redis-cert and redis-key are for TLS: name Redis with rediss://, not redis://.");
        }
        return redis;
    }

    private static <T> T parse(Setting<T> setting, String text, String spelling) throws ConfigException {
        if (text.length() > MAX_LENGTH) {
            throw new ConfigException(spelling + " is too long: it has " + text.length() + " characters, and "
                    + MAX_LENGTH + " are allowed.");
        }
        try {
            return setting.syntax().parse(text);
        } catch (SyntaxException notAllowed) {
            throw new ConfigException(spelling + " must be " + notAllowed.getMessage() + shown(setting, text) + ".");
        }
    }

    /**
     * The text as it may be shown. A token or a secret is not, nor a Redis address that cannot be read: which part of it is the password cannot be
     * told. In every other setting, user and password are what stands before the last {@code @}.
     */
    private static String shown(Setting<?> setting, String text) {
        if (NEVER_SHOWN.contains(setting)) {
            return "";
        }
        String safe = BEFORE_AT.matcher(text).replaceFirst("$1***@");
        return ", not \"" + Printable.brief(safe, MAX_SHOWN) + "\"";
    }
}
