package io.freshet.standalone;

import io.freshet.config.AdminConfig;
import io.freshet.config.ConfigSource;
import io.freshet.config.ProxyConfig;
import io.freshet.config.RedisConfig;
import io.freshet.config.SettingSource;
import io.freshet.standalone.warm.CacheWarmer;
import java.util.Optional;

/** What a command line asks for. */
sealed interface Command {

    /**
     * Run the proxy.
     *
     * @param config what to begin with
     * @param source where it comes from
     */
    record Run(ProxyConfig config, ConfigSource source) implements Command {}

    /** Say whether the configuration can be used, and exit. */
    record Check(ProxyConfig config) implements Command {}

    /** Run the proxy in front of the demo's own origin, with what {@code options} and {@code environment} say of the rest. */
    record Demo(SettingSource options, SettingSource environment) implements Command {}

    /**
     * Remove every stored response and exit.
     *
     * @param redis where to clear Redis; empty for not at all
     * @param redisRequired whether it is a failure when that Redis does not answer
     * @param port the only running proxy to clear; empty for all
     */
    record ClearCache(Optional<RedisConfig> redis, boolean redisRequired, Optional<Integer> port) implements Command {}

    /**
     * Have a running proxy's admin API do something, and show what it said.
     *
     * @param port the proxy's
     * @param path what is called
     * @param json what is sent; empty to ask with GET
     */
    record Operate(AdminConfig admin, int port, String path, Optional<String> json) implements Command {}

    /** Ask a running proxy for what a list wants. */
    record Warm(CacheWarmer.Order order) implements Command {}

    /** Show the options. */
    record Help() implements Command {}

    /** Show the version. */
    record Version() implements Command {}

    /** Nothing that can be done; {@code message} is one sentence that says why. */
    record Wrong(String message) implements Command {}
}
