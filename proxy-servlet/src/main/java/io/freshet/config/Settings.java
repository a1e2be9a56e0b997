package io.freshet.config;

import io.freshet.config.Setting.Group;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All settings. Each is declared once, in the table of its subject; the command line, the environment, context parameters, the
 * configuration file, its schema, the documentation and what a reload may change have no other source.
 */
public final class Settings {

    private static final SettingTable RESTART = new SettingTable(Group.FILE);

    public static final Setting<Optional<Path>> CONFIG = RESTART.file("config")
            .help("a file in YAML with settings, and with origins and rules that only stand there");

    /** Every setting, by group. */
    public static final List<Setting<?>> ALL = Stream.of(
                    RESTART.settings(),
                    OriginSettings.ALL,
                    CacheSettings.ALL,
                    RedisSettings.ALL,
                    ServerSettings.ALL,
                    AdminSettings.ALL,
                    LogSettings.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private Settings() {}
}
