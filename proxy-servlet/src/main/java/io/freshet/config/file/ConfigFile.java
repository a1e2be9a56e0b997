package io.freshet.config.file;

import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.Routes;
import io.freshet.config.Setting;
import io.freshet.config.SettingSource;
import io.freshet.config.Settings;
import io.freshet.config.Syntax;
import io.freshet.config.SyntaxException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration file that could be read. */
public final class ConfigFile {

    private final Values values;
    private final Map<String, Key<?>> settings;

    private ConfigFile(Values values, Map<String, Key<?>> settings) {
        this.values = values;
        this.settings = settings;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException if something in it is not allowed; the message names the file, the line, the key and what is
     */
    public static ConfigFile read(Path file) throws ConfigException {
        Map<String, Key<?>> settings = new HashMap<>();
        List<Key<?>> keys = keys();
        keys.forEach(key -> settings.put(key.name(), key));
        return new ConfigFile(new Reading(file.toString()).read(Yaml.read(file), keys), settings);
    }

    /** A reader of {@code sources}, the one that wins first, and behind them of the file that one of them names, if any. */
    public static ConfigReader reader(SettingSource... sources) throws ConfigException {
        Optional<Path> named = new ConfigReader(sources).value(Settings.CONFIG);
        if (named.isEmpty()) {
            return new ConfigReader(sources);
        }
        ConfigFile file = read(named.get());
        List<SettingSource> all = new ArrayList<>(List.of(sources));
        all.add(file.settings());
        return new ConfigReader(all, file::routes);
    }

    /** The settings in it. */
    public SettingSource settings() {
        return new SettingSource(
                setting -> Optional.ofNullable(settings.get(setting.name()))
                        .map(key -> values.at(key).toString())
                        .orElse(setting.name()),
                this::text);
    }

    /**
     * Its origins and rules.
     *
     * @param origin the value of the setting {@code origin}
     */
    public Routes routes(URI origin) throws ConfigException {
        return RoutesReader.read(values, origin);
    }

    /** All that may stand at the top: every setting, origins and rules. */
    static List<Key<?>> keys() {
        List<Key<?>> keys = new ArrayList<>();
        Settings.ALL.stream()
                .filter(setting -> !setting.equals(Settings.CONFIG))
                .forEach(setting -> keys.add(key(setting)));
        keys.add(OriginKeys.ORIGINS);
        keys.add(RuleKeys.RULES);
        return keys;
    }

    /** What may stand under the name of a setting; of what value it is, is the setting's own business. */
    private static Key<?> key(Setting<?> setting) {
        Syntax<String> any = Syntax.of(setting.syntax().allowed(), Optional::of);
        String description = setting.description() + (setting.reloadable() ? "" : "; a change needs a restart");
        return isList(setting)
                ? new Key.Many<>(setting.name(), description, any)
                : new Key.One<>(setting.name(), description, any);
    }

    private static boolean isList(Setting<?> setting) {
        try {
            return setting.fallback().isPresent()
                    && setting.syntax().parse(setting.fallback().get()) instanceof List;
        } catch (SyntaxException wrongTable) {
            throw new IllegalStateException(setting.name(), wrongTable);
        }
    }

    private Optional<String> text(Setting<?> setting) {
        Object value = values.values().get(settings.get(setting.name()));
        if (value instanceof List<?> list) {
            return Optional.of(
                    list.isEmpty()
                            ? "none"
                            : String.join(
                                    ",", list.stream().map(String::valueOf).toList()));
        }
        return Optional.ofNullable(value).map(String::valueOf);
    }
}
