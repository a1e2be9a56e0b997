package io.freshet.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A value for every setting: what was written for it, or its default. */
public final class SettingValues {

    private final Map<Setting<?>, Object> values;

    /** @param values for each setting what its own syntax has read */
    SettingValues(Map<Setting<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    /** The value of {@code setting}. */
    @SuppressWarnings("unchecked") // see the constructor
    public <T> T of(Setting<T> setting) {
        return (T) Objects.requireNonNull(values.get(setting));
    }

    /** The settings that have another value in {@code others}, in the order of the table. */
    public List<Setting<?>> changedIn(SettingValues others) {
        return Settings.ALL.stream()
                .filter(setting -> !of(setting).equals(others.of(setting)))
                .toList();
    }

    /** Shows no value: some are secrets. */
    @Override
    public String toString() {
        return "SettingValues[...]";
    }
}
