package io.freshet.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicViewTest {

    private static PublicView view(String origin, String context, String host) {
        return new PublicView(new OriginMapping(URI.create(origin)), context, Optional.of(host));
    }

    /** RFC 6265 §5.1.4. */
    @ParameterizedTest
    @CsvSource({
        // a path below the base path
        "http://o/app, '', /app, /",
        "http://o/app, '', /app/, /",
        "http://o/app, '', /app/x, /x",
        "http://o/app, '', /app/x/, /x/",
        "http://o/app, '', /app//x, //x",
        "http://o/app, '', /app/%41, /%41",
        "http://o/app, /ctx, /app, /ctx",
        "http://o/app, /ctx, /app/, /ctx/",
        "http://o/app, /ctx, /app/x, /ctx/x",
        // a path that covers it
        "http://o/app, '', /, /",
        "http://o/a/b, '', /a, /",
        "http://o/a/b, '', /a/, /",
        "http://o/a/b, /ctx, /a, /ctx",
        "http://o/app, /ctx, /, /ctx",
        // no base path
        "http://o, '', /, /",
        "http://o, '', /x, /x",
        "http://o, /ctx, /, /ctx",
        "http://o, /ctx, /x, /ctx/x",
        // neither below nor above
        "http://o/app, '', /other, /other",
        "http://o/app, '', /application, /application",
        "http://o/app, '', /ap, /ap",
        "http://o/a/b, '', /a/c, /a/c",
        "http://o/app, '', /APP, /APP",
        // no path: RFC 6265 §5.2.4
        "http://o/app, '', app, app",
        "http://o/app, '', '\"/app\"', '\"/app\"'",
        "http://o/app, '', '', ''",
    })
    void aPathOfTheOriginBecomesOneOfTheProxy(String origin, String context, String path, String expected) {
        assertThat(view(origin, context, "shop.example").setCookie("a=1; Path=" + path + "; HttpOnly"))
                .isEqualTo("a=1; Path=" + expected + "; HttpOnly");
    }

    /** RFC 6265 §5.1.3. */
    @ParameterizedTest
    @CsvSource({
        "shop.example, internal.example, false",
        "shop.example, .internal.example, false",
        "shop.example, o, false",
        "shop.example, shop.example, true",
        "shop.example:8080, shop.example, true",
        "shop.example, SHOP.Example, true",
        "www.shop.example, .shop.example, true",
        "shop.example, www.shop.example, false",
        "myshop.example, shop.example, false",
        "shop.example, example, true",
        "127.0.0.1:80, 0.0.1, false",
        "127.0.0.1, 127.0.0.1, true",
        "[::1]:80, ::1, false",
        "shop.example, m\u00fcller.example, true",
        "shop.example, '', true",
        "shop.example, ., true",
    })
    void aDomainThatTheClientsHostIsNotInIsLeftOut(String host, String domain, boolean stays) {
        assertThat(view("http://o", "", host).setCookie("a=1; Domain=" + domain + "; Secure"))
                .isEqualTo(stays ? "a=1; Domain=" + domain + "; Secure" : "a=1; Secure");
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 6265 §5.3: the last one counts
        "a=1; Path=/app; Path=/app/x, a=1; Path=/app; Path=/x",
        "a=1; Domain=shop.example; Domain=internal.example, a=1",
        "a=1; Domain=internal.example; Domain=shop.example, a=1; Domain=internal.example; Domain=shop.example",
        "a=1; Domain=internal.example; Domain, a=1; Domain=internal.example; Domain",
        // RFC 6265bis §4.1.3: such names promise something of path and domain
        "__Host-a=1; Path=/app; Secure, __Host-a=1; Path=/app; Secure",
        "__Host-a=1; Path=/; Secure, __Host-a=1; Path=/; Secure",
        "__hOST-a=1; Domain=internal.example, __hOST-a=1; Domain=internal.example",
        "__Secure-a=1; Path=/app/x; Secure, __Secure-a=1; Path=/x; Secure",
        // whatever else there is
        "a=Path=/app, a=Path=/app",
        "a=1; X-Path=/app, a=1; X-Path=/app",
        "=1; Path=/app, =1; Path=/",
        "a; Path=/app, a; Path=/",
    })
    void everythingElseOfACookieStays(String value, String expected) {
        assertThat(view("http://o/app", "", "shop.example").setCookie(value)).isEqualTo(expected);
    }

    @Test
    void withoutAHostADomainStays() {
        PublicView unnamed = new PublicView(new OriginMapping(URI.create("http://o/app")), "", Optional.empty());

        assertThat(unnamed.setCookie("a=1; Domain=internal.example; Path=/app"))
                .isEqualTo("a=1; Domain=internal.example; Path=/");
    }
}
