package io.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

    @Test
    void the_reference_has_exactly_the_rows_of_the_table() throws IOException {
        List<String> rows;
        try (Stream<String> lines = Files.lines(REFERENCE)) {
            rows = lines.filter(line -> line.startsWith("| `")).toList();
        }

        assertThat(String.join("\n", rows))
                .isEqualTo(String.join(
                        "\n", Settings.ALL.stream().map(SettingsTest::row).toList()));
    }

    @Test
    void the_reference_has_the_groups_in_the_order_of_the_table() throws IOException {
        List<String> titles = new ArrayList<>();
        for (String line : Files.readAllLines(REFERENCE)) {
            if (line.startsWith("### ")) {
                titles.add(line.substring(4));
            }
        }

        assertThat(titles)
                .containsExactlyElementsOf(Arrays.stream(Setting.Group.values())
                        .map(Setting.Group::title)
                        .toList());
        assertThat(Settings.ALL).extracting(Setting::group).isSorted();
    }

    @Test
    void every_constant_is_in_the_table() throws IllegalAccessException {
        List<Object> constants = new ArrayList<>();
        for (Field field : Settings.class.getFields()) {
            if (field.getType() == Setting.class) {
                constants.add(field.get(null));
            }
        }

        assertThat(constants).hasSameElementsAs(Settings.ALL).hasSameSizeAs(Settings.ALL);
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

    private static String row(Setting<?> setting) {
        String letter = setting.letter().map(each -> "`-" + each + "`, ").orElse("");
        String fallback = setting.fallback().map(text -> "`" + text + "`").orElse("required");
        return String.join(
                        " | ",
                        "| `" + setting.name() + "`",
                        letter + "`" + setting.option() + "`",
                        "`" + setting.variable() + "`",
                        fallback,
                        setting.description(),
                        setting.syntax().allowed().split(", such as", 2)[0])
                + " |";
    }
}
