package io.freshet.config;

import io.freshet.config.Setting.Group;
import java.time.Duration;
import java.util.List;

/** What is stored, where, for how long, and what it answers. */
public final class CacheSettings {

    private static final SettingTable RESTART = new SettingTable(Group.CACHE);
    private static final SettingTable RELOAD = RESTART.reloadable();

    /** A regular expression for the name of a query parameter, perhaps with a star at its end. */
    public static final String PARAMETER = "[^,*\\s&=]{1,64}\\*?";

    public static final Setting<StoreKind> STORE = RESTART.choice("store", "KIND", "auto", StoreKind.class)
            .help("where responses are kept; auto is Redis when one answers at the start, memory otherwise");
    public static final Setting<Duration> TTL = RELOAD.time("ttl", "60s", "0", "365d")
            .help("how long a response stays fresh that neither says so nor has a Last-Modified; 0 for not at all");
    public static final Setting<Duration> STALE_IF_ERROR = RELOAD.time("stale-if-error", "0s", "0", "365d")
            .help("how long a stale response may answer for a failing origin when the response does not say");
    public static final Setting<Duration> STALE_WHILE_REVALIDATE = RELOAD.time(
                    "stale-while-revalidate", "0s", "0", "365d")
            .help("how long a stale response may answer while it is refreshed when the response does not say");
    public static final Setting<Integer> MAX_REFRESHES = RESTART.count("max-refreshes", 64, 1, 10_000)
            .help("most stale responses that are refreshed at the same time behind their clients");
    public static final Setting<Duration> KEEP = RELOAD.time("keep", "1h", "0", "365d")
            .help("how long a stale response is kept that the origin can validate");
    public static final Setting<Long> MEMORY =
            RESTART.size("memory", "256m", "1m", "256g").help("most memory for stored responses");
    public static final Setting<Long> MAX_OBJECT = RESTART.size("max-object", "64m", "1k", "1g")
            .help("largest content that is stored; larger responses stream through");
    public static final Setting<Integer> MAX_VARIANTS =
            RESTART.count("max-variants", 32, 1, 1_000).help("most stored responses for one URL that differ by Vary");
    public static final Setting<Integer> READY_ANSWERS = RESTART.count("ready-answers", 65_536, 0, 1_000_000)
            .help("most answers kept ready for requests that come again; together at most a sixteenth of memory");
    public static final Setting<Integer> MAX_COLLAPSED = RESTART.count("max-collapsed", 10_000, 0, 1_000_000)
            .help("most requests that wait for the response to another one for the same; 0 for none");
    public static final Setting<Long> COLLAPSE_BUFFER = RESTART.size("collapse-buffer", "64m", "1m", "16g")
            .help("most memory for responses that several clients read while they arrive");
    public static final Setting<Duration> HIT_FOR_MISS = RESTART.time("hit-for-miss", "10s", "1ms", "1h")
            .help(
                    "how long requests for what could not be shared do not wait for each other, and a refresh that came to nothing is not repeated");
    public static final Setting<Boolean> STORE_SET_COOKIE = RELOAD.flag("store-set-cookie", false)
            .help("store responses that set cookies if they state their lifetime; otherwise only if they are public");
    public static final Setting<Boolean> STORE_UNTIL_CLOSE = RELOAD.flag("store-until-close", true)
            .help(
                    "store responses that end with their connection if that closes properly and they state a lifetime or have a validator");
    public static final Setting<Boolean> DECEPTION_GUARD = RELOAD.flag("deception-guard", true)
            .help("store nothing that may be personal under a lifetime that its origin did not state");
    public static final Setting<List<String>> TARGETS = RELOAD.list(
                    "targets",
                    "FIELDS",
                    "CDN-Cache-Control,Surrogate-Control",
                    "names of fields, with commas between, or none",
                    "[A-Za-z0-9-]{1,64}")
            .help("fields that count before Cache-Control, the first that is there; none for none");
    public static final Setting<List<String>> IGNORE_QUERY = RELOAD.list(
                    "ignore-query",
                    "NAMES",
                    "none",
                    "names of query parameters, each perhaps with a * at its end, with commas between, or none",
                    PARAMETER)
            .help("query parameters that never matter, such as utm_*,fbclid; the origin still gets them");
    public static final Setting<Long> MAX_QUERY = RESTART.size("max-query", "64k", "1k", "16m")
            .help("largest content of a QUERY that is looked up; larger ones go to the origin");
    public static final Setting<Boolean> SHOW_KEY =
            RELOAD.flag("show-key", false).help("tell the key of every response in Cache-Status");
    public static final Setting<List<String>> COMPRESS = RESTART.list(
                    "compress", "CODINGS", "none", "br, gzip or both, with a comma between, or none", "br|gzip")
            .help("codings to compress what is stored with, for clients that accept one; the preferred first");
    public static final Setting<Long> COMPRESS_MIN =
            RESTART.size("compress-min", "1k", "1", "1g").help("smallest content that is compressed");
    public static final Setting<List<String>> COMPRESS_TYPES = RESTART.list(
                    "compress-types",
                    "TYPES",
                    "text/*,application/javascript,application/wasm,*+json,*+xml",
                    "media types such as text/html, text/* or *+json, with commas between, or none",
                    "[A-Za-z0-9.+-]{1,64}/([A-Za-z0-9.+-]{1,64}|\\*)|\\*\\+[A-Za-z0-9.-]{1,64}")
            .help("media types that are compressed; *+json is application/json and what is built on it");

    static final List<Setting<?>> ALL = RESTART.settings();

    private CacheSettings() {}

    static CacheConfig read(SettingReader settings) throws ConfigException {
        return new CacheConfig(
                policy(settings),
                settings.value(IGNORE_QUERY),
                settings.value(MAX_QUERY),
                settings.value(SHOW_KEY),
                settings.value(READY_ANSWERS),
                settings.value(MAX_REFRESHES),
                new CollapseConfig(
                        settings.value(MAX_COLLAPSED),
                        settings.value(COLLAPSE_BUFFER),
                        settings.value(HIT_FOR_MISS),
                        settings.value(RedisSettings.LEASE)),
                new CompressConfig(
                        settings.value(COMPRESS), settings.value(COMPRESS_MIN), settings.value(COMPRESS_TYPES)));
    }

    private static PolicyConfig policy(SettingReader settings) throws ConfigException {
        return new PolicyConfig(
                settings.value(TTL),
                settings.value(STALE_IF_ERROR),
                settings.value(STALE_WHILE_REVALIDATE),
                settings.value(KEEP),
                settings.value(STORE_SET_COOKIE),
                settings.value(STORE_UNTIL_CLOSE),
                settings.value(DECEPTION_GUARD),
                settings.value(TARGETS));
    }

    static StoreConfig store(SettingReader settings) throws ConfigException {
        return new StoreConfig(
                settings.value(STORE),
                RedisSettings.read(settings),
                settings.value(MEMORY),
                settings.value(MAX_OBJECT),
                settings.value(MAX_VARIANTS),
                settings.value(RedisSettings.WRITE_BUFFER),
                settings.value(RedisSettings.NEAR_TIME));
    }
}
