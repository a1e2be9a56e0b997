package io.freshet.config.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.ProxyConfig;
import io.freshet.config.RuleAdvice;
import io.freshet.config.SettingSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/decisions/0040: which rules store nothing for clients with cookies, and do not look like it. */
class RuleAdviceTest {

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'when: {path: /a/*}'           | 'ttl: 1h'                            | true  | 1
            'when: {path: /a/*}'           | 'min-ttl: 1h'                        | true  | 1
            'when: {cookie: {a: "*"}}'     | 'ttl: 1h'                            | true  | 1
            'when: {status: 404}'          | 'ttl: 1h'                            | true  | 1
            'when: {path: /a/*}'           | 'max-ttl: 1h'                        | true  | 0
            'when: {path: /a/*}'           | 'ttl: 1h, share: true'               | true  | 0
            'when: {path: /a/*}'           | 'ttl: 1h, share: false'              | true  | 0
            'when: {path: /a/*}'           | 'ttl: 1h, drop-cookies: ["*"]'       | true  | 0
            'when: {path: /a/*}'           | 'ttl: 1h, bypass: true'              | true  | 0
            'when: {path: /a/*}'           | 'ttl: 1h'                            | false | 0
            'when: {}'                     | 'ttl: 1h, drop-cookies: [x]'         | true  | 0
            """)
    void rules_that_could_share_what_is_personal_are_told(String when, String then, boolean guard, int advice)
            throws Exception {
        assertThat(RuleAdvice.of(read(guard, "- name: one\n  " + when + "\n  then: {" + then + "}\n")))
                .hasSize(advice)
                .allMatch(sentence -> sentence.startsWith("Rule one ") && sentence.contains("share: true"));
    }

    @ParameterizedTest
    @CsvSource({"'*', 0", "a*, 1"})
    void nothing_is_said_where_no_cookie_comes_through(String dropped, int advice) throws Exception {
        String all = "- then: {drop-cookies: ['" + dropped + "']}\n";

        assertThat(RuleAdvice.of(read(true, "- when: {path: /a}\n  then: {ttl: 1h}\n" + all)))
                .hasSize(advice);
    }

    private ProxyConfig read(boolean guard, String rules) throws Exception {
        String text = "origin: http://o.example\ndeception-guard: " + guard + "\nrules:\n" + rules;
        Path file = Files.writeString(directory.resolve("f.yaml"), text);
        return ConfigFile.reader(SettingSource.commandLine(Map.of("config", file.toString())))
                .proxyConfig();
    }
}
