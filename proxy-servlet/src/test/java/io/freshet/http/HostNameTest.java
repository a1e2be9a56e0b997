package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §7.2, and what is left of RFC 3986 §3.2.2 where two readers must agree. */
class HostNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "EXAMPLE.com.",
                "a",
                "a_b.internal",
                "xn--caf-dma.example",
                "127.0.0.1",
                "127.0.0.1:8080",
                "example.com:0",
                "example.com:65535",
                "[::1]",
                "[2001:db8::1]:443",
                "[::ffff:127.0.0.1]",
            })
    void hosts_are_clear(String host) {
        assertThat(HostName.isClear(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a,b",
                "a;b",
                "a/b",
                "a?b",
                "a#b",
                "a\\b",
                "u@a",
                "u:p@a",
                "@a",
                "a%2fb",
                "a%zz",
                "a%00",
                "a\u0000",
                "a\tb",
                "caf\u00e9",
                ".",
                "..",
                ".a",
                "a..b",
                "a.:80.",
                ":80",
                "a:",
                "a:b",
                "a:+80",
                "a:-1",
                "a:65536",
                "a:999999",
                "a:80:80",
                "a:80\n",
                "[",
                "[]",
                "[::1",
                "::1",
                "[::1]x",
                "[a.test]",
                "[v1.x]",
                "[::1%25eth0]",
                "http://a",
                "a|b",
                "a\"b",
                "a<b",
            })
    void what_could_be_read_in_two_ways_is_not(String host) {
        assertThat(HostName.isClear(host)).isFalse();
    }
}
