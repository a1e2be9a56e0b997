package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.ConfigException;
import io.freshet.config.ConfigReader;
import io.freshet.config.ProxyConfig;
import io.freshet.config.SettingSource;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfOriginCheckTest {

    @ParameterizedTest
    @CsvSource({
        "*, 3000, http://localhost:3000",
        "*, 3000, http://LOCALHOST:3000/base",
        "*, 3000, http://api.localhost:3000",
        "*, 3000, https://localhost:3000",
        "*, 3000, http://127.0.0.1:3000",
        "*, 3000, http://127.1.2.3:3000",
        "*, 3000, http://[::1]:3000",
        "*, 3000, http://0.0.0.0:3000",
        "*, 3000, http://[::]:3000",
        "*, 80, http://localhost",
        "*, 443, https://localhost",
        "0.0.0.0, 3000, http://localhost:3000",
        "localhost, 3000, http://127.0.0.1:3000",
        "127.0.0.1, 3000, http://localhost:3000",
        "127.0.0.1, 3000, http://0.0.0.0:3000",
        "203.0.113.9, 3000, http://203.0.113.9:3000",
        "proxy.example, 3000, http://proxy.example:3000",
    })
    void an_origin_that_is_the_proxy_itself_is_recognised(String host, String port, String origin)
            throws ConfigException {
        assertThat(SelfOriginCheck.isOriginOf(config(host, port, origin))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "*, 3000, http://localhost:3001",
        "*, 3000, http://localhost",
        "*, 3000, http://example.com:3000",
        "*, 3000, http://203.0.113.9:3000",
        "*, 80, https://localhost",
        "203.0.113.9, 3000, http://localhost:3000",
        "127.0.0.1, 3000, http://203.0.113.9:3000",
    })
    void any_other_origin_is_not(String host, String port, String origin) throws ConfigException {
        assertThat(SelfOriginCheck.isOriginOf(config(host, port, origin))).isFalse();
    }

    @Test
    void every_address_of_this_machine_is_the_proxy_when_it_listens_on_all() throws SocketException, ConfigException {
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            for (InetAddress address : each.inetAddresses().toList()) {
                String text = address.getHostAddress().replaceFirst("%.*", "");
                String origin = "http://" + (text.contains(":") ? "[" + text + "]" : text) + ":3000";
                if (!address.isLinkLocalAddress()) {
                    assertThat(SelfOriginCheck.isOriginOf(config("*", "3000", origin)))
                            .as(origin)
                            .isTrue();
                }
            }
        }
    }

    private static ProxyConfig config(String host, String port, String origin) throws ConfigException {
        return new ConfigReader(SettingSource.commandLine(Map.of("host", host, "port", port, "origin", origin)))
                .proxyConfig();
    }
}
