package io.freshet.standalone;

import io.freshet.admin.AdminJson;
import io.freshet.config.AdminConfig;
import io.freshet.config.CacheSettings;
import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.OriginSettings;
import io.freshet.config.ProxyConfig;
import io.freshet.config.RedisConfig;
import io.freshet.config.RedisSettings;
import io.freshet.config.ServerSettings;
import io.freshet.config.Setting;
import io.freshet.config.SettingSource;
import io.freshet.config.Settings;
import io.freshet.config.StoreKind;
import io.freshet.config.Syntax;
import io.freshet.config.SyntaxException;
import io.freshet.config.TlsFiles;
import io.freshet.config.file.ConfigFile;
import io.freshet.log.Printable;
import io.freshet.standalone.warm.CacheWarmer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;

/** Reads a command line with its environment. */
final class CommandLine {

    private static final int MAX_SHOWN = 60;

    private static final Option CLEAR_CACHE = Option.builder()
            .longOpt("clear-cache")
            .desc("remove every stored response, from Redis and from your running proxies, and exit")
            .get();
    private static final Option DEMO = Option.builder()
            .longOpt("demo")
            .desc("start a small, slow origin inside and the proxy in front of it; needs no network")
            .get();
    private static final Option HELP =
            Option.builder("h").longOpt("help").desc("show this and exit").get();
    private static final Option VERSION = Option.builder("V")
            .longOpt("version")
            .desc("show the version and exit")
            .get();

    private static final Option PURGE =
            operation("purge", "URL", "have the running proxy at --port forget a URL, on every node, and exit");
    private static final Option PURGE_TAG =
            operation("purge-tag", "TAG", "the same of what carries a tag (Surrogate-Key, Cache-Tag, Cache-Groups)");
    private static final Option PURGE_PREFIX = operation("purge-prefix", "URL", "the same of every URL that begins so");
    private static final Option SOFT = Option.builder()
            .longOpt("soft")
            .desc("with one of these, make it stale instead: it answers while it is fetched again")
            .get();
    private static final Option EXPLAIN =
            operation("explain", "URL", "tell what the running proxy would do with a GET, and why, and exit");
    private static final Option STATS = Option.builder()
            .longOpt("stats")
            .desc("tell what the running proxy holds, and exit")
            .get();

    private static final Option CHECK = Option.builder()
            .longOpt("check")
            .desc("tell whether the configuration can be used, and exit; starts nothing")
            .get();
    private static final int DEFAULT_WARM_RATE = 50;
    private static final Syntax<Integer> WARM_RATES = Syntax.number(1, 10_000);
    private static final Option WARM =
            operation("warm", "LIST", "ask the running proxy for each URL of a file or a sitemap's URL, and exit");
    private static final Option WARM_RATE =
            operation("warm-rate", "COUNT", "the most requests a second of --warm (" + DEFAULT_WARM_RATE + ")");

    /** The options that are no settings. */
    static final List<Option> COMMANDS = List.of(
            DEMO,
            CHECK,
            CLEAR_CACHE,
            PURGE,
            PURGE_TAG,
            PURGE_PREFIX,
            SOFT,
            EXPLAIN,
            STATS,
            WARM,
            WARM_RATE,
            HELP,
            VERSION);

    /** What is sent to the admin API, each under the name that it has there. */
    private static final Map<Option, String> PURGES = Map.of(PURGE, "url", PURGE_TAG, "tag", PURGE_PREFIX, "prefix");

    /** Those of which there can be one at most. */
    private static final List<Option> DEEDS =
            List.of(DEMO, CHECK, CLEAR_CACHE, PURGE, PURGE_TAG, PURGE_PREFIX, EXPLAIN, STATS, WARM);

    private static Option operation(String name, String argument, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(argument)
                .desc(description)
                .get();
    }

    private CommandLine() {}

    /** The command line option of a setting. A yes-or-no setting needs no value. */
    static Option option(Setting<?> setting) {
        return Option.builder(setting.letter().map(String::valueOf).orElse(null))
                .longOpt(setting.name())
                .hasArg()
                .optionalArg(setting.isFlag())
                .argName(setting.argument())
                .desc(setting.description())
                .get();
    }

