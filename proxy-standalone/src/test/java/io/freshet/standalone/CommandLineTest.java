package io.freshet.standalone;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.freshet.config.CacheSettings;
import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.ProxyConfig;
import io.freshet.config.ServerSettings;
import io.freshet.config.Setting;
import io.freshet.config.Settings;
import io.freshet.config.StoreKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void the_first_command_of_the_readme_runs_a_proxy() {
        assertThat(config("-p 3000 -o https://dummyjson.com")).satisfies(config -> {
            assertThat(config.server().port()).isEqualTo(3000);
            assertThat(config.origin().url()).hasToString("https://dummyjson.com");
            assertThat(config.store().kind()).isEqualTo(StoreKind.AUTO);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "-p 3001 -o http://o, 3001",
        "-p3001 -o http://o, 3001",
        "--port 3001 -o http://o, 3001",
        "--port=3001 -o http://o, 3001",
        "-o http://o, 3000",
    })
    void values_are_written_as_usual(String arguments, int port) {
        assertThat(config(arguments).server().port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({
        "-o http://o, false",
        "-o http://o --preserve-host, true",
        "--preserve-host -o http://o, true",
        "-o http://o --preserve-host=true, true",
        "-o http://o --preserve-host=false, false",
    })
    void a_flag_needs_no_value(String arguments, boolean preserveHost) {
        assertThat(config(arguments).origin().preserveHost()).isEqualTo(preserveHost);
    }

    @Test
    void an_option_wins_over_its_environment_variable() {
        Map<String, String> environment =
                Map.of("FRESHET_ORIGIN", "http://env", "FRESHET_PORT", "3002", "FRESHET_PRESERVE_HOST", "true");

        ProxyConfig config = config(CommandLine.parse(words("-p 3001 --preserve-host=false"), environment));

        assertThat(config.origin().url()).hasToString("http://env");
        assertThat(config.server().port()).isEqualTo(3001);
        assertThat(config.origin().preserveHost()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | --origin is missing: it must be an http:// or https:// address",
                "-o http://a -o http://b | --origin is given more than once.",
                "-o http://a --origin http://b | --origin is given more than once.",
                "-o ftp://a | --origin must be an http:// or https:// address",
                "-p 0 -o http://o | --port must be a number from 1 to 65535, not \"0\".",
                "-p 99999 -o http://o | --port must be a number from 1 to 65535, not \"99999\".",
                "--ttl soon -o http://o | --ttl must be a duration from 0s to 365d",
                "--ttl -5s -o http://o | --ttl must be a duration from 0s to 365d",
                "--memory lots -o http://o | --memory must be a size from 1m to 256g",
                "--preserve-host=perhaps -o http://o | --preserve-host must be true or false, not \"perhaps\".",
                "--origin | --origin needs a value: --origin URL.",
                "-o | --origin needs a value: --origin URL.",
                "-p -o http://o | --port needs a value: --port PORT.",
                "--prot 3000 | There is no option --prot: did you mean --port?",
                "--por 3000 -o http://o | There is no option --por: did you mean --port?",
                "-x | There is no option -x.",
                "-o http://o stray | \"stray\" belongs to no option.",
                "-o http://o -- -p | \"-p\" belongs to no option.",
                "--demo -o http://o | --demo brings its own origin",
                "--demo --clear-cache | --demo and --clear-cache do not go together.",
                "--demo --demo | --demo is given more than once.",
                "--clear-cache --redis http://r | --redis must be a redis:// or rediss:// address",
            })
    void wrong_usage_is_one_sentence_about_what_is_wrong(String arguments, String message) {
        Command command = CommandLine.parse(words(arguments), Map.of());

        assertThat(command)
                .asInstanceOf(type(Command.Wrong.class))
                .extracting(Command.Wrong::message, as(STRING))
                .startsWith(message)
                .doesNotContain("\n");
    }

    @Test
    void a_wrong_environment_variable_is_named_as_such() {
        assertThat(CommandLine.parse(words("-o http://o"), Map.of("FRESHET_TTL", "soon")))
                .asInstanceOf(type(Command.Wrong.class))
                .extracting(Command.Wrong::message, as(STRING))
                .startsWith("FRESHET_TTL must be ");
    }

    @Test
    void an_argument_full_of_control_characters_is_shown_printable_and_short() {
        assertThat(CommandLine.parse(new String[] {"\u001b[2J\n" + "x".repeat(5_000)}, Map.of()))
                .asInstanceOf(type(Command.Wrong.class))
                .extracting(Command.Wrong::message, as(STRING))
                .matches("[\\x20-\\x7e]{1,120}");
    }

    @ParameterizedTest
    @CsvSource({"-h", "--help", "--help -o nonsense", "-V --help"})
    void help_is_shown_whatever_else_is_there(String arguments) {
        assertThat(CommandLine.parse(words(arguments), Map.of())).isEqualTo(new Command.Help());
    }

    @ParameterizedTest
    @CsvSource({"-V", "--version", "--version -p 0"})
    void the_version_is_shown(String arguments) {
        assertThat(CommandLine.parse(words(arguments), Map.of())).isEqualTo(new Command.Version());
    }

    @Test
    void the_demo_keeps_the_other_settings() throws ConfigException {
        Command.Demo demo = (Command.Demo)
                CommandLine.parse(words("--demo -p 3001"), Map.of("FRESHET_TTL", "5s", "FRESHET_ORIGIN", "http://env"));

        ConfigReader reader = new ConfigReader(demo.options(), demo.environment());
        assertThat(reader.value(ServerSettings.PORT)).isEqualTo(3001);
        assertThat(reader.value(CacheSettings.TTL)).hasSeconds(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "--clear-cache | redis://localhost:6379 | false | none",
                "--clear-cache -p 3001 | redis://localhost:6379 | false | 3001",
                "--clear-cache --redis redis://r | redis://r:6379 | true | none",
                "--clear-cache --store redis | redis://localhost:6379 | true | none",
                "--clear-cache --store memory | none | false | none",
                "--clear-cache --store memory --port 3001 | none | false | 3001",
            })
    void clearing_needs_no_origin(String arguments, @Nullable String redis, boolean required, @Nullable Integer port) {
        Command.ClearCache clear = (Command.ClearCache) CommandLine.parse(words(arguments), Map.of());

        assertThat(clear.redis().map(each -> each.display())).isEqualTo(Optional.ofNullable(redis));
        assertThat(clear.port()).isEqualTo(Optional.ofNullable(port));
        assertThat(clear.redisRequired() && clear.redis().isPresent()).isEqualTo(required);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void the_help_has_every_setting_with_its_default(Setting<?> setting) {
        String help = Help.text("./freshet").replaceAll("\\s+", " ");

        assertThat(help).contains(setting.option() + " ", setting.description());
        setting.fallback().ifPresent(text -> assertThat(help).contains("(" + text + ")"));
    }

    @Test
    void the_help_fits_a_terminal() {
        assertThat(Help.text("./freshet").lines()).allSatisfy(line -> assertThat(line)
                .hasSizeLessThan(100)
                .matches("[\\x20-\\x7e]*")
                .doesNotEndWith(" "));
    }

    static List<Setting<?>> settings() {
        return Settings.ALL;
    }

    private static ProxyConfig config(String arguments) {
        return config(CommandLine.parse(words(arguments), Map.of()));
    }

    private static ProxyConfig config(Command command) {
        assertThat(command).isInstanceOf(Command.Run.class);
        return ((Command.Run) command).config();
    }

    private static String[] words(String arguments) {
        return arguments.isEmpty() ? new String[0] : arguments.split(" ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--purge http://site.example/a     | \"url\" : \"http://site.example/a\" | \"soft\" : false",
                "--purge-tag t --soft              | \"tag\" : \"t\"                     | \"soft\" : true",
                "--soft --purge-prefix http://o/a/ | \"prefix\" : \"http://o/a/\"         | \"soft\" : true",
            })
    void a_purge_is_sent_as_it_is_meant(String arguments, String what, String how) {
        assertThat(CommandLine.parse(arguments.split(" "), Map.of()))
                .isInstanceOfSatisfying(Command.Operate.class, purge -> {
                    assertThat(purge.path()).isEqualTo("/api/purge");
                    assertThat(purge.json().orElseThrow()).contains(what, how);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"--soft", "--soft --stats", "--soft --explain http://o/", "-o http://o --soft", "--soft=1"})
    void soft_is_said_of_a_purge(String arguments) {
        assertThat(CommandLine.parse(arguments.split(" "), Map.of()))
                .isInstanceOfSatisfying(Command.Wrong.class, wrong -> assertThat(wrong.message())
                        .contains("--soft"));
    }

    @ParameterizedTest
    @CsvSource({
        "--warm urls.txt, 50, 3000",
        "--warm urls.txt --warm-rate 7 -p 3100, 7, 3100",
        "--warm=https://www.example.com/sitemap.xml --warm-rate=10000, 10000, 3000",
    })
    void warming_goes_to_the_port_of_the_proxy(String arguments, int rate, int port) {
        assertThat(CommandLine.parse(arguments.split(" "), Map.of()))
                .isInstanceOfSatisfying(Command.Warm.class, warm -> {
                    assertThat(warm.order().rate()).isEqualTo(rate);
                    assertThat(warm.order().port()).isEqualTo(port);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "--warm, --warm needs a value",
        "--warm a --warm-rate 0, --warm-rate must be a number from 1 to 10000",
        "--warm a --warm-rate fast, --warm-rate must be a number from 1 to 10000",
        "--warm-rate 5 -o http://o, --warm-rate is said of --warm",
        "--warm a --stats, --stats and --warm do not go together",
        "--warm a --warm b, --warm is given more than once",
    })
    void warming_is_refused_where_it_is_not_clear(String arguments, String message) {
        assertThat(CommandLine.parse(arguments.split(" "), Map.of()))
                .isInstanceOfSatisfying(Command.Wrong.class, wrong -> assertThat(wrong.message())
                        .startsWith(message));
    }
}
