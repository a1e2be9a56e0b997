package io.freshet.standalone;

import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.ProxyConfig.StoreKind;
import io.freshet.config.RedisConfig;
import io.freshet.config.Setting;
import io.freshet.config.SettingSource;
import io.freshet.config.Settings;
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

    /** The options that are no settings. */
    static final List<Option> COMMANDS = List.of(DEMO, CLEAR_CACHE, HELP, VERSION);

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
            return "There is no option " + printable(unknown.getOption()) + ".";
        }
        return printable(String.valueOf(wrong.getMessage())) + ".";
    }

    private static Optional<String> misuse(org.apache.commons.cli.CommandLine line) {
        if (!line.getArgList().isEmpty()) {
            return Optional.of("\"" + printable(line.getArgList().get(0)) + "\" belongs to no option.");
        }
        Map<String, Integer> seen = new HashMap<>();
        for (Option option : line.getOptions()) {
            if (seen.merge(option.getLongOpt(), 1, Integer::sum) > 1) {
                return Optional.of("--" + option.getLongOpt() + " is given more than once.");
            }
        }
        if (line.hasOption(DEMO) && line.hasOption(CLEAR_CACHE)) {
            return Optional.of("--demo and --clear-cache do not go together.");
        }
        if (line.hasOption(DEMO) && line.hasOption(Settings.ORIGIN.name())) {
            return Optional.of("--demo brings its own origin: leave out --origin or --demo.");
        }
        return Optional.empty();
    }

    private static Command command(org.apache.commons.cli.CommandLine line, SettingSource environment)
            throws ConfigException {
        SettingSource options = SettingSource.commandLine(values(line));
        ConfigReader reader = new ConfigReader(options, environment);
        if (line.hasOption(CLEAR_CACHE)) {
            return clearCache(reader);
        }
        return line.hasOption(DEMO) ? new Command.Demo(options, environment) : new Command.Run(reader.proxyConfig());
    }

    private static Map<String, String> values(org.apache.commons.cli.CommandLine line) {
        Map<String, String> values = new HashMap<>();
        for (Option option : line.getOptions()) {
            values.put(option.getLongOpt(), option.getValue("true"));
        }
        return values;
    }

    private static Command clearCache(ConfigReader reader) throws ConfigException {
        StoreKind store = reader.value(Settings.STORE);
        RedisConfig redis = reader.redisConfig();
        return new Command.ClearCache(
                store == StoreKind.MEMORY ? Optional.empty() : Optional.of(redis),
                store == StoreKind.REDIS || reader.isSet(Settings.REDIS),
                reader.isSet(Settings.PORT) ? Optional.of(reader.value(Settings.PORT)) : Optional.empty());
    }

    private static String printable(String text) {
        String brief = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return brief.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