    static Command parse(String[] args, Map<String, String> environment) {
        org.apache.commons.cli.CommandLine line;
        try {
            line = parser().parse(options(), args);
        } catch (ParseException wrong) {
            return new Command.Wrong(sentence(wrong));
        }
        if (line.hasOption(HELP)) {
            return new Command.Help();
        }
        if (line.hasOption(VERSION)) {
            return new Command.Version();
        }
        Optional<String> wrong = misuse(line);
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

    private static Options options() {
        Options options = new Options();
        Settings.ALL.forEach(setting -> options.addOption(option(setting)));
        // A copy: Commons CLI keeps what it parsed in the option itself.
        COMMANDS.forEach(command -> options.addOption((Option) command.clone()));
        return options;
    }

    private static String sentence(ParseException wrong) {
        if (wrong instanceof MissingArgumentException missing) {
            Option option = missing.getOption();
            return "--" + option.getLongOpt() + " needs a value: --" + option.getLongOpt() + " " + option.getArgName()
                    + ".";
        }
        if (wrong instanceof UnrecognizedOptionException unknown) {
            return "There is no option " + Printable.brief(unknown.getOption(), MAX_SHOWN) + ".";
        }
        return Printable.brief(String.valueOf(wrong.getMessage()), MAX_SHOWN) + ".";
    }

    private static Optional<String> misuse(org.apache.commons.cli.CommandLine line) {
        if (!line.getArgList().isEmpty()) {
            return Optional.of(
                    "\"" + Printable.brief(line.getArgList().get(0), MAX_SHOWN) + "\" belongs to no option.");
        }
        Map<String, Integer> seen = new HashMap<>();
        for (Option option : line.getOptions()) {
            if (seen.merge(option.getLongOpt(), 1, Integer::sum) > 1) {
                return Optional.of("--" + option.getLongOpt() + " is given more than once.");
            }
        }
        List<String> deeds = DEEDS.stream()
                .filter(line::hasOption)
                .map(deed -> "--" + deed.getLongOpt())
                .toList();
        if (deeds.size() > 1) {
            return Optional.of(deeds.get(0) + " and " + deeds.get(1) + " do not go together.");
        }
        if (line.hasOption(DEMO) && line.hasOption(OriginSettings.ORIGIN.name())) {
            return Optional.of("--demo brings its own origin: leave out --origin or --demo.");
        }
        if (line.hasOption(WARM_RATE) && !line.hasOption(WARM)) {
            return Optional.of("--warm-rate is said of --warm: name a list, or leave it out.");
        }
        if (line.hasOption(SOFT) && PURGES.keySet().stream().noneMatch(line::hasOption)) {
            return Optional.of("--soft is said of --purge, --purge-tag or --purge-prefix: name one, or leave it out.");
        }
        return Optional.empty();
    }

    private static Command command(org.apache.commons.cli.CommandLine line, SettingSource environment)
            throws ConfigException {
        SettingSource options = SettingSource.commandLine(values(line));
        ConfigReader reader = ConfigFile.reader(options, environment);
        if (line.hasOption(CLEAR_CACHE)) {
            return clearCache(reader);
        }
        if (line.hasOption(WARM)) {
            return warm(line, reader);
        }
        Optional<Command> operation = operation(line, reader);
        if (operation.isPresent()) {
            return operation.get();
        }
        if (line.hasOption(DEMO)) {
            return new Command.Demo(options, environment);
        }
        ProxyConfig config = reader.proxyConfig();
        return line.hasOption(CHECK)
                ? new Command.Check(config)
                : new Command.Run(
                        config, () -> ConfigFile.reader(options, environment).proxyConfig());
    }

    private static Optional<Command> operation(org.apache.commons.cli.CommandLine line, ConfigReader reader)
            throws ConfigException {
        AdminConfig admin = reader.adminConfig();
        int port = reader.value(ServerSettings.PORT);
        if (line.hasOption(STATS)) {
            return Optional.of(new Command.Operate(admin, port, "/api/stats", Optional.empty()));
        }
        if (line.hasOption(EXPLAIN)) {
            String json = AdminJson.object(Map.of("url", line.getOptionValue(EXPLAIN)));
            return Optional.of(new Command.Operate(admin, port, "/api/explain", Optional.of(json)));
        }
        return PURGES.entrySet().stream()
                .filter(one -> line.hasOption(one.getKey()))
                .findFirst()
                .map(one -> AdminJson.object(
                        Map.of(one.getValue(), line.getOptionValue(one.getKey()), "soft", line.hasOption(SOFT))))
                .map(json -> new Command.Operate(admin, port, "/api/purge", Optional.of(json)));
    }

    private static Command warm(org.apache.commons.cli.CommandLine line, ConfigReader reader) throws ConfigException {
        int rate;
        try {
            rate = WARM_RATES.parse(line.getOptionValue(WARM_RATE, Integer.toString(DEFAULT_WARM_RATE)));
        } catch (SyntaxException notAllowed) {
            throw new ConfigException("--warm-rate must be " + notAllowed.getMessage() + ".");
        }
        // The key is the proxy's own business.
        TlsFiles tls = new TlsFiles("tls", Optional.empty(), reader.value(ServerSettings.TLS_CERT), Optional.empty());
        return new Command.Warm(new CacheWarmer.Order(
                line.getOptionValue(WARM),
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
