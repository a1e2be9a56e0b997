package io.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

    @Test
    void an_origin_alone_gives_the_documented_defaults() throws ConfigException {
        ProxyConfig config =
                commandLine(Map.of("origin", "https://dummyjson.com/")).proxyConfig();

        assertThat(config.file()).isEmpty();
        assertThat(config.routes()).isEqualTo(Routes.NONE);
        assertThat(config.origin())
                .isEqualTo(new OriginSideConfig(
                        URI.create("https://dummyjson.com"),
                        false,
                        List.of(),
                        NewTraces.SAMPLED,
                        32L << 10,
                        new OriginConnections(
                                false,
                                TlsFiles.none("origin"),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                256,
                                1024,
                                Duration.ofSeconds(5),
                                16 << 10)));
        assertThat(config.cache())
                .isEqualTo(new CacheConfig(
                        new PolicyConfig(
                                Duration.ofSeconds(60),
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ofHours(1),
                                false,
                                true,
                                true,
                                List.of("CDN-Cache-Control", "Surrogate-Control")),
                        List.of(),
                        64L << 10,
                        false,
                        65_536,
                        64,
                        new CollapseConfig(10_000, 64L << 20, Duration.ofSeconds(10), Duration.ofSeconds(5)),
                        new CompressConfig(
                                List.of(),
                                1L << 10,
                                List.of("text/*", "application/javascript", "application/wasm", "*+json", "*+xml"))));
        assertThat(config.store())
                .isEqualTo(new StoreConfig(
                        StoreKind.AUTO,
                        new RedisConfig(
                                URI.create("redis://localhost:6379"),
                                "freshet:",
                                Duration.ofMillis(50),
                                Duration.ofMillis(500),
                                32,
                                TlsFiles.none("redis"),
                                Optional.empty()),
                        256L << 20,
                        64L << 20,
                        32,
                        64L << 20,
                        Duration.ofSeconds(1)));
        assertThat(config.server())
                .isEqualTo(new ServerConfig(
                        "",
                        3000,
                        TlsFiles.none("tls"),
                        true,
                        new ClientLimits(
                                0.25,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10),
                                1024,
                                Duration.ofSeconds(5),
                                10_000),
                        Duration.ofSeconds(30)));
        assertThat(config.admin())
                .isEqualTo(new AdminConfig(new AdminAddress.Auto(), Optional.empty(), Optional.empty(), List.of()));
        assertThat(config.log())
                .isEqualTo(new LogConfig(LogLevel.INFO, new AccessLogConfig("off", AccessLogConfig.Format.NCSA, 31)));
    }

    @Test
    void every_setting_reaches_its_own_component() throws ConfigException {
        ProxyConfig config = commandLine(EverySetting.CHANGED).proxyConfig();

        assertThat(config.file()).contains(Path.of("no.yaml"));
        assertThat(config.origin())
                .isEqualTo(new OriginSideConfig(
                        URI.create("https://o"),
                        true,
                        List.of("x_a", "b-*"),
                        NewTraces.NONE,
                        13L << 10,
                        new OriginConnections(
                                false,
                                new TlsFiles(
                                        "origin",
                                        Optional.of(Path.of("g.pem")),
                                        Optional.of(Path.of("h.pem")),
                                        Optional.of(Path.of("i.pem"))),
                                Duration.ofSeconds(13),
                                Duration.ofSeconds(14),
                                16,
                                17,
                                Duration.ofSeconds(32),
                                18 << 10)));
        assertThat(config.cache())
                .isEqualTo(new CacheConfig(
                        new PolicyConfig(
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(10),
                                true,
                                false,
                                false,
                                List.of("A-CC", "b-cc")),
                        List.of("utm_*", "fbclid"),
                        21L << 10,
                        true,
                        23,
                        22,
                        new CollapseConfig(25, 26L << 20, Duration.ofSeconds(27), Duration.ofSeconds(25)),
                        new CompressConfig(List.of("gzip", "br"), 31L << 10, List.of("text/css", "*+a"))));
        assertThat(config.store())
                .isEqualTo(new StoreConfig(
                        StoreKind.REDIS,
                        new RedisConfig(
                                URI.create("rediss://u:p@r:2/3"),
                                "x:",
                                Duration.ofMillis(28),
                                Duration.ofSeconds(4),
                                5,
                                new TlsFiles(
                                        "redis",
                                        Optional.of(Path.of("a.pem")),
                                        Optional.of(Path.of("/b c.pem")),
                                        Optional.of(Path.of("d"))),
                                Optional.of("sixteen-letters.")),
                        6L << 20,
                        7L << 10,
                        11,
                        12L << 20,
                        Duration.ofSeconds(24)));
        assertThat(config.server())
                .isEqualTo(new ServerConfig(
                        "127.0.0.1",
                        1,
                        new TlsFiles(
                                "tls", Optional.empty(), Optional.of(Path.of("e.pem")), Optional.of(Path.of("f.pem"))),
                        false,
                        new ClientLimits(
                                0.33, Duration.ofSeconds(15), Duration.ofSeconds(33), 34, Duration.ofSeconds(35), 36),
                        Duration.ofSeconds(19)));
        assertThat(config.admin())
                .isEqualTo(new AdminConfig(
                        new AdminAddress.At("0.0.0.0", 29),
                        Optional.of("0123456789abcdef"),
                        Optional.of("/.freshet"),
                        List.of(
                                AddressBlock.parse("10.0.0.0/8").orElseThrow(),
                                AddressBlock.parse("::1").orElseThrow())));
        assertThat(config.log())
                .isEqualTo(new LogConfig(
                        LogLevel.DEBUG, new AccessLogConfig("/a b.log", AccessLogConfig.Format.JSON, 30)));
    }

    @Test
    void http2_to_the_origin_is_had_without_its_clients_host_only() throws ConfigException {
        assertThat(commandLine(Map.of("origin", "http://o", "origin-http2", "true"))
                        .proxyConfig()
                        .origin()
                        .connections()
                        .http2())
                .isTrue();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> commandLine(Map.of("origin", "http://o", "origin-http2", "true", "preserve-host", "true"))
                                .proxyConfig())
                .withMessageContaining("preserve-host");
    }

    @Test
    void files_for_tls_with_the_origin_need_an_origin_that_speaks_it() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of("origin", "http://o", "origin-ca", "a.pem"))
                        .proxyConfig())
                .withMessageContaining("https://");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of("origin", "https://o", "origin-cert", "a.pem"))
                        .proxyConfig())
                .withMessageContaining("origin-key");
    }

    @Test
    void the_command_line_wins_over_the_environment_and_that_over_the_default() throws ConfigException {
        ConfigReader reader = new ConfigReader(
                SettingSource.commandLine(Map.of("port", "1001")),
                SettingSource.environment(Map.of("FRESHET_PORT", "1002", "FRESHET_MAX_OBJECT", "1m")));

        assertThat(reader.value(ServerSettings.PORT)).isEqualTo(1001);
        assertThat(reader.value(CacheSettings.MAX_OBJECT)).isEqualTo(1L << 20);
        assertThat(reader.value(CacheSettings.MAX_VARIANTS)).isEqualTo(32);
        assertThat(reader.isSet(CacheSettings.MAX_OBJECT)).isTrue();
        assertThat(reader.isSet(CacheSettings.MAX_VARIANTS)).isFalse();
    }

    @Test
    void an_empty_environment_variable_counts_as_not_set_but_an_empty_option_is_wrong() throws ConfigException {
        assertThat(environment(Map.of("FRESHET_PORT", "")).value(ServerSettings.PORT))
                .isEqualTo(3000);
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of("port", "")).value(ServerSettings.PORT));
    }

    @Test
    void names_the_setting_as_the_operator_wrote_it() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of("port", "0")).value(ServerSettings.PORT))
                .withMessage("--port must be a number from 1 to 65535, not \"0\".");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> environment(Map.of("FRESHET_PORT", "tcp://10.0.0.1:3000"))
                        .value(ServerSettings.PORT))
                .withMessage("FRESHET_PORT must be a number from 1 to 65535, not \"tcp://10.0.0.1:3000\".");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> contextParameters(Map.of("max-object", "huge")).value(CacheSettings.MAX_OBJECT))
                .withMessage("context parameter max-object must be a size from 1k to 1g, such as 512k, 64m or 2g,"
                        + " not \"huge\".");
    }

    @ParameterizedTest
    @CsvSource({
        "rediss://r, redis-cert, 'redis-cert and redis-key belong together: name both files, or neither.'",
        "rediss://r, redis-key, 'redis-cert and redis-key belong together: name both files, or neither.'",
        "redis://r, redis-ca, 'redis-ca, redis-cert and redis-key are for TLS: name Redis with rediss://, not redis://.'",
    })
    void files_for_tls_are_of_use_together_only(String redis, String setting, String message) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() ->
                        commandLine(Map.of("redis", redis, setting, "x.pem")).redisConfig())
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "auto, AdminAddress$Auto",
        "OFF, AdminAddress$Off",
        "3001, AdminAddress$At",
        "127.0.0.2:3001, AdminAddress$At",
        "localhost:3001, AdminAddress$At",
        "[::1]:3001, AdminAddress$At",
    })
    void the_admin_api_needs_no_token_where_only_this_machine_reaches_it(String text, String kind)
            throws ConfigException {
        AdminConfig admin = commandLine(Map.of("admin", text)).adminConfig();

        assertThat(admin.address().getClass().getName()).endsWith(kind);
        assertThat(admin.token()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:3001", "[::]:3001", "10.0.0.1:3001", "example.com:3001", "127.example:3001"})
    void the_admin_api_needs_a_token_elsewhere(String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of("admin", text)).adminConfig())
                .withMessageContaining("set admin-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789abcde", "0123456789abcdef ", "s3cr3t"})
    void a_token_is_not_shown_when_it_is_none(String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of("admin-token", text)).adminConfig())
                .withMessage("--admin-token must be "
                        + AdminSettings.ADMIN_TOKEN.syntax().allowed() + ".");
    }

    @Test
    void a_missing_origin_is_asked_for_where_the_operator_is() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of()).proxyConfig())
                .withMessageStartingWith("--origin is missing: it must be an http:// or https:// address, such as ");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> contextParameters(Map.of()).proxyConfig())
                .withMessageStartingWith("context parameter origin is missing: ");
    }

    @ParameterizedTest
    @CsvSource({
        "port, 0",
        "port, 65536",
        "port, 99999",
        "port, -1",
        "port, 4294967297",
        "port, 3000x",
        "port, ٣",
        "host, a b",
        "host, http://x",
        "host, -x",
        "host, [127.0.0.1]",
        "host, '::1]'",
        "store, disk",
        "store, ''",
        "redis-prefix, ''",
        "redis-prefix, a*",
        "redis-prefix, {x}",
        "redis-prefix, a b",
        "log-level, trace",
        "new-traces, always",
        "access-log, ''",
        "access-log-format, xml",
        "access-log-days, 0",
        "admin, on",
        "admin, 0",
        "admin, 65536",
        "admin, http://x:1",
        "admin, 'x y:1'",
        "redis-wait, 4ms",
        "redis-wait, 61s",
        "redis-ca, ''",
        "redis-cert, ' '",
        "redis-timeout, 9ms",
        "redis-timeout, 61s",
        "redis-connections, 0",
        "redis-connections, 1001",
        "memory, 1023k",
        "memory, 257g",
        "max-object, 1023",
        "max-object, 1025m",
        "ttl, -1s",
        "ttl, 366d",
        "ttl, 60",
        "stale-if-error, 366d",
        "keep, x",
        "max-variants, 0",
        "max-variants, 1001",
        "write-buffer, 0",
        "write-buffer, 17g",
        "preserve-host, yes",
        "preserve-host, 1",
        "connect-timeout, 0s",
        "connect-timeout, 61s",
        "origin-timeout, 0",
        "origin-timeout, 2h",
        "client-timeout, 0",
        "max-connections, 0",
        "max-connections, 10001",
        "max-queued, 0",
        "max-queued, 100001",
        "queue-wait, 9ms",
        "head-timeout, 99ms",
        "min-rate, 2m",
        "rate-grace, 0",
        "max-client-connections, 0",
        "queue-wait, 2h",
        "client-share, 0",
        "client-share, 0.0",
        "client-share, 1.1",
        "client-share, 25%",
        "max-header, 1023",
        "max-header, 2m",
        "stop-timeout, 61m",
        "purge-from, 10.0.0.0/99",
        "purge-from, 999.1.1.1",
        "purge-from, '::1,1:2'",
    })
    void refuses_values_out_of_range(String name, String text) {
        Setting<?> setting = Settings.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of(name, text)).value(setting))
                .withMessage("--" + name + " must be " + setting.syntax().allowed() + ", not \"" + text + "\".");
    }

    @ParameterizedTest
    @CsvSource({
        "*, ''",
        "0.0.0.0, 0.0.0.0",
        "localhost, localhost",
        "::1, ::1",
        "[::1], ::1",
        "fe80::1%eth0, fe80::1%eth0"
    })
    void reads_the_address_to_listen_on(String text, String expected) throws ConfigException {
        assertThat(commandLine(Map.of("host", text)).value(ServerSettings.HOST)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:hunter2",
                "redis://user:hunter2@a@host",
                "redis://hunter2@host",
                "redis://user:hunter2@host/x",
                "redis://user:hun ter2@host",
                "hunter2"
            })
    void never_shows_what_could_be_the_password_of_redis(String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of("redis", text)).redisConfig())
                .satisfies(refused -> assertThat(refused.getMessage())
                        .startsWith("--redis must be ")
                        .doesNotContain("hunter2", "ter2"))
                .withNoCause();
    }

    @Test
    void shows_an_origin_without_its_password() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of("origin", "https://joe:hunter2@example.com/x"))
                        .value(OriginSettings.ORIGIN))
                .withMessage(
                        "--origin must be an address without user and password, not \"https://***@example.com/x\".");
    }

    @Test
    void a_long_or_strange_value_gives_one_short_printable_line() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of("ttl", "\u001b[31m\n" + "9".repeat(2_000)))
                        .value(CacheSettings.TTL))
                .satisfies(refused ->
                        assertThat(refused.getMessage()).hasSizeLessThan(200).matches("[\\x20-\\x7e]+"));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> commandLine(Map.of("origin", "http://" + "a".repeat(1_000_000)))
                        .value(OriginSettings.ORIGIN))
                .withMessage("--origin is too long: it has 1000007 characters, and 2048 are allowed.");
    }

    private static ConfigReader commandLine(Map<String, String> options) {
        return new ConfigReader(SettingSource.commandLine(options));
    }

    private static ConfigReader environment(Map<String, String> variables) {
        return new ConfigReader(SettingSource.environment(variables));
    }

    private static ConfigReader contextParameters(Map<String, String> parameters) {
        return new ConfigReader(SettingSource.contextParameters(name -> Optional.ofNullable(parameters.get(name))));
    }
}
