package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What one client causes never shows at another. */
interface SharingContract extends Wire {

    /** An origin may look at the content of a GET; the answer is then for nobody else. */
    @Test
    default void theAnswerToAGetWithContentIsNotStored() {
        String path = newPath();
        origin().answer("""
                HTTP/1.1 200 OK
                Cache-Control: max-age=60
                Content-Length: 2

                no""");

        assertThat(exchange(head("GET", path, "Content-Length: 5") + "\n\nhello")
                        .value("Cache-Status"))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("fwd=bypass").doesNotContain("stored"));

        assertThat(get(path).value("X-Cache")).hasValue("MISS");
    }

    /** The origin is told the client's Host, and may build links from it. */
    @Test
    default void oneHostsResponseIsNotAnothers() {
        String path = newPath();
        origin().answer("""
                HTTP/1.1 200 OK
                Cache-Control: max-age=60
                Content-Length: 2

                ok""");
        String request = "GET " + proxy().contextPath() + path + " HTTP/1.1\nHost: ";

        assertThat(exchange(request + "evil.test").value("X-Cache")).hasValue("MISS");
        assertThat(exchange(request + "good.test").value("X-Cache")).hasValue("MISS");
        Awaitility.await().until(() -> exchange(request + "GOOD.test")
                .value("X-Cache")
                .filter("HIT"::equals)
                .isPresent());
    }

    /** The cookie of a 304 is for whoever caused it, though the stored response was for all. */
    @Test
    default void theCookieOfAConfirmationIsForItsClientAlone() {
        String path = newPath();
        origin().answer("""
                HTTP/1.1 200 OK
                Cache-Control: public, max-age=0
                ETag: "v"
                Content-Length: 2

                ok""");
        get(path);
        origin().answer(exchange -> exchange.send(
                exchange.request().value("Cookie").isPresent()
                        ? "HTTP/1.1 304 Not Modified\nETag: \"v\"\nSet-Cookie: sid=personal"
                        : "HTTP/1.1 304 Not Modified\nETag: \"v\""));

        RawResponse own = get(path, "Cookie: a=b");
        RawResponse other = get(path);

        assertThat(own.value("Set-Cookie")).hasValue("sid=personal");
        assertThat(other.text()).isEqualTo("ok");
        assertThat(other.has("Set-Cookie")).isFalse();
    }

    /** Only the origin says what goes. */
    @Test
    default void noClientRemovesWhatIsStored() {
        String path = newPath();
        origin().answer("""
                HTTP/1.1 200 OK
                Cache-Control: max-age=60
                ETag: "v"
                Content-Length: 2

                ok""");
        get(path);
        origin().answer("HTTP/1.1 304 Not Modified\nCache-Control: max-age=60\nETag: \"v\"");

        get(path, "Cache-Control: no-cache, no-store");

        assertThat(get(path).value("X-Cache")).hasValue("HIT");
    }
}
