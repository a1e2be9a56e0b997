package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.Tries;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetPathTest {

    /** RFC 3986 §6.2.2.1 to §6.2.2.3. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            /,                /
            /admin,           /admin
            /%61dmin,         /admin
            /x/../admin,      /admin
            /./admin/.,       /admin/
            /a/b/..,          /a/
            /a%2fb,           /a%2Fb
            //a,              //a
            /a/..b/.c,        /a/..b/.c
            /.../b,           /.../b
            /a;x=1/../b,      /b
            /.well-known/x,   /.well-known/x
            /a%2e,            /a.
            /caf%c3%a9,       /caf%C3%A9
            /.//a,            //a
            /a/..//b,         //b
            /a/../b%2fc,      /b%2Fc
            /a/../b;c/,       /b;c/
            /caf%e9,          /caf%E9
            /a|b[c]{d}^`,     /a|b[c]{d}^`
            /a\\b,            /a\\b
            """)
    void a_path_has_one_normal_form(String path, String normal) {
        assertThat(TargetPath.of(path)).map(TargetPath::normal).contains(normal);
        assertThat(TargetPath.of(path)).map(TargetPath::text).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // RFC 3986 §2.1: a percent sign that stands for nothing
                "/%",
                "/a%2",
                "/a%zz",
                "/%%41",
                "/%\uff11\uff11",
                // No path
                "",
                "*",
                "a",
                "http://a/",
                // RFC 3986 §5.2.4: out of the root
                "/..",
                "/../a",
                "/a/../../b",
                "/./../a",
                // RFC 3986 §6.2.2.2 has a dot decoded first; raw readers do not
                "/%2e%2e/a",
                "/a/%2E%2e/b",
                "/a/.%2e/b",
                "/a/%2e/b",
                "/a/%2e",
                // Encoded separators, which many servers decode first
                "/..%2fa",
                "/a/..%2Fb",
                "/a%2f..",
                "/a%2f../b",
                "/a%2F.%2Fb",
                "/..%5ca",
                "/a\\..\\b",
                "/a/..\\b",
                "/a%5c..%5cb",
                "/a%2fb/../c",
                "/a%5cb/../c",
                "/a\\b/../c",
                // Parameters, which servlet containers drop first
                "/..;/a",
                "/a/..;x=1/b",
                "/a/.;/b",
                "/a/..%3bx/b",
                "/;/../a",
                "/a/;x/../b",
                // Behind nothing, which servers that merge slashes leave out
                "//../a",
                "/a//../../b",
                "///../a",
                "/a//../b",
                "/a//./b",
                "/a%2f/../b",
                // Twice encoded, for servers behind servers
                "/..%252fa",
                "/%252e%252e/a",
                "/%25252e%25252e/a",
                "/%%32e%%32e/a",
                "/a/%2%65%2%65/b",
                // What else readers of strings and files cut off
                "/..%00/a",
                "/a%00",
                "/a%2500b",
                "/a/..%20/b",
                "/a/..%09/b",
                "/..%3f/a",
                "/..%23/a",
                "/a\0b",
                // RFC 3629 §3: longer than necessary
                "/%c0%ae%c0%ae/a",
                "/..%c0%afa",
                "/..%c1%9ca",
                "/%e0%80%ae./a",
                "/%f0%80%80%ae./a",
                "/\u00c0\u00ae\u00c0\u00ae/a",
            })
    void a_path_in_which_servers_see_different_dot_segments_is_none(String path) {
        assertThat(TargetPath.of(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            //account,           /account
            /account;x.css,      /account
            /account%3bx.css,    /account
            /static%2faccount,   /static/account
            /static\\account,    /static/account
            /static%5Caccount,   /static/account
            /a;x/b//c;y,         /a/b/c
            """)
    void other_readings_are_told(String path, String other) {
        assertThat(TargetPath.of(path).orElseThrow().others()).containsExactly(other);
    }

    @Test
    void a_server_may_leave_dot_segments_as_they_are() {
        assertThat(TargetPath.of("/account/../static/x").orElseThrow())
                .isEqualTo(
                        new TargetPath("/account/../static/x", "/static/x", java.util.List.of("/account/../static/x")));
    }

    @Test
    void a_path_that_is_encoded_very_often_is_read_at_once() {
        assertThat(TargetPath.of("/a%" + "25".repeat(100_000) + "2e")).isPresent();
        assertThat(TargetPath.of("/" + "%2541".repeat(50_000))).isPresent();
    }

    /** Decoded once or never, split at either slash, with parameters or without: no reader finds a way out of the root. */
    @Test
    void no_reader_climbs() {
        Tries.of(draw -> {
            String rest = draw.text("./%25efc;\\a0b", 16);

            Optional<TargetPath> path = TargetPath.of("/" + rest);
            path.ifPresent(read -> {
                String once = latin1(read.text());
                for (String text : new String[] {read.text(), once, latin1(once)}) {
                    for (String seen : new String[] {text, text.replace('\\', '/')}) {
                        for (String reader : new String[] {seen, seen.replaceAll(";[^/]*", "")}) {
                            assertThat(climbs(reader)).as(reader).isFalse();
                            assertThat(climbs(reader.replaceAll("/+", "/")))
                                    .as(reader)
                                    .isFalse();
                        }
                    }
                }
            });
        });
    }

    private static boolean climbs(String path) {
        return DotSegments.removedFrom(path).climbs();
    }

    private static String latin1(String text) {
        return java.util.regex.Pattern.compile("%([0-9a-fA-F]{2})")
                .matcher(text)
                .replaceAll(match -> java.util.regex.Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(match.group(1), 16))));
    }
}
