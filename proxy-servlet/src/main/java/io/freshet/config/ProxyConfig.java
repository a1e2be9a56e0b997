package io.freshet.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything an operator can set, validated, a record for each subject. Made from the {@link Settings} table by {@link ConfigReader};
 * what the components of a record mean in detail is said in that table.
 *
 * @param settings the value of each setting
 * @param routes the origins and rules of the configuration file
 * @param origin where requests go, and how
 * @param cache what is stored, for how long, and what it answers
 * @param store where it is kept
 * @param server what clients connect to
 * @param admin who may do what an operator does, and where
 * @param log what is logged
 */
public record ProxyConfig(
        SettingValues settings,
        Routes routes,
        OriginSideConfig origin,
        CacheConfig cache,
        StoreConfig store,
        ServerConfig server,
        AdminConfig admin,
        LogConfig log) {

    /** The configuration file, if there is one. */
    public Optional<Path> file() {
        return settings.of(Settings.CONFIG);
    }
}
