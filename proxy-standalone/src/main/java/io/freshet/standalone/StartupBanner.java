package io.freshet.standalone;

import io.freshet.config.ProxyConfig;
import io.freshet.config.ProxyConfig.StoreKind;
import io.freshet.config.Setting;
import io.freshet.config.Settings;
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
                version, address(config), config.origin(), storeNote, adminUrl.orElse("off"), clear(config, program));
    }

    /** Two lines to try in the demo. */
    static String demo(ProxyConfig config) {
        return """
                  try     curl -i %1$s/products
                          curl -i %1$s/products/1
                """.formatted(address(config));
    }

    private static String address(ProxyConfig config) {
        String host = config.host().isEmpty() ? "localhost" : HostPort.normalizeHost(config.host());
        return config.scheme() + "://" + host + ":" + config.port();
    }

    private static String clear(ProxyConfig config, String program) {
        String command = program + " --clear-cache";
        if (config.store() == StoreKind.MEMORY) {
            return command + " --store memory";
        }
        boolean sameRedis = isDefault(Settings.REDIS, config.redis().uri().toString())
                && isDefault(Settings.REDIS_PREFIX, config.redis().prefix());
        return sameRedis ? command : command + " (with the same --redis and --redis-prefix)";
    }

    private static boolean isDefault(Setting<?> setting, String text) {
        return setting.fallback().filter(text::equals).isPresent();
    }
}
