package io.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginSyntaxTest {

    @ParameterizedTest
    @CsvSource({
        "https://dummyjson.com, https://dummyjson.com",
        "https://dummyjson.com/, https://dummyjson.com",
        "HTTPS://DummyJSON.com:443//, https://dummyjson.com",
        "http://localhost:80, http://localhost",
        "http://localhost:443, http://localhost:443",
        "http://localhost:, http://localhost",
        "http://localhost:8080/Api/v1/, http://localhost:8080/Api/v1",
        "http://localhost/a%2Fb//c, http://localhost/a%2Fb//c",
        "http://127.0.0.1:1, http://127.0.0.1:1",
        "http://[::1]:65535/x, http://[::1]:65535/x",
        "http://xn--mnchen-3ya.de, http://xn--mnchen-3ya.de",
    })
    void reads_and_normalises_an_address(String text, String expected) throws SyntaxException {
        assertThat(new OriginSyntax().parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://example.com | an http:// or https://",
                "file:///etc/passwd | an http:// or https://",
                "example.com | an http:// or https://",
                "//example.com | an http:// or https://",
                "http:example.com | an http:// or https://",
                "http:// | an http:// or https://",
                "http:/// | an http:// or https://",
                "http://a b | an http:// or https://",
                "http://a\\b | an http:// or https://",
                "http://[::1 | an http:// or https://",
                "http://example.com/%zz | an http:// or https://",
                "'' | an http:// or https://",
                "http://user@example.com | without user and password",
                "http://user:pass@example.com | without user and password",
                "http://@example.com | without user and password",
                "http://my_service:8080 | letters, digits, hyphens and dots",
                "http://münchen.de | letters, digits, hyphens and dots",
                "http://example.com:x | letters, digits, hyphens and dots",
                "http://:8080 | letters, digits, hyphens and dots",
                "http://example.com:0 | port is from 1 to 65535",
                "http://example.com:99999 | port is from 1 to 65535",
                "http://example.com?q | without ? and #",
                "http://example.com/#top | without ? and #",
                "http://example.com/a/../b | without . and ..",
                "http://example.com/. | without . and ..",
            })
    void refuses_what_is_no_origin_and_says_what_would_be(String text, String allowed) {
        assertThatExceptionOfType(SyntaxException.class)
                .isThrownBy(() -> new OriginSyntax().parse(text))
                .withMessageContaining(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/\u0000", "http://example.com/\n", "http://exa\tmple.com"})
    void refuses_control_characters(String text) {
        assertThatExceptionOfType(SyntaxException.class).isThrownBy(() -> new OriginSyntax().parse(text));
    }
}
