package io.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");
    private static final Path GUIDE = Path.of("..", "docs", "rules.md");

    /** To write it anew: {@code -Dreference.write=true}. */
    @Test
    void the_reference_has_exactly_the_table() throws IOException {
        String text = Files.readString(REFERENCE);
        int begin = text.indexOf("### ");
        int end = text.indexOf("## Notes");
        String tables =
                Arrays.stream(Setting.Group.values()).map(SettingsTest::table).collect(Collectors.joining());

        if (Boolean.getBoolean("reference.write")) {
            text = text.substring(0, begin) + tables + text.substring(end);
            Files.writeString(REFERENCE, text);
            end = text.indexOf("## Notes");
        }
        assertThat(text.substring(begin, end)).isEqualTo(tables);
    }

    @Test
    void the_settings_are_in_the_order_of_the_groups() {
        assertThat(Settings.ALL).extracting(Setting::group).isSorted();
    }

    @Test
    void the_guide_names_what_a_reload_may_change() throws IOException {
        String names = Settings.ALL.stream()
                .filter(Setting::reloadable)
                .map(setting -> "`" + setting.name() + "`")
                .collect(Collectors.joining(", "));

        assertThat(Files.readString(GUIDE).replaceAll("\\s+", " "))
                .as("docs/rules.md, under Reload: %s", names)
                .contains(names);
    }

    @Test
    void the_configuration_has_one_component_for_each_setting() {
        // The configuration file is no component.
        assertThat(settingsOf(ProxyConfig.class)).hasSize(Settings.ALL.size() - 1);
    }

    @Test
    void no_record_of_the_configuration_has_more_than_eight_components() {
        assertThat(recordsIn(ProxyConfig.class))
                .allSatisfy(one -> assertThat(one.getRecordComponents()).hasSizeLessThanOrEqualTo(8));
    }

    private static Stream<Class<?>> recordsIn(Class<?> config) {
        return Stream.concat(
                Stream.of(config),
                Arrays.stream(config.getRecordComponents())
                        .map(RecordComponent::getType)
                        .filter(SettingsTest::isNested)
                        .flatMap(SettingsTest::recordsIn));
    }

    /** Whether it is a record of settings, and no value of one. */
    private static boolean isNested(Class<?> type) {
        return type.isRecord() && type.getPackage().equals(ProxyConfig.class.getPackage()) && type != Routes.class;
    }

    private static List<RecordComponent> settingsOf(Class<?> config) {
        return Arrays.stream(config.getRecordComponents())
                // No setting can say the routes, and the values are those of the other components.
                .filter(component -> component.getType() != Routes.class && component.getType() != SettingValues.class)
                .flatMap(component -> component.getType() == TlsFiles.class
                        ? Arrays.stream(TlsFiles.class.getRecordComponents())
                                .filter(file -> file.getType() != String.class)
                                // Whom to trust is said of others, not of clients.
                                .filter(file -> config != ServerConfig.class
                                        || !file.getName().equals("authorities"))
                        : isNested(component.getType())
                                ? settingsOf(component.getType()).stream()
                                : Stream.of(component))
                .toList();
    }

    @Test
    void names_and_letters_are_unique() {
        assertThat(Settings.ALL).extracting(Setting::name).doesNotHaveDuplicates();
        assertThat(Settings.ALL.stream().flatMap(setting -> setting.letter().stream()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void every_setting_has_a_plain_name_and_a_default_that_its_own_syntax_reads(Setting<?> setting)
            throws SyntaxException {
        assertThat(setting.name()).matches("[a-z]+[0-9]?(-[a-z]+[0-9]?)*");
        assertThat(setting.variable()).matches("FRESHET_[A-Z]+[0-9]?(_[A-Z]+[0-9]?)*");
        assertThat(setting.description()).doesNotEndWith(".").doesNotContain("|");
        if (setting.fallback().isPresent()) {
            assertThat(setting.syntax().parse(setting.fallback().get())).isNotNull();
        }
    }

    static List<Setting<?>> settings() {
        return Settings.ALL;
    }

    private static String table(Setting.Group group) {
        return "### " + group.title()
                + "\n\n| Setting | Option | Environment | Default | Change | Meaning | Allowed |\n|---|---|---|---|---|---|---|\n"
                + Settings.ALL.stream()
                        .filter(setting -> setting.group() == group)
                        .map(setting -> row(setting) + "\n")
                        .collect(Collectors.joining())
                + "\n";
    }

    private static String row(Setting<?> setting) {
        String letter = setting.letter().map(each -> "`-" + each + "`, ").orElse("");
        String fallback = setting.fallback().map(text -> "`" + text + "`").orElse("required");
        return String.join(
                        " | ",
                        "| `" + setting.name() + "`",
                        letter + "`" + setting.option() + "`",
                        "`" + setting.variable() + "`",
                        fallback,
                        setting.reloadable() ? "reload" : "restart",
                        setting.description(),
                        setting.syntax().allowed().split(", such as", 2)[0])
                + " |";
    }
}
