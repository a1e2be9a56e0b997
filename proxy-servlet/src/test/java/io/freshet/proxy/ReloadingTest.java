package io.freshet.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.EverySetting;
import io.freshet.config.ProxyConfig;
import io.freshet.config.Setting;
import io.freshet.config.SettingSource;
import io.freshet.config.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReloadingTest {

    @Test
    void what_needs_a_restart_is_named_as_it_is_set() throws ConfigException {
        ProxyConfig before = config(Map.of("origin", "https://before"));
        ProxyConfig after = config(EverySetting.CHANGED);

        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> Reloading.check(before, after));

        List<String> named = List.of(refused.getMessage()
                .replaceFirst("Nothing was changed: (.*) need a restart;.*", "$1")
                .split(", "));
        // All but those that EverySetting leaves as they are.
        assertThat(named)
                .containsExactlyElementsOf(Settings.ALL.stream()
                        .filter(setting -> !setting.reloadable())
                        .map(Setting::name)
                        .filter(EverySetting.CHANGED::containsKey)
                        .toList());
    }

    @Test
    void what_is_read_for_each_request_can_change() throws ConfigException {
        ProxyConfig before = config(Map.of("origin", "https://before"));
        ProxyConfig after = config(Map.of("origin", "https://after", "ttl", "3s", "pass-fields", "x_a"));

        assertThatNoException().isThrownBy(() -> Reloading.check(before, after));
    }

    private static ProxyConfig config(Map<String, String> options) throws ConfigException {
        return new ConfigReader(SettingSource.commandLine(options)).proxyConfig();
    }
}
