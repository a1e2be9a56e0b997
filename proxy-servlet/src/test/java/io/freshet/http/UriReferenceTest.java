package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriReferenceTest {

    @ParameterizedTest(name = "RFC 3986 §5.4: {0} is {1}")
    @CsvSource({
        "g:h,           g:h",
        "g,             http://a/b/c/g",
        "./g,           http://a/b/c/g",
        "g/,            http://a/b/c/g/",
        "/g,            http://a/g",
        "//g,           http://g",
        "?y,            http://a/b/c/d;p?y",
        "g?y,           http://a/b/c/g?y",
        "#s,            http://a/b/c/d;p?q",
        "g?y#s,         http://a/b/c/g?y",
        "'',            http://a/b/c/d;p?q",
        ".,             http://a/b/c/",
        "..,            http://a/b/",
        "../../g,       http://a/g",
        "../../../g,    http://a/g",
        "/./g,          http://a/g",
        "/../g,         http://a/g",
        "g..,           http://a/b/c/g..",
        "./g/.,         http://a/b/c/g/",
        "g/../h,        http://a/b/c/h",
        "http://x/a/../b, http://x/b",
        "'a|b {\\}',    'http://a/b/c/a|b {\\}'"
    })
    void references_resolve_as_the_rfc_shows(String reference, String target) {
        assertThat(text(UriReference.parse("http://a/b/c/d;p?q").resolve(UriReference.parse(reference))))
                .isEqualTo(target);
    }

    @Test
    void a_base_without_a_path_has_the_root() {
        assertThat(text(UriReference.parse("http://a").resolve(UriReference.parse("g"))))
                .isEqualTo("http://a/g");
    }

    @ParameterizedTest(name = "RFC 9110 §4.3.1: {0} and {1}: {2}")
    @CsvSource({
        "http://a/x,      http://a/y,        true",
        "http://a/,       HTTP://A:80/,      true",
        "https://a/,      https://a:443/,    true",
        "http://a:/,      http://a/,         true",
        "http://[::1]/,   http://[::1]:80/,  true",
        "http://[::1]/,   http://[::2]/,     false",
        "http://a/,       https://a/,        false",
        "http://a/,       http://a:8080/,    false",
        "http://a/,       http://a.b/,       false",
        "http://a/,       http://u@a/,       false",
        "http://a/,       /relative,         false"
    })
    void an_origin_is_scheme_host_and_port(String one, String other, boolean same) {
        assertThat(UriReference.parse(one).sameOrigin(UriReference.parse(other)))
                .isEqualTo(same);
    }

    @Test
    void megabytes_can_be_taken_apart() {
        UriReference base = UriReference.parse("http://a/");
        for (String text : new String[] {"/..", "a:", "?", "#", "//", "\n", "[", "a/"}) {
            assertThat(base.resolve(UriReference.parse(text.repeat(500_000)))).isNotNull();
        }
    }

    private static String text(UriReference uri) {
        return uri.scheme().orElse("")
                + ':'
                + uri.authority().map(authority -> "//" + authority).orElse("")
                + uri.path()
                + uri.query().map(query -> '?' + query).orElse("");
    }
}
