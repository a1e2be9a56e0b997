package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {

    /** RFC 3986 §6.2.2.1, §6.2.3; RFC 9110 §4.2.3. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http  | site.example      | site.example
            http  | SITE.Example      | site.example
            http  | site.example:80   | site.example
            http  | site.example:     | site.example
            http  | site.example:0080 | site.example
            http  | site.example:443  | site.example:443
            http  | site.example:8080 | site.example:8080
            https | site.example:443  | site.example
            HTTPS | site.example:443  | site.example
            https | site.example:80   | site.example:80
            http  | site.example.     | site.example
            http  | site.example.:80  | site.example
            http  | site.example..    | site.example.
            http  | .                 | .
            http  | [::1]             | [::1]
            http  | [::A]:80          | [::a]
            http  | [::1]:81          | [::1]:81
            http  | 127.0.0.1:80      | 127.0.0.1
            http  | ''                | ''
            http  | a:b               | a:b
            """)
    void hosts_that_mean_the_same_are_spelt_alike(String scheme, String host, String normal) {
        assertThat(Site.normalHost(scheme, host)).isEqualTo(normal);
    }

    /** RFC 9111 §4.4: what names the public host, and what does not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://www.example/a/b?c | ''   | ''   | /a/b?c
            HTTPS://WWW.example:443/a | ''   | ''   | /a
            //www.example/a           | ''   | ''   | /a
            https://www.example       | ''   | ''   | /
            https://www.example/a/../b| ''   | ''   | /b
            http://www.example/a      | ''   | ''   | -
            https://other.example/a   | ''   | ''   | -
            https://www.example:444/a | ''   | ''   | -
            /a                        | ''   | ''   | -
            a                         | ''   | ''   | -
            https://www.example/c/a   | /c   | ''   | /a
            https://www.example/c     | /c   | ''   | /
            https://www.example/cat   | /c   | ''   | -
            https://www.example/a     | /c   | ''   | -
            https://www.example/a     | ''   | /app | /app/a
            https://www.example/c/a?d | /c   | /app | /app/a?d
            """)
    void what_names_the_site_names_the_origin(String reference, String context, String base, String expected) {
        Optional<UriReference> found =
                Site.at("https://www.example").below(context, base).atOrigin(UriReference.parse(reference));

        assertThat(found.map(uri -> uri.path()
                                + uri.query().map(query -> "?" + query).orElse(""))
                        .orElse("-"))
                .isEqualTo(expected);
    }

    /** RFC 4918 §10.3; a dash is for what is refused. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://www.example/a/b?c     | ''   | ''   | http://o:81/a/b?c
            HTTPS://WWW.example:443/a     | ''   | /app | http://o:81/app/a
            https://www.example           | ''   | /app | http://o:81/app/
            https://www.example/c/a?d     | /c   | /app | http://o:81/app/a?d
            /c/a?d                        | /c   | /app | /app/a?d
            /c                            | /c   | /app | /app/
            /a,b;c%20d                    | ''   | /app | /app/a,b;c%20d
            /a/./b/../c                   | ''   | /app | /app/a/./b/../c
            /cat                          | /c   | /app | /cat
            https://www.example/other     | /c   | /app | https://www.example/other
            http://www.example/a          | ''   | /app | http://www.example/a
            https://other.example/a       | ''   | /app | https://other.example/a
            //other.example/a             | ''   | /app | //other.example/a
            https://x@www.example/a       | ''   | /app | https://x@www.example/a
            a                             | ''   | /app | a
            ''                            | ''   | /app | ''
            /..                           | ''   | /app | -
            /%2e%2e/a                     | ''   | /app | -
            https://www.example/a/..%2f.. | ''   | /app | -
            /c/../a                       | /c   | /app | /c/../a
            """)
    void a_destination_on_the_site_names_the_same_place_at_the_origin(
            String value, String context, String base, String expected) {
        assertThat(Site.at("https://www.example")
                        .below(context, base)
                        .destination(value, "http://o:81")
                        .orElse("-"))
                .isEqualTo(expected);
    }

    @Test
    void a_site_is_what_the_origin_is_told() {
        HttpFields told = HttpFields.build().add("X-Forwarded-Proto", "https").add("X-Forwarded-Host", "www.example");

        assertThat(new RequestHead("GET", "http://o/", told).site()).isEqualTo(Site.at("https://www.example"));
        assertThat(new RequestHead("GET", "http://o/", HttpFields.EMPTY).site()).isEqualTo(Site.at("://"));
        assertThat(Site.at("://").atOrigin(UriReference.parse("http://www.example/a")))
                .isEmpty();
        assertThat(Site.at("://").atOrigin(UriReference.parse("///a"))).isEmpty();
    }
}
