package io.freshet.config.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freshet.config.ConfigException;
import io.freshet.config.OriginConfig;
import io.freshet.config.ProxyConfig;
import io.freshet.config.Rule;
import io.freshet.config.SettingSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    @TempDir
    Path directory = Path.of("");

    private ProxyConfig read(String text, Map<String, String> options) throws ConfigException, IOException {
        Path file = Files.writeString(directory.resolve("f.yaml"), text);
        Map<String, String> all = new HashMap<>(options);
        all.put("config", file.toString());
        return ConfigFile.reader(SettingSource.commandLine(all)).proxyConfig();
    }

    @Test
    void settings_stand_at_the_top_and_options_win_over_them() throws Exception {
        ProxyConfig config = read("""
                origin: https://site.example/
                port: 4000
                ttl: 5m            # a comment
                show-key: true
                ignore-query: [utm_*, fbclid]
                targets: none
                """, Map.of("port", "4001"));

        assertThat(config.origin().url()).isEqualTo(URI.create("https://site.example"));
        assertThat(config.server().port()).isEqualTo(4001);
        assertThat(config.cache().policy().ttl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.cache().showKey()).isTrue();
        assertThat(config.cache().ignoreQuery()).containsExactly("utm_*", "fbclid");
        assertThat(config.cache().policy().targets()).isEmpty();
    }

    @Test
    void origins_and_rules_are_read_whole() throws Exception {
        ProxyConfig config = read("""
                origin: https://site.example
                origins:
                  default:
                    addresses: [https://10.0.0.1:8443, https://10.0.0.2]
                  images:
                    url: http://images.example/base
                    max-fails: 5
                    fail-timeout: 20s
                    health: {path: /up, interval: 1s, timeout: 500ms, unhealthy-after: 1, healthy-after: 4}
                rules:
                  - name: pictures
                    when:
                      host: "*.example"
                      path: [/a/*, /b]
                      method: [GET, HEAD]
                      header: {X-Device: "mo*"}
                      cookie: {session: "*"}
                    then:
                      origin: images
                      bypass: false
                      ttl: 1h
                      stale-if-error: 1d
                      stale-while-revalidate: 1m
                      ignore: [no-store, max-age]
                      key:
                        drop-query: utm_*
                        keep-query: [id]
                        sort-query: true
                        ignore-case: true
                        headers: X-Device
                        cookie: variant
                      drop-cookies: ["_ga*"]
                      drop-set-cookie: true
                      tags: [pictures]
                      request-headers: {set: {X-From: freshet}, remove: X-Debug}
                      response-headers: {remove: [Server]}
                  - when: {status: [404, 5xx, 200-299], type: text/*}
                    then: {min-ttl: 1s, max-ttl: 10s}
                """, Map.of());

        assertThat(config.routes().origins())
                .containsExactly(
                        new OriginConfig(
                                "default",
                                URI.create("https://site.example"),
                                List.of(URI.create("https://10.0.0.1:8443"), URI.create("https://10.0.0.2")),
                                3,
                                Duration.ofSeconds(10),
                                java.util.Optional.empty()),
                        new OriginConfig(
                                "images",
                                URI.create("http://images.example/base"),
                                List.of(),
                                5,
                                Duration.ofSeconds(20),
                                java.util.Optional.of(new OriginConfig.HealthCheck(
                                        "/up", Duration.ofSeconds(1), Duration.ofMillis(500), 1, 4))));
        Rule first = config.routes().rules().get(0);
        assertThat(first.name()).isEqualTo("pictures");
        assertThat(first.when())
                .isEqualTo(new Rule.When(
                        List.of("*.example"),
                        List.of("/a/*", "/b"),
                        List.of("GET", "HEAD"),
                        Map.of("x-device", "mo*"),
                        Map.of("session", "*"),
                        List.of(),
                        List.of()));
        assertThat(first.then().origin()).hasValue("images");
        assertThat(first.then().lifetime().ttl()).hasValue(Duration.ofHours(1));
        assertThat(first.then().ignore()).isEqualTo(Set.of(Rule.Ignorable.NO_STORE, Rule.Ignorable.MAX_AGE));
        assertThat(first.then().key().headers()).containsExactly("x-device");
        assertThat(first.then().changes().request())
                .isEqualTo(new Rule.Fields(Map.of("X-From", "freshet"), List.of("X-Debug")));
        Rule second = config.routes().rules().get(1);
        assertThat(second.name()).isEqualTo("rule-2");
        assertThat(second.when().statuses())
                .containsExactly(new Rule.Statuses(404, 404), new Rule.Statuses(500, 599), new Rule.Statuses(200, 299));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            prot: 1                                       | 1: there is no prot: did you mean port?
            colour: 1                                     | 1: there is no colour; allowed at the top: origin, preserve-host
            origin: http://o\\nttl: soon                   | 2: ttl must be a duration from 0s to 365d, such as 500ms, 30s, 5m or 1h, not "soon"
            ttl: 5s\\nttl: 6s                              | 2: ttl is there more than once
            ttl: {a: b}                                   | 1: ttl must be a duration
            rules: x                                      | 1: rules must be a list
            rules:\\n  - when: {path: /x}                  | 2: rules[0].then is missing
            rules:\\n  - then: {tll: 1s}                   | 2: there is no rules[0].then.tll: did you mean ttl?
            rules:\\n  - then: {colour: 1s}                | 2: there is no rules[0].then.colour; allowed in rules[0].then: origin, bypass, share, ttl
            rules:\\n  - then:\\n      ttl: -1s             | 3: rules[0].then.ttl must be a duration from 0s to 365d
            rules:\\n  - then: {origin: cdn}               | 2: there is no origin cdn; there are default
            rules:\\n  - when: {status: 6xx}\\n    then: {}| 2: rules[0].when.status must be a status code from 200 to 599
            rules:\\n  - when: {path: a}\\n    then: {}    | 2: rules[0].when.path must be a path that begins with / or *
            rules:\\n  - when: {status: 200}\\n    then: {origin: default} | 3: rules[0].then changes the request or its key, but when asks about status or type
            rules:\\n  - then: {response-headers: {set: {Content-Length: 5}}} | 2: rules[0].then.response-headers.set.Content-Length must be the name of a field, and none that
            rules:\\n  - then: {response-headers: {set: {X: "a\\x01b"}}} | 2: rules[0].then.response-headers.set.X must be at most 4096 printable characters
            rules:\\n  - then: {min-ttl: 5s, max-ttl: 4s}  | 2: rules[0].then.min-ttl must be at most max-ttl
            rules:\\n  - then: {ignore: all}               | 2: rules[0].then.ignore must be no-store, no-cache, private, must-revalidate or max-age
            rules:\\n  - when: {path: "/a?b"}\\n    then: {}  | 2: rules[0].when.path must be a path that begins with / or *, a * for any characters, without
            rules:\\n  - when: {path: "/a/.*$"}\\n    then: {} | 2: rules[0].when.path must be a path
            rules:\\n  - when: {path: "/a/../b"}\\n    then: {} | 2: rules[0].when.path must be a path
            rules:\\n  - when: {path: "*/."}\\n    then: {}  | 2: rules[0].when.path must be a path
            rules:\\n  - when: {path: "/100%"}\\n    then: {} | 2: rules[0].when.path must be a path
            rules:\\n  - when: {method: "G*"}\\n    then: {} | 2: rules[0].when.method must be a method such as GET
            rules:\\n  - when: {host: "a:80"}\\n    then: {} | 2: rules[0].when.host must be a host without port
            rules:\\n  - when: {host: "a."}\\n    then: {}   | 2: rules[0].when.host must be a host
            rules:\\n  - when: {cookie: {"a?": x}}\\n    then: {} | 2: rules[0].when.cookie.a? must be the name of a cookie, a * for any characters
            rules:\\n  - when: {cookie: {a: "x "}}\\n    then: {} | 2: rules[0].when.cookie.a must be 1 to 1024 printable characters without blanks at the ends
            rules:\\n  - when: {header: {"x-*": "*"}}\\n    then: {} | 2: rules[0].when.header.x-* must be the name of a field, a * for any characters, and none in which
            rules:\\n  - when: {header: {"*": "*"}}\\n    then: {} | 2: rules[0].when.header.* must be the name of a field
            rules:\\n  - then: {key: {cookie: "a*"}}      | 2: rules[0].then.key.cookie must be the name of a cookie, without *
            rules:\\n  - then: {key: {headers: "X-*"}}    | 2: rules[0].then.key.headers must be the name of a field, without *
            rules:\\n  - then: {drop-cookies: "a=b"}      | 2: rules[0].then.drop-cookies must be the name of a cookie, a * for any characters
            rules:\\n  - then: {request-headers: {remove: "X-*"}} | 2: rules[0].then.request-headers.remove must be the name of a field, and none that
            origins:\\n  a: {}                             | 2: origins.a.url is missing
            origins:\\n  default: {url: http://o}          | 2: the url of default is what the setting origin says
            origins:\\n  a: {url: http://o, addresses: https://p} | 2: https://p must begin with http://
            origins:\\n  a:\\n    url: http://o\\n    health: {interval: 1s} | 4: origins.a.health.path is missing
            a: &x [1]\\nb: *x                              | 2: aliases (*name) are not allowed here
            a: [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]      | 1: nothing here is nested so deeply
            a: [1                                         | 1: this is no YAML
            "a\\x00": 1                                 | 1: there is no a\\u0000
            - a                                           | 1: the file must have keys and values in it
            """)
    void what_is_wrong_is_told_with_its_line_and_what_is_allowed(String text, String message) {
        String origin = text.contains("origin: http") ? "" : "http://o";
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(
                        () -> read(text.replace("\\n", "\n"), origin.isEmpty() ? Map.of() : Map.of("origin", origin)))
                .withMessageStartingWith(directory.resolve("f.yaml") + ":" + message);
    }

    @Test
    void what_is_no_file_of_settings_is_refused_unread() throws Exception {
        Path large = directory.resolve("large.yaml");
        try (var file = Files.newByteChannel(
                large, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
            file.position(100L << 20);
            file.write(java.nio.ByteBuffer.wrap(new byte[] {'x'}));
        }
        Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Path empty = Files.writeString(directory.resolve("empty.yaml"), "# nothing\n");

        assertRefused(directory, " is a directory: name the file in it.");
        assertRefused(large, " is too large for a configuration: at most 1048576 bytes.");
        assertRefused(binary, " is no text in UTF-8.");
        assertRefused(empty, " is empty: it must hold at least one setting, such as origin: https://api.example.com.");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.read(directory.resolve("none.yaml")))
                .withMessage("There is no file " + directory.resolve("none.yaml") + ".");
    }

    private static void assertRefused(Path file, String why) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.read(file))
                .withMessage(file + why);
    }

    @Test
    void a_secret_in_the_file_is_in_no_message() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read("admin-token: hunter2 secret\n", Map.of("origin", "http://o")))
                .satisfies(wrong -> assertThat(wrong.getMessage())
                        .startsWith(directory.resolve("f.yaml") + ":1: admin-token must be")
                        .doesNotContain("hunter2"));
    }
}
