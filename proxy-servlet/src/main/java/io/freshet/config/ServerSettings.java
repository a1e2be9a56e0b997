package io.freshet.config;

import io.freshet.config.Setting.Group;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What clients connect to, and how slow they may be. */
public final class ServerSettings {

    private static final SettingTable RESTART = new SettingTable(Group.SERVER);

    public static final Setting<Integer> PORT = RESTART.setting("port", "PORT", "3000", Syntax.number(1, 65_535))
            .letter('p')
            .help("port to listen on");
    public static final Setting<String> HOST = RESTART.setting("host", "ADDRESS", "*", new ListenHostSyntax())
            .help("address to listen on; * is all of this machine");
    public static final Setting<Optional<Path>> TLS_CERT = RESTART.file("tls-cert")
            .help("own certificate in PEM, and what is between it and its authority; then clients speak https");
    public static final Setting<Optional<Path>> TLS_KEY =
            RESTART.file("tls-key").help("its private key in PEM (PKCS #8)");
    public static final Setting<Boolean> HTTP2 =
            RESTART.flag("http2", true).help("let clients speak HTTP/2 where they want to");
    public static final Setting<Duration> CLIENT_TIMEOUT = RESTART.time("client-timeout", "30s", "10ms", "1h")
            .help("longest silence of a client, within a request or between two");
    public static final Setting<Duration> HEAD_TIMEOUT = RESTART.time("head-timeout", "10s", "100ms", "1h")
            .help("longest time that a client takes to send the head of a request, or for its TLS handshake");
    public static final Setting<Long> MIN_RATE = RESTART.size("min-rate", "1k", "0", "1m")
            .help(
                    "least bytes a second that a client sends of a request's content, and takes of a response, while it is waited for; 0 for none");
    public static final Setting<Duration> RATE_GRACE =
            RESTART.time("rate-grace", "5s", "100ms", "1h").help("how long a client may be slower than that");
    public static final Setting<Integer> MAX_CLIENT_CONNECTIONS = RESTART.count(
                    "max-client-connections", 10_000, 1, 1_000_000)
            .help("most connections of clients, of which one address may have the part client-share; more are closed");
    public static final Setting<Duration> STOP_TIMEOUT = RESTART.time("stop-timeout", "30s", "0", "1h")
            .help("how long requests in flight may go on after a stop was asked for");

    static final List<Setting<?>> ALL = RESTART.settings();

    private ServerSettings() {}

    static ServerConfig read(SettingReader settings) throws ConfigException {
        return new ServerConfig(
                settings.value(HOST),
                settings.value(PORT),
                TlsFiles.of("tls", Optional.empty(), settings.value(TLS_CERT), settings.value(TLS_KEY)),
                settings.value(HTTP2),
                new ClientLimits(
                        settings.value(OriginSettings.CLIENT_SHARE),
                        settings.value(CLIENT_TIMEOUT),
                        settings.value(HEAD_TIMEOUT),
                        settings.value(MIN_RATE),
                        settings.value(RATE_GRACE),
                        settings.value(MAX_CLIENT_CONNECTIONS)),
                settings.value(STOP_TIMEOUT));
    }
}
