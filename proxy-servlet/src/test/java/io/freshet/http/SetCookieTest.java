package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetCookieTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "a",
                "a=1",
                "a=1;",
                "a=1; ; Path = /x ;;",
                "=1; Path",
                "a=\"b;c\"; Path=/",
                " a =1 ; Path=/a=b;Path="
            })
    void whatIsNotChangedStaysByteForByte(String value) {
        assertThat(SetCookie.parse(value)).hasToString(value);
        assertThat(SetCookie.parse(value).with("Path", path -> path)).hasToString(value);
        assertThat(SetCookie.parse(value).without("Domain")).hasToString(value);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // RFC 6265 §5.2: names in any case, blanks around name and value, everything behind the first =
                "a=1; Path=/x, /x",
                "'a=1;pAtH\t=  /x\t', /x",
                "a=1; Path=/x=y, /x=y",
                "a=1; Path, ''",
                "a=1; Path=, ''",
                "a=1, -",
                "Path=/x, -",
                // RFC 6265 §5.3: the last one counts
                "a=1; Path=/x; Secure; path=/y, /y",
                "a=1; Path=/x; Path, ''",
            })
    void theLastAttributeOfANameCounts(String value, String path) {
        assertThat(SetCookie.parse(value).attribute("Path")).isEqualTo(Optional.ofNullable(path));
    }

    @ParameterizedTest
    @CsvSource({"a=1; b=2, a", "' a = 1', a", "=1, ''", "a, ''", "a; b=1, ''"})
    void aCookieHasTheNameBeforeTheFirstEqualsSign(String value, String name) {
        assertThat(SetCookie.parse(value).name()).isEqualTo(name);
    }

    @Test
    void aChangeLeavesOrderAndBlanks() {
        SetCookie cookie =
                SetCookie.parse("a=1;  Domain=x ; Expires=Wed, 21 Oct 2099 07:28:00 GMT;PATH = /x ; HttpOnly");

        assertThat(cookie.with("Path", path -> path + "/y").without("domain"))
                .hasToString("a=1; Expires=Wed, 21 Oct 2099 07:28:00 GMT;PATH = /x/y ; HttpOnly");
    }
}
