package io.freshet.config;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A place where an operator writes settings.
 *
 * @param spelling what a setting is called there, for messages
 * @param text what was written for a setting, if anything
 */
public record SettingSource(Function<Setting<?>, String> spelling, Function<Setting<?>, Optional<String>> text) {

    /** Options of a command line, by the name of the setting. */
    public static SettingSource commandLine(Map<String, String> options) {
        return new SettingSource(Setting::option, setting -> Optional.ofNullable(options.get(setting.name())));
    }

    /** Environment variables. One that is empty counts as not set, as shells and container tools have it. */
    public static SettingSource environment(Map<String, String> variables) {
        return new SettingSource(Setting::variable, setting -> Optional.ofNullable(variables.get(setting.variable()))
                .filter(text -> !text.isEmpty()));
    }

    /** Context parameters of a web application, by the name of the setting. */
    public static SettingSource contextParameters(Function<String, Optional<String>> parameters) {
        return new SettingSource(
                setting -> "context parameter " + setting.name(), setting -> parameters.apply(setting.name()));
    }
}
