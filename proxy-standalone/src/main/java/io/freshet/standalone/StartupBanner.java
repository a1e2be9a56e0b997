package io.freshet.standalone;

import io.freshet.config.ProxyConfig;
import io.freshet.config.RedisSettings;
import io.freshet.config.ServerConfig;
import io.freshet.config.Setting;
import io.freshet.config.StoreConfig;
import io.freshet.config.StoreKind;
import java.util.Optional;
import org.eclipse.jetty.util.HostPort;

/** What the program says when it runs. */
final class StartupBanner {

    private StartupBanner() {}

    static String text(
            ProxyConfig config, String program, String version, String storeNote, Optional<String> adminUrl) {
        return """
                Freshet %s
                  open    %s
                  origin  %s
                  store   %s
                  admin   %s
                  clear   %s
                  stop    Ctrl-C
                """.formatted(
                        version,
                        address(config.server()),
                        config.origin().url(),
                        storeNote,
                        adminUrl.orElse("off"),
                        clear(config.store(), program));
    }

    /** Two lines to try in the demo. */
    static String demo(ProxyConfig config) {
        return """
                  try     curl -i %1$s/products
                          curl -i %1$s/products/1
                """.formatted(address(config.server()));
    }

    private static String address(ServerConfig server) {
        String host = server.host().isEmpty() ? "localhost" : HostPort.normalizeHost(server.host());
        return server.scheme() + "://" + host + ":" + server.port();
    }

    private static String clear(StoreConfig store, String program) {
        String command = program + " --clear-cache";
        if (store.kind() == StoreKind.MEMORY) {
            return command + " --store memory";
        }
        boolean sameRedis = isDefault(RedisSettings.REDIS, store.redis().uri().toString())
                && isDefault(RedisSettings.REDIS_PREFIX, store.redis().prefix());
        return sameRedis ? command : command + " (with the same --redis and --redis-prefix)";
    }

    private static boolean isDefault(Setting<?> setting, String text) {
        return setting.fallback().filter(text::equals).isPresent();
    }
}
