package io.freshet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.TargetPath;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginMappingTest {

    @ParameterizedTest(name = "origin {0}: {1} becomes {2}")
    @CsvSource({
        "http://o, /, /",
        "http://o, /a/b, /a/b",
        "http://o/base, /a, /base/a",
        "http://o/base, /, /base/",
        "http://o, //a//b, //a//b",
        "http://o, /a%2Fb, /a%2Fb",
        "http://o, /a/../b, /a/../b",
        "http://o/base, /.../b, /base/.../b",
    })
    void aPathGoesThroughByteForByte(String origin, String requested, String expected) {
        OriginMapping mapping = new OriginMapping(URI.create(origin));
        TargetPath path = TargetPath.of(requested).orElseThrow();
        assertThat(mapping.pathAndQuery(path, Optional.empty())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "query {0} arrives as it is")
    @CsvSource({"q=a|b{}", "''", "a=%7E%7e", "?", "q=%zz", "%", "a%2", "%%41", "q=\u00e9"})
    void aQueryGoesThroughByteForByte(String query) {
        OriginMapping mapping = new OriginMapping(URI.create("http://o"));
        assertThat(mapping.pathAndQuery(TargetPath.of("/p").orElseThrow(), Optional.of(query)))
                .isEqualTo("/p?" + query);
    }

    @ParameterizedTest(name = "origin {0}, context path {1}: Location {2} becomes {3}")
    @CsvSource({
        "http://o/base, '', /base//evil.example/, /.//evil.example/",
        "http://o/base, '', /base/\\evil.example/, /./\\evil.example/",
        "http://o/base, '', http://o/base/\\evil.example/, /./\\evil.example/",
        "http://o/base, '', '/base/\t/evil.example/', '/./\t/evil.example/'",
        "http://o/base, '', '/base/\t\\evil.example/', '/./\t\\evil.example/'",
        "http://o, '', '/\r\n/evil.example/', '/./\r\n/evil.example/'",
        "http://o, '', /\\evil.example/, /./\\evil.example/",
        "http://o/base, '', http://o/base\\evil.example/, http://o/base\\evil.example/",
        "http://o/base, '', http://o\\base/a, http://o\\base/a",
        "http://o/base, '', /base/%5cevil.example/, /%5cevil.example/",
        "http://o/base, '', /base/../a, /base/../a",
        "http://o/base, '', /base/..//evil.example/, /base/..//evil.example/",
        "http://o/base, '', /base/a?\\x, /a?\\x",
        "http://o/base, '', /base?\\evil.example/, /?\\evil.example/",
        "http://o/base, /ctx, /base/\\evil.example/, /ctx/\\evil.example/",
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
