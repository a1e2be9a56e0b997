package io.freshet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginMappingTest {

    @ParameterizedTest(name = "origin {0}, context path {1}: {2} becomes {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "http://o, '', /, /",
                "http://o, '', /a/b, /a/b",
                "http://o/base, '', /a, /base/a",
                "http://o/base, /ctx, /ctx/a, /base/a",
                "http://o/base, /ctx, /ctx, /base/",
                "http://o, /ctx, /other, -",
                "http://o, '', //a//b, //a//b",
                "http://o, '', /a%2Fb, /a%2Fb",
                "http://o, '', /a/../b, /a/../b",
                "http://o, '', /a/%2e%2E/b, /a/%2e%2E/b",
                "http://o, '', /../b, -",
                "http://o/base, '', /a/../../b, -",
                "http://o/base, '', /a/%2e%2e/%2E./b, -",
                "http://o/base, '', /..;x=1/b, -",
                "http://o/base, '', /.../b, /base/.../b",
                "http://o, '', *, -",
                "http://o, '', '', /",
            })
    void aPathGoesThroughByteForByteOrNotAtAll(String origin, String context, String requested, String expected) {
        OriginMapping mapping = new OriginMapping(URI.create(origin));
        assertThat(mapping.pathAndQuery(requested, context, Optional.empty())).isEqualTo(Optional.ofNullable(expected));
    }

    @ParameterizedTest(name = "query {0} arrives as it is")
    @CsvSource({"q=a|b{}", "''", "a=%7E%7e", "?"})
    void aQueryGoesThroughByteForByte(String query) {
        OriginMapping mapping = new OriginMapping(URI.create("http://o"));
        assertThat(mapping.pathAndQuery("/p", "", Optional.of(query))).contains("/p?" + query);
    }

    @ParameterizedTest(name = "{0} is refused")
    @CsvSource({"q=%zz", "%", "a%2", "%%41"})
    void aPercentSignThatStandsForNothingIsRefused(String query) {
        OriginMapping mapping = new OriginMapping(URI.create("http://o"));
        assertThat(mapping.pathAndQuery("/p", "", Optional.of(query))).isEmpty();
    }

    @ParameterizedTest(name = "origin {0}, context path {1}: Location {2} becomes {3}")
    @CsvSource({
        "http://o:8080, '', http://o:8080/a?b#c, /a?b#c",
        "http://o:8080, /ctx, http://o:8080/a, /ctx/a",
        "http://o/base, /ctx, http://o/base/a, /ctx/a",
        "http://o/base, '', /base/a, /a",
        "http://o/base, '', http://o/base, /",
        "http://o/base, '', http://o/base?x=1, /?x=1",
        "http://o/base, '', http://o/other, http://o/other",
        "http://o/base, '', http://o/basement, http://o/basement",
        "http://o, '', HTTP://O/a, /a",
        "http://o, '', http://o, /",
        "http://o, '', http://other/a, http://other/a",
        "http://o, '', http://o.evil.example/a, http://o.evil.example/a",
        "http://o, '', http://o:81/a, http://o:81/a",
        "http://o, '', http://o//evil.example/, /.//evil.example/",
        "http://o, '', //elsewhere/a, //elsewhere/a",
        "http://o, '', relative, relative",
        "http://o, /ctx, /a, /ctx/a",
    })
    void aLocationThatNamesTheOriginBecomesAPathOfTheProxy(
            String origin, String context, String location, String expected) {
        assertThat(new OriginMapping(URI.create(origin)).location(location, context))
                .isEqualTo(expected);
    }
}
