package io.freshet.proxy;

import io.freshet.config.ConfigException;
import io.freshet.config.ProxyConfig;
import io.freshet.config.Setting;
import java.util.List;

/** What of a configuration can be changed while a proxy runs. */
final class Reloading {

    private Reloading() {}

    /** @throws ConfigException if something else differs as well; the message names it */
    static void check(ProxyConfig before, ProxyConfig after) throws ConfigException {
        List<String> fixed = before.settings().changedIn(after.settings()).stream()
                .filter(setting -> !setting.reloadable())
                .map(Setting::name)
                .toList();
        if (!fixed.isEmpty()) {
            throw new ConfigException("Nothing was changed: " + String.join(", ", fixed)
                    + (fixed.size() == 1 ? " needs" : " need") + " a restart; put back what it was, or restart.");
        }
    }
}
