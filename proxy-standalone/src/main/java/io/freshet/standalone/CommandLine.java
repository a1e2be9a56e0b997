package io.freshet.standalone;

import io.freshet.admin.AdminJson;
import io.freshet.config.AdminConfig;
import io.freshet.config.CacheSettings;
import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.ProxyConfig;
import io.freshet.config.RedisConfig;
import io.freshet.config.RedisSettings;
import io.freshet.config.ServerSettings;
import io.freshet.config.SettingSource;
import io.freshet.config.StoreKind;
import io.freshet.config.Syntax;
import io.freshet.config.SyntaxException;
import io.freshet.config.TlsFiles;
import io.freshet.config.file.ConfigFile;
import io.freshet.standalone.warm.CacheWarmer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;

/** Reads a command line with its environment. */
final class CommandLine {

    private static final Syntax<Integer> WARM_RATES = Syntax.number(1, 10_000);

    private CommandLine() {}

    static Command parse(String[] args, Map<String, String> environment) {
        org.apache.commons.cli.CommandLine line;
        try {
            line = parser().parse(CommandOptions.options(), args);
        } catch (ParseException wrong) {
            return new Command.Wrong(CommandLineErrors.sentence(wrong));
        }
        if (line.hasOption(CommandOptions.HELP)) {
            return new Command.Help();
        }
        if (line.hasOption(CommandOptions.VERSION)) {
            return new Command.Version();
        }
        Optional<String> wrong = CommandLineErrors.misuse(line);
        if (wrong.isPresent()) {
            return new Command.Wrong(wrong.get());
        }
        try {
            return command(line, SettingSource.environment(environment));
        } catch (ConfigException wrongValue) {
            return new Command.Wrong(wrongValue.getMessage());
        }
    }

    private static DefaultParser parser() {
        return DefaultParser.builder()
                .setAllowPartialMatching(false)
                .setStripLeadingAndTrailingQuotes(false)
                .get();
    }

    private static Command command(org.apache.commons.cli.CommandLine line, SettingSource environment)
            throws ConfigException {
        SettingSource options = SettingSource.commandLine(values(line));
        ConfigReader reader = ConfigFile.reader(options, environment);
        if (line.hasOption(CommandOptions.CLEAR_CACHE)) {
            return clearCache(reader);
        }
        if (line.hasOption(CommandOptions.WARM)) {
            return warm(line, reader);
        }
        Optional<Command> operation = operation(line, reader);
        if (operation.isPresent()) {
            return operation.get();
        }
        if (line.hasOption(CommandOptions.DEMO)) {
            return new Command.Demo(options, environment);
        }
        ProxyConfig config = reader.proxyConfig();
        return line.hasOption(CommandOptions.CHECK)
                ? new Command.Check(config)
                : new Command.Run(
                        config, () -> ConfigFile.reader(options, environment).proxyConfig());
    }

    private static Optional<Command> operation(org.apache.commons.cli.CommandLine line, ConfigReader reader)
            throws ConfigException {
        AdminConfig admin = reader.adminConfig();
        int port = reader.value(ServerSettings.PORT);
        if (line.hasOption(CommandOptions.STATS)) {
            return Optional.of(new Command.Operate(admin, port, "/api/stats", Optional.empty()));
        }
        if (line.hasOption(CommandOptions.EXPLAIN)) {
            String json = AdminJson.object(Map.of("url", line.getOptionValue(CommandOptions.EXPLAIN)));
            return Optional.of(new Command.Operate(admin, port, "/api/explain", Optional.of(json)));
        }
        return CommandOptions.PURGES.entrySet().stream()
                .filter(one -> line.hasOption(one.getKey()))
                .findFirst()
                .map(one -> AdminJson.object(Map.of(
                        one.getValue(),
                        line.getOptionValue(one.getKey()),
                        "soft",
                        line.hasOption(CommandOptions.SOFT))))
                .map(json -> new Command.Operate(admin, port, "/api/purge", Optional.of(json)));
    }

    private static Command warm(org.apache.commons.cli.CommandLine line, ConfigReader reader) throws ConfigException {
        int rate;
        try {
            rate = WARM_RATES.parse(
                    line.getOptionValue(CommandOptions.WARM_RATE, Integer.toString(CommandOptions.DEFAULT_WARM_RATE)));
        } catch (SyntaxException notAllowed) {
            throw new ConfigException("--warm-rate must be " + notAllowed.getMessage() + ".");
        }
        // The key is the proxy's own business.
        TlsFiles tls = new TlsFiles("tls", Optional.empty(), reader.value(ServerSettings.TLS_CERT), Optional.empty());
        return new Command.Warm(new CacheWarmer.Order(
                line.getOptionValue(CommandOptions.WARM),
                rate,
                reader.value(ServerSettings.HOST),
                reader.value(ServerSettings.PORT),
                tls));
    }

    private static Map<String, String> values(org.apache.commons.cli.CommandLine line) {
        Map<String, String> values = new HashMap<>();
        for (Option option : line.getOptions()) {
            values.put(option.getLongOpt(), option.getValue("true"));
        }
        return values;
    }

    private static Command clearCache(ConfigReader reader) throws ConfigException {
        StoreKind store = reader.value(CacheSettings.STORE);
        RedisConfig redis = reader.redisConfig();
        return new Command.ClearCache(
                store == StoreKind.MEMORY ? Optional.empty() : Optional.of(redis),
                store == StoreKind.REDIS || reader.isSet(RedisSettings.REDIS),
                reader.isSet(ServerSettings.PORT) ? Optional.of(reader.value(ServerSettings.PORT)) : Optional.empty());
    }
}
