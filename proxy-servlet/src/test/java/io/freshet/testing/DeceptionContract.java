package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that one client was led to is not stored for others because its URL, or an operator's rule, looks harmless. */
interface DeceptionContract extends Wire {

    /** A rule of {@link #customisedProxy} gives what is below a lifetime of an hour. */
    String RULED = "/ruled";

    /** The same, with {@code share: true}. */
    String SHARED = "/shared";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x.css",
                "/x.JS",
                "/a/b/x.png",
                ";x.css",
                ";x.woff2?a=b",
                "%3fx.css",
                "%3Fx.css",
                "%23x.css",
                "%00x.css",
                "%0ax.css",
                "%2fx.css",
                "%5cx.css",
                "%3bx.css",
                "/x.css;a=b",
                "/x.css%00",
                "/x%2ecss",
                "/x.%63ss",
                "/x.css/",
                "/x.pdf",
                "/x.zip"
            })
    default void aPageUnderTheNameOfAFileIsNotStored(String bait) {
        String path = newPath() + bait;
        origin().answer("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 5\n\nalice");

        RawResponse victims = get(path);
        origin().answer("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 7\n\nmallory");
        RawResponse attackers = get(path);

        assertThat(attackers.text()).doesNotContain("alice");
        // What a container does not take for a path at all, it refuses.
        if (victims.status() != 400) {
            assertThat(victims).matches(Wire.detail("deception-suspected"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/x.css, text/css; charset=utf-8",
        "/x.js, application/javascript",
        "/x.png, image/webp",
        "/x.woff2, application/font-woff2",
        "/x.zip, application/x-zip-compressed",
        "/x.pdf, application/octet-stream",
        "/x, text/html",
        "/x.html, text/html",
        "/x.css.html, text/html",
        "/xcss, text/html",
        "/x?y=.css, text/html"
    })
    default void whatIsWhatItsNameSaysIsStored(String path, String type) {
        stored("HTTP/1.1 200 OK\nContent-Type: " + type + "\nContent-Length: 2\n\nok", newPath() + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: max-age=60",
                "Cache-Control: s-maxage=60",
                "Cache-Control: public, max-age=60",
                "CDN-Cache-Control: max-age=60",
                "Expires: Sat, 06 Nov 2100 08:49:37 GMT"
            })
    default void whatItsOriginGaveALifetimeIsStored(String lifetime) {
        stored(
                "HTTP/1.1 200 OK\nContent-Type: text/html\n" + lifetime + "\nContent-Length: 2\n\nok",
                newPath() + "/x.css");
    }

    private void stored(String message, String path) {
        origin().answer(message);
        get(path);
        assertThat(getUntilHit(path).text()).isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Cookie: session=1       | -                         | deception-suspected
            Cookie: session=1       | max-age=60                | deception-suspected
            Cookie: session=1       | public                    | deception-suspected
            Cookie: session=1       | s-maxage=60               | stored
            Cookie: session=1       | public, max-age=60        | stored
            Cookie: session=1       | max-age=7200              | stored
            Authorization: Basic YQ | -                         | detail=authorization
            Authorization: Basic YQ | must-revalidate           | deception-suspected
            Authorization: Basic YQ | public, max-age=60        | stored
            X-Any: 1                | -                         | stored
            """)
    default void aRulesLifetimeIsNotForWhatCameWithCredentials(String field, String control, String expected) {
        String path = RULED + newPath();
        origin().answer("HTTP/1.1 200 OK" + (control.equals("-") ? "" : "\nCache-Control: " + control)
                + "\nContent-Length: 5\n\nalice");

        assertThat(getRuled(path, field).value("Cache-Status").orElse("")).contains(expected);

        origin().answer("HTTP/1.1 200 OK\nContent-Length: 6\n\npublic");
        if (!expected.equals("stored")) {
            assertThat(getRuled(path).text()).isEqualTo("public");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cookie: session=1", "Authorization: Basic YQ"})
    default void aRuleSaysThatItIsTheSameForEverybody(String field) {
        String path = SHARED + newPath() + "/x.css";
        origin().answer("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 3\n\nall");

        assertThat(getRuled(path, field).value("Cache-Status").orElse("")).contains("stored");
        assertThat(getRuled(path, field).value("Cache-Status").orElse("")).contains("hit");
        assertThat(getRuled(path).value("X-Cache")).hasValue("HIT");
    }

    /** The rule leaves the cookie out before cache and origin see it. */
    @Test
    default void aCookieThatTheOriginDoesNotSeeMakesNothingPersonal() {
        String path = RULED + newPath();
        origin().answer("HTTP/1.1 200 OK\nContent-Length: 3\n\nall");

        assertThat(getRuled(path, "Cookie: tracking=1").value("Cache-Status").orElse(""))
                .contains("stored");
        assertThat(origin().request().has("Cookie")).isFalse();
    }

    /** Not even to those who wait for it. */
    @Test
    default void aPersonalPageIsNotSharedWhileItArrives() {
        String path = RULED + newPath();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(1);
        AtomicInteger requests = new AtomicInteger();
        origin().answer(exchange -> {
            if (requests.getAndIncrement() == 0) {
                asked.countDown();
                await(others);
                exchange.send("HTTP/1.1 200 OK\nContent-Length: 5\n\nalice");
            } else {
                exchange.send("HTTP/1.1 200 OK\nContent-Length: 6\n\npublic");
            }
        });

        try (RawClient alice = RawClient.connect(customisedProxy().port());
                RawClient other = RawClient.connect(customisedProxy().port())) {
            alice.send(ruled(path, "Cookie: session=1"));
            await(asked);
            other.send(ruled(path));
            others.countDown();
            assertThat(alice.read().text()).isEqualTo("alice");
            assertThat(other.read().text()).isEqualTo("public");
        }
    }

    private RawResponse getRuled(String path, String... fields) {
        try (RawClient client = RawClient.connect(customisedProxy().port())) {
            return client.send(ruled(path, fields)).read();
        }
    }

    private String ruled(String path, String... fields) {
        return "GET " + customisedProxy().contextPath() + path + " HTTP/1.1\nHost: site.test"
                + (fields.length == 0 ? "" : "\n" + String.join("\n", fields));
    }

    /** The rules of {@link #customisedProxy}. */
    List<String> RULES = List.of(
            "rules:",
            "- when: {path: " + RULED + "/*}",
            "  then: {ttl: 1h, drop-cookies: [tracking]}",
            "- when: {path: " + SHARED + "/*}",
            "  then: {ttl: 1h, share: true}");
}
