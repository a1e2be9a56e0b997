package io.freshet.config;

import io.freshet.config.Setting.Group;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where requests go, and how. */
public final class OriginSettings {

    private static final SettingTable RESTART = new SettingTable(Group.ORIGIN);
    private static final SettingTable RELOAD = RESTART.reloadable();

    public static final Setting<URI> ORIGIN = RELOAD.required("origin", "URL", new OriginSyntax())
            .letter('o')
            .help("the site to stand in front of; a path in it is put before every request's");
    public static final Setting<Boolean> PRESERVE_HOST = RELOAD.flag("preserve-host", false)
            .help("send the client's Host to the origin instead of the origin's own");
    public static final Setting<Boolean> ORIGIN_HTTP2 = RESTART.flag("origin-http2", false)
            .help("speak HTTP/2 to the origin: with https:// if it agrees, with http:// from the first byte");
    public static final Setting<Optional<Path>> ORIGIN_CA = RESTART.file("origin-ca")
            .help("certificates in PEM of those who are trusted with https://; none for those that the JVM trusts");
    public static final Setting<Optional<Path>> ORIGIN_CERT =
            RESTART.file("origin-cert").help("own certificate in PEM, where the origin wants one");
    public static final Setting<Optional<Path>> ORIGIN_KEY =
            RESTART.file("origin-key").help("its private key in PEM (PKCS #8)");
    public static final Setting<Duration> CONNECT_TIMEOUT =
            RESTART.time("connect-timeout", "5s", "10ms", "1m").help("longest wait for a connection to the origin");
    public static final Setting<Duration> ORIGIN_TIMEOUT =
            RESTART.time("origin-timeout", "30s", "10ms", "1h").help("longest silence of the origin within a request");
    public static final Setting<Integer> MAX_CONNECTIONS =
            RESTART.count("max-connections", 256, 1, 10_000).help("most connections to the origin");
    public static final Setting<Integer> MAX_QUEUED = RESTART.count("max-queued", 1024, 1, 100_000)
            .help("most requests that wait for a connection to the origin");
    public static final Setting<Long> REQUEST_BUFFER = RESTART.size("request-buffer", "32k", "0", "16m")
            .help("most content of a request that is gathered before a connection to the origin is taken; 0 for none");
    public static final Setting<Duration> QUEUE_WAIT =
            RESTART.time("queue-wait", "5s", "10ms", "1h").help("longest wait for one of those connections; then 503");
    public static final Setting<Double> CLIENT_SHARE = RESTART.setting("client-share", "PART", "0.25", Syntax.part())
            .help(
                    "part of max-connections and of max-queued that one client address may have, one connection half of it; 1 for all");
    public static final Setting<Long> MAX_HEADER = RESTART.size("max-header", "16k", "1k", "1m")
            .help("largest header section of a response; standalone, of a request as well");
    public static final Setting<NewTraces> NEW_TRACES = RESTART.choice("new-traces", "KIND", "sampled", NewTraces.class)
            .help("which trace (traceparent) a request to the origin begins that is in none");
    public static final Setting<List<String>> PASS_FIELDS = RELOAD.list(
                    "pass-fields",
                    "FIELDS",
                    "none",
                    "names of fields, * for any characters, with commas between, or none",
                    "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")
            .help("request fields for the origin that are dropped otherwise, such as x_tenant,X-HTTP-Method-Override");

    static final List<Setting<?>> ALL = RESTART.settings();

    private OriginSettings() {}

    static OriginSideConfig read(SettingReader settings, Routes routes) throws ConfigException {
        return new OriginSideConfig(
                settings.value(ORIGIN),
                settings.value(PRESERVE_HOST),
                settings.value(PASS_FIELDS),
                settings.value(NEW_TRACES),
                settings.value(REQUEST_BUFFER),
                new OriginConnections(
                        http2(settings),
                        tls(settings, routes),
                        settings.value(CONNECT_TIMEOUT),
                        settings.value(ORIGIN_TIMEOUT),
                        settings.value(MAX_CONNECTIONS),
                        settings.value(MAX_QUEUED),
                        settings.value(QUEUE_WAIT),
                        Math.toIntExact(settings.value(MAX_HEADER))));
    }

    private static boolean http2(SettingReader settings) throws ConfigException {
        boolean http2 = settings.value(ORIGIN_HTTP2);
        if (http2 && settings.value(PRESERVE_HOST)) {
            // The HTTP client says the host that it connects to; RFC 9113 §8.3.1 allows no other one beside that.
            throw new ConfigException("origin-http2 cannot be had together with preserve-host: choose one of them.");
        }
        return http2;
    }

    private static TlsFiles tls(SettingReader settings, Routes routes) throws ConfigException {
        TlsFiles files = TlsFiles.of(
                "origin", settings.value(ORIGIN_CA), settings.value(ORIGIN_CERT), settings.value(ORIGIN_KEY));
        boolean secure = settings.value(ORIGIN).getScheme().equals("https")
                || routes.origins().stream()
                        .anyMatch(origin -> origin.url().getScheme().equals("https"));
        if (!files.isNone() && !secure) {
            throw new ConfigException(
                    "origin-ca, origin-cert and origin-key are for TLS: name the origin with https://, not http://.");
        }
        return files;
    }
}
