package io.freshet.proxy;

import io.freshet.config.ConfigException;
import io.freshet.config.ProxyConfig;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What of a configuration can be changed while a proxy runs. */
final class Reloading {

    /** Components of {@link ProxyConfig} that are read for each request. */
    private static final Set<String> POSSIBLE = Set.of(
            "routes",
            "origin",
            "preserveHost",
            "ttl",
            "staleIfError",
            "staleWhileRevalidate",
            "keep",
            "storeSetCookie",
            "storeUntilClose",
            "targets",
            "ignoreQuery",
            "showKey",
            "safety");

    /** Settings that are not called as their component is. */
    private static final Map<String, String> CALLED =
            Map.of("originIdleTimeout", "origin-timeout", "clientIdleTimeout", "client-timeout");

    private Reloading() {}

    /** @throws ConfigException if something else differs as well; the message names it */
    static void check(ProxyConfig before, ProxyConfig after) throws ConfigException {
        List<String> fixed = new ArrayList<>();
        for (RecordComponent component : ProxyConfig.class.getRecordComponents()) {
            String name = component.getName();
            if (!POSSIBLE.contains(name) && !value(component, before).equals(value(component, after))) {
                fixed.add(CALLED.getOrDefault(
                        name, name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT)));
            }
        }
        if (!fixed.isEmpty()) {
            throw new ConfigException("Nothing was changed: " + String.join(", ", fixed)
                    + (fixed.size() == 1 ? " needs" : " need") + " a restart; put back what it was, or restart.");
        }
    }

    private static Object value(RecordComponent component, ProxyConfig config) {
        try {
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
