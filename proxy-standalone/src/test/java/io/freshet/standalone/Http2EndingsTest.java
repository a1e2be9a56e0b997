package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.config.ConfigException;
import io.freshet.testing.RawOrigin;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** For clients over HTTP/2: responses that end with the origin's connection, what the origin said last, and invalidation. */
class Http2EndingsTest {

    private static final String OLD = "max-age=1, stale-while-revalidate=600, stale-if-error=600";

    private RawOrigin origin;
    private StandaloneUnderTest proxy;
    private Http2Client client;

    @BeforeEach
    void start() throws ConfigException, IOException {
        origin = RawOrigin.start();
        start("on");
    }

    private void start(String storeUntilClose) throws ConfigException, IOException {
        proxy = StandaloneUnderTest.start(
                origin.uri(),
                Map.of(
                        "store",
                        "memory",
                        "memory",
                        "1m",
                        "host",
                        "127.0.0.1",
                        "store-until-close",
                        storeUntilClose.equals("on") ? "true" : "false"));
        client = Http2Client.connect(proxy.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxy.close();
        origin.close();
    }

    private Http2Client.Response ask(String method, String path, String... fields) {
        return client.read(client.request(Http2Client.lines(method + " " + path + " HTTP/1.1\nHost: www.example\n"
                + String.join("\n", fields).concat("\n"))));
    }

    private static boolean isHit(Http2Client.Response response) {
        return response.value("X-Cache").filter("HIT"::equals).isPresent();
    }

    private static String page(String control, String content) {
        return "HTTP/1.1 200 OK\nCache-Control: " + control + "\nETag: \"" + content + "\"\nContent-Length: "
                + content.length() + "\n\n" + content;
    }

    private void answerUntilClose(String content) {
        origin.answer(exchange -> {
            exchange.send("HTTP/1.0 200 OK\nCache-Control: max-age=60\n\n" + content);
            exchange.close();
        });
    }

    /** RFC 9112 §8, and RFC 9113 §8.1 for the client. */
    @Test
    void what_ends_with_its_connection_ends_its_stream_and_is_stored() {
        answerUntilClose("hello");

        Http2Client.Response miss = ask("GET", "/a");
        assertThat(miss.end()).isEqualTo("COMPLETE");
        assertThat(miss.text()).isEqualTo("hello");

        await().untilAsserted(() -> {
            Http2Client.Response hit = ask("GET", "/a");
            assertThat(isHit(hit)).isTrue();
            assertThat(hit.text()).isEqualTo("hello");
            assertThat(hit.value("Content-Length")).hasValue("5");
        });
    }

    @Test
    void it_is_not_stored_where_that_is_turned_off() throws Exception {
        client.close();
        proxy.close();
        start("off");
        answerUntilClose("hello");

        for (int i = 0; i < 3; i++) {
            Http2Client.Response response = ask("GET", "/a");
            assertThat(response.text()).isEqualTo("hello");
            assertThat(isHit(response)).isFalse();
        }
    }

    @Test
    void what_is_larger_than_the_store_takes_comes_whole_and_is_not_stored() {
        String large = "0123456789".repeat(200_000);
        answerUntilClose(large);

        for (int i = 0; i < 2; i++) {
            Http2Client.Response response = ask("GET", "/large");
            assertThat(response.end()).isEqualTo("COMPLETE");
            assertThat(response.text()).isEqualTo(large);
            assertThat(isHit(response)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 1_000_000})
    void a_reset_of_the_origin_resets_the_stream_and_is_never_a_hit(int length) {
        origin.answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\n" + "x".repeat(length));
            exchange.reset();
        });

        for (int i = 0; i < 3; i++) {
            Http2Client.Response response = ask("GET", "/a");
            assertThat(isHit(response)).isFalse();
            assertThat(response.status() == 502 || response.end().startsWith("RESET"))
                    .as(response.toString())
                    .isTrue();
        }
    }

    /** RFC 9111 §4.3.3. */
    @ParameterizedTest
    @ValueSource(strings = {"200 OK\nCache-Control: no-store", "404 Not Found", "410 Gone"})
    void what_a_refresh_brings_ends_what_is_stored(String unstorable) {
        origin.answer(page(OLD, "old"));
        ask("GET", "/a");
        await().untilAsserted(() -> assertThat(isHit(ask("GET", "/a"))).isTrue());
        origin.answer("HTTP/1.1 " + unstorable + "\nContent-Length: 3\n\nnew");

        await().untilAsserted(() -> assertThat(ask("GET", "/a").text()).isEqualTo("new"));

        origin.answer("HTTP/1.1 503 Down\nContent-Length: 0\n");
        assertThat(ask("GET", "/a").status()).isEqualTo(503);
    }

    @Test
    void a_visitor_with_cookies_ends_nothing() {
        origin.answer(page("max-age=600, stale-if-error=600", "old"));
        ask("GET", "/a");
        origin.answer("HTTP/1.1 200 OK\nCache-Control: private\nContent-Length: 3\n\nnew");

        assertThat(ask("GET", "/a", "Cache-Control: no-cache", "Cookie: s=1").text())
                .isEqualTo("new");

        Http2Client.Response other = ask("GET", "/a");
        assertThat(other.text()).isEqualTo("old");
        assertThat(isHit(other)).isTrue();
    }

    /** RFC 9111 §4.4, RFC 4918 §9.8, §9.9. */
    @ParameterizedTest
    @ValueSource(strings = {"MOVE", "COPY"})
    void a_destination_is_invalidated(String method) {
        origin.answer(page("max-age=600", "old"));
        ask("GET", "/to");
        origin.answer("HTTP/1.1 201 Created\nContent-Length: 0\n");
        assertThat(ask(method, "/from", "Destination: http://www.example/to").status())
                .isEqualTo(201);
        origin.answer(page("max-age=600", "new"));

        assertThat(ask("GET", "/to").text()).isEqualTo("new");
    }

    /** RFC 9110 §9.2.1; RFC 4918 §9.1, RFC 3253 §3.6, RFC 5323 §2.2, RFC 10008. */
    @ParameterizedTest
    @ValueSource(strings = {"PROPFIND", "REPORT", "SEARCH", "QUERY"})
    void safe_methods_invalidate_nothing(String method) {
        origin.answer(page("max-age=600", "old"));
        ask("GET", "/a");
        origin.answer("HTTP/1.1 200 OK\nCache-Control: no-store\nContent-Length: 0\n");

        assertThat(ask(method, "/a").status()).isEqualTo(200);

        Http2Client.Response hit = ask("GET", "/a");
        assertThat(hit.text()).isEqualTo("old");
        assertThat(isHit(hit)).isTrue();
    }
}
