package io.freshet.config;

import io.freshet.config.Setting.Group;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Declares the settings of a group, in the order of the help and the documentation. A row begins with the kind of its value and ends
 * with {@link Row#help}.
 */
final class SettingTable {

    private final Group group;
    private final boolean reloadable;
    private final List<Setting<?>> settings;

    /** Of settings that need a restart. */
    SettingTable(Group group) {
        this(group, false, new ArrayList<>());
    }

    private SettingTable(Group group, boolean reloadable, List<Setting<?>> settings) {
        this.group = group;
        this.reloadable = reloadable;
        this.settings = settings;
    }

    /** The same table, for settings that are read for each request: a reload may change them. */
    SettingTable reloadable() {
        return new SettingTable(group, true, settings);
    }

    /** Those declared so far. */
    List<Setting<?>> settings() {
        return List.copyOf(settings);
    }

    Row<Boolean> flag(String name, boolean fallback) {
        return setting(name, "BOOL", Boolean.toString(fallback), Syntax.flag());
    }

    Row<Integer> count(String name, int fallback, int min, int max) {
        return setting(name, "COUNT", Integer.toString(fallback), Syntax.number(min, max));
    }

    /** Default and bounds as {@link DurationFormat} reads them. */
    Row<Duration> time(String name, String fallback, String min, String max) {
        return setting(
                name,
                "TIME",
                fallback,
                Syntax.duration(
                        DurationFormat.parse(min).orElseThrow(),
                        DurationFormat.parse(max).orElseThrow()));
    }

    /** Default and bounds as {@link ByteSizes} reads them. */
    Row<Long> size(String name, String fallback, String min, String max) {
        return setting(
                name,
                "SIZE",
                fallback,
                Syntax.byteSize(
                        ByteSizes.parse(min).orElseThrow(), ByteSizes.parse(max).orElseThrow()));
    }

    Row<Optional<Path>> file(String name) {
        return setting(name, "FILE", "none", Syntax.file());
    }

    Row<Optional<String>> secret(String name) {
        return setting(name, "TEXT", "none", Syntax.secret());
    }

    <E extends Enum<E>> Row<E> choice(String name, String argument, String fallback, Class<E> type) {
        return setting(name, argument, fallback, Syntax.choice(type));
    }

    Row<String> text(String name, String argument, String fallback, String allowed, String pattern) {
        return setting(name, argument, fallback, Syntax.text(allowed, Pattern.compile(pattern)));
    }

    /** Texts that each match {@code pattern} in full. */
    Row<List<String>> list(String name, String argument, String fallback, String allowed, String pattern) {
        return setting(name, argument, fallback, Syntax.list(allowed, Pattern.compile(pattern)));
    }

    <T> Row<T> setting(String name, String argument, String fallback, Syntax<T> syntax) {
        return new Row<>(name, argument, Optional.of(fallback), syntax);
    }

    /** Without a default. */
    <T> Row<T> required(String name, String argument, Syntax<T> syntax) {
        return new Row<>(name, argument, Optional.empty(), syntax);
    }

    /** A setting of which the help is missing. */
    final class Row<T> {

        private final String name;
        private final String argument;
        private final Optional<String> fallback;
        private final Syntax<T> syntax;
        private Optional<Character> letter = Optional.empty();

        private Row(String name, String argument, Optional<String> fallback, Syntax<T> syntax) {
            this.name = name;
            this.argument = argument;
            this.fallback = fallback;
            this.syntax = syntax;
        }

        Row<T> letter(char option) {
            letter = Optional.of(option);
            return this;
        }

        /** Puts the setting into the table. */
        Setting<T> help(String description) {
            Setting<T> setting =
                    new Setting<>(name, letter, group, argument, fallback, description, syntax, reloadable);
            settings.add(setting);
            return setting;
        }
    }
}
