package io.freshet.standalone;

import io.freshet.config.Setting;
import io.freshet.config.Settings;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** What may stand in a command line. */
final class CommandOptions {

    static final Option CLEAR_CACHE = Option.builder()
            .longOpt("clear-cache")
            .desc("remove every stored response, from Redis and from your running proxies, and exit")
            .get();
    static final Option DEMO = Option.builder()
            .longOpt("demo")
            .desc("start a small, slow origin inside and the proxy in front of it; needs no network")
            .get();
    static final Option HELP =
            Option.builder("h").longOpt("help").desc("show this and exit").get();
    static final Option VERSION = Option.builder("V")
            .longOpt("version")
            .desc("show the version and exit")
            .get();

    static final Option PURGE =
            operation("purge", "URL", "have the running proxy at --port forget a URL, on every node, and exit");
    static final Option PURGE_TAG =
            operation("purge-tag", "TAG", "the same of what carries a tag (Surrogate-Key, Cache-Tag, Cache-Groups)");
    static final Option PURGE_PREFIX = operation("purge-prefix", "URL", "the same of every URL that begins so");
    static final Option SOFT = Option.builder()
            .longOpt("soft")
            .desc("with one of these, make it stale instead: it answers while it is fetched again")
            .get();
    static final Option EXPLAIN =
            operation("explain", "URL", "tell what the running proxy would do with a GET, and why, and exit");
    static final Option STATS = Option.builder()
            .longOpt("stats")
            .desc("tell what the running proxy holds, and exit")
            .get();

    static final Option CHECK = Option.builder()
            .longOpt("check")
            .desc("tell whether the configuration can be used, and exit; starts nothing")
            .get();
    static final int DEFAULT_WARM_RATE = 50;
    static final Option WARM =
            operation("warm", "LIST", "ask the running proxy for each URL of a file or a sitemap's URL, and exit");
    static final Option WARM_RATE =
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
    static final Map<Option, String> PURGES = Map.of(PURGE, "url", PURGE_TAG, "tag", PURGE_PREFIX, "prefix");

    /** Those of which there can be one at most. */
    static final List<Option> DEEDS =
            List.of(DEMO, CHECK, CLEAR_CACHE, PURGE, PURGE_TAG, PURGE_PREFIX, EXPLAIN, STATS, WARM);

    private static Option operation(String name, String argument, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(argument)
                .desc(description)
                .get();
    }

    private CommandOptions() {}

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

    /** Settings and commands; each call gives others, since a parser writes into them. */
    static Options options() {
        Options options = new Options();
        Settings.ALL.forEach(setting -> options.addOption(option(setting)));
        // A copy: Commons CLI keeps what it parsed in the option itself.
        COMMANDS.forEach(command -> options.addOption((Option) command.clone()));
        return options;
    }
}
