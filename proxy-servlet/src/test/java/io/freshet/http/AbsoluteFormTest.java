package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §3.2.2 and §3.2.4. */
class AbsoluteFormTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "GET http://a/b?c a /b?c",
                "GET HTTPS://A:81/ A:81 /",
                "GET http://a a /",
                "GET http://a? a /?",
                "GET http://a?b a /?b",
                "GET http://a//b//c a //b//c",
                "GET http://[::1]:8080/%2f?%zz [::1]:8080 /%2f?%zz",
                "OPTIONS http://a a *",
                "OPTIONS http://a/ a /",
                "OPTIONS http://a? a /?",
            })
    void a_target_is_taken_apart(String method, String target, String authority, String originForm) {
        assertThat(AbsoluteForm.of(method, target)).hasValue(new AbsoluteForm(authority, originForm));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a:80",
                "a:80/b",
                "//a/b",
                "http:/b",
                "http:b",
                "http:///b",
                "http://u@a/b",
                "http://a\\b",
                "http://a:x/b",
                "http://a b/",
                "http://a/b#c",
                "http://a%2fb/",
                "ftp://a/b",
                "file:///b",
                "*x",
                "",
            })
    void anything_else_is_refused(String target) {
        assertThat(AbsoluteForm.of("GET", target)).isEmpty();
    }
}
