package io.freshet.proxy;

import io.freshet.config.ConfigException;
import io.freshet.config.ProxyConfig;
import io.freshet.config.Setting;
import io.freshet.config.Settings;
import java.util.List;
import java.util.Set;

/** What of a configuration can be changed while a proxy runs. */
final class Reloading {

    /** Settings that are read for each request. */
    private static final Set<Setting<?>> POSSIBLE = Set.of(
            Settings.ORIGIN,
            Settings.PRESERVE_HOST,
            Settings.PASS_FIELDS,
            Settings.TTL,
            Settings.STALE_IF_ERROR,
            Settings.STALE_WHILE_REVALIDATE,
            Settings.KEEP,
            Settings.STORE_SET_COOKIE,
            Settings.STORE_UNTIL_CLOSE,
            Settings.DECEPTION_GUARD,
            Settings.TARGETS,
            Settings.IGNORE_QUERY,
            Settings.SHOW_KEY);

    private Reloading() {}

    /** @throws ConfigException if something else differs as well; the message names it */
    static void check(ProxyConfig before, ProxyConfig after) throws ConfigException {
        List<String> fixed = before.settings().changedIn(after.settings()).stream()
                .filter(setting -> !POSSIBLE.contains(setting))
                .map(Setting::name)
                .toList();
        if (!fixed.isEmpty()) {
            throw new ConfigException("Nothing was changed: " + String.join(", ", fixed)
                    + (fixed.size() == 1 ? " needs" : " need") + " a restart; put back what it was, or restart.");
        }
    }
}
