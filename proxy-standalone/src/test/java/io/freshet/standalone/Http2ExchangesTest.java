package io.freshet.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.ConfigException;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to responses, content and connections in HTTP/2. */
class Http2ExchangesTest {

    private static final String BIG = "0123456789".repeat(200_000);
    private static final String OK = "HTTP/1.1 200 OK\nCache-Control: no-store\nContent-Length: 2\n\nok";

    private RawOrigin origin;
    private StandaloneUnderTest proxy;
    private Http2Client client;

    @BeforeEach
    void start() throws ConfigException, IOException {
        origin = RawOrigin.start();
        proxy = StandaloneUnderTest.start(
                origin.uri(), Map.of("store", "memory", "host", "127.0.0.1", "client-timeout", "1s"));
        client = Http2Client.connect(proxy.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxy.close();
        origin.close();
    }

    private static String[] request(String method, String path, String... fields) {
        return Http2Client.lines(method + " " + path + " HTTP/1.1\nHost: www.example\n"
                + String.join("\n", fields).concat("\n"));
    }

    private int get(String path, String... fields) {
        return client.request(request("GET", path, fields));
    }

    /** Both are on one connection; docs/decisions/0052. */
    @Test
    void two_event_streams_are_two_of_the_origins_and_a_104_comes_before_them() {
        CountDownLatch end = new CountDownLatch(1);
        origin.answer(exchange -> {
            exchange.send("HTTP/1.1 104 Upload Resumption Supported\nLocation: /upload/1");
            exchange.send("HTTP/1.1 200 OK\nContent-Type: text/event-stream\nTransfer-Encoding: chunked");
            exchange.send("9\r\ndata: x\n\n\r\n".getBytes(US_ASCII));
            exchange.await(end);
            exchange.send("0\r\n\r\n".getBytes(US_ASCII));
        });

        int first = get("/events");
        assertThat(client.readHead(first).status()).isEqualTo(200);
        int second = get("/events");
        assertThat(client.readHead(second).status()).isEqualTo(200);
        end.countDown();

        for (int stream : new int[] {first, second}) {
            Http2Client.Response response = client.read(stream);
            assertThat(response.interim()).containsExactly(104);
            assertThat(response.text()).isEqualTo("data: x\n\n");
            assertThat(response.value("X-Cache")).hasValue("MISS");
        }
        assertThat(origin.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "max-age=60"})
    void large_content_comes_through_as_the_client_makes_room(String cacheControl) {
        origin.answer(
                "HTTP/1.1 200 OK\nCache-Control: " + cacheControl + "\nContent-Length: " + BIG.length() + "\n\n" + BIG);

        for (int i = 0; i < 2; i++) {
            Http2Client.Response response = client.read(get("/big"));
            assertThat(response.end()).isEqualTo("COMPLETE");
            assertThat(response.text()).isEqualTo(BIG);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "max-age=60"})
    void values_of_fields_are_spelt_as_the_origin_spelt_them(String cacheControl) {
        origin.answer(
                "HTTP/1.1 200 Jolly Good\nContent-Type: text/html; charset=UTF-8\nX-Latin: caf\u00e9 \u0080\u00ff\n"
                        + "X-Many: b\nX-Many:\nX-Many: a, \"c\"\nContent-Length: 2\nCache-Control: " + cacheControl
                        + "\n\nok");

        for (int i = 0; i < 3; i++) {
            Http2Client.Response response = client.read(get("/spelt", "X-Latin: caf\u00e9 \u0080\u00ff"));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.fields().getValuesList("Content-Type")).containsExactly("text/html; charset=UTF-8");
            assertThat(response.fields().getValuesList("X-Latin")).containsExactly("caf\u00e9 \u0080\u00ff");
            assertThat(response.fields().getValuesList("X-Many")).containsExactly("b", "", "a, \"c\"");
            assertThat(origin.request().value("X-Latin")).hasValue("caf\u00e9 \u0080\u00ff");
            assertThat(response.fields().getValuesList("Date")).hasSize(1);
        }
    }

    /** RFC 6265 §5.1.3, §5.1.4. */
    @ParameterizedTest
    @ValueSource(strings = {"no-store", "public, max-age=60"})
    void cookies_are_for_the_host_and_the_paths_that_the_client_sees(String cacheControl)
            throws ConfigException, IOException {
        origin.answer(
                "HTTP/1.1 200 OK\nContent-Length: 2\nSet-Cookie: a=1; Domain=internal.example; Path=/app/x; HttpOnly\n"
                        + "Set-Cookie: b=1; Path=/app; Domain=example\nCache-Control: " + cacheControl + "\n\nok");

        try (StandaloneUnderTest based = StandaloneUnderTest.start(
                        URI.create(origin.uri() + "/app"), Map.of("store", "memory", "host", "127.0.0.1"));
                Http2Client other = Http2Client.connect(based.port())) {
            for (int i = 0; i < 3; i++) {
                Http2Client.Response response = other.read(other.request(request("GET", "/login")));
                assertThat(response.fields().getValuesList("Set-Cookie"))
                        .containsExactly("a=1; Path=/x; HttpOnly", "b=1; Path=/; Domain=example");
            }
        }
    }

    /** RFC 9110 §9.3.7. */
    @Test
    void a_question_about_the_server_is_answered_by_the_server() {
        origin.answer(OK);
        Http2Client.Response response =
                client.read(client.request(":method: OPTIONS", ":scheme: http", ":authority: www.example", ":path: *"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(origin.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x?q=\u00c3\u00a9",
                "/x?q=\u00e9",
                "/x?q=\u00fc",
                "/\u00e9",
                "/x?q=100%",
                "/x?q=%zz",
                "/a|b[c]{d}^`e\\f",
                "//[::1]/x",
                "//a:b/x",
                "/caf%e9",
                "/a/../b"
            })
    void targets_arrive_byte_for_byte(String target) {
        origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok");

        for (int i = 0; i < 2; i++) {
            assertThat(client.read(get(target)).text()).isEqualTo("ok");
        }
        assertThat(origin.request().target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..%2fa",
                "/%2e%2e/a",
                "/a/..;/b",
                "//../a",
                "/a\\..\\b",
                "/a%2fb/../c",
                "/..%252fa",
                "/\u00c0\u00ae./a",
                "///../../a"
            })
    void paths_in_which_servers_see_different_dot_segments_are_refused(String path) {
        for (String method : new String[] {"GET", "HEAD", "POST", "PROPFIND"}) {
            assertThat(client.read(client.request(request(method, path))).status())
                    .as(method)
                    .isEqualTo(400);
        }
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void a_client_that_takes_nothing_more_holds_up_nobody_else() {
        origin.answer("HTTP/1.1 200 OK\nCache-Control: no-store\nContent-Length: " + BIG.length() + "\n\n" + BIG);
        client.keepWindowShut();
        get("/slow");
        get("/slower");

        try (Http2Client other = Http2Client.connect(proxy.port())) {
            assertThat(other.read(other.request(request("GET", "/other"))).text())
                    .isEqualTo(BIG);
        }
    }

    @Test
    void many_requests_share_a_connection_and_none_waits_for_another() {
        CountDownLatch slow = new CountDownLatch(1);
        origin.answer(exchange -> {
            if (exchange.request().target().equals("/slow")) {
                exchange.await(slow);
            }
            exchange.send(OK);
        });
        int first = get("/slow");
        for (int i = 0; i < 50; i++) {
            assertThat(client.read(get("/quick" + i)).text()).isEqualTo("ok");
        }
        slow.countDown();
        assertThat(client.read(first).text()).isEqualTo("ok");
    }

    @Test
    void content_goes_to_the_origin_with_and_without_a_length() {
        origin.answer(exchange -> {
            String content = new String(exchange.body().readAllBytes(), StandardCharsets.ISO_8859_1);
            exchange.send("HTTP/1.1 200 OK\nContent-Length: " + content.length() + "\n\n" + content);
        });
        int untold = client.begin(false, request("POST", "/untold"));
        client.data(untold, false, "some ");
        client.data(untold, true, "content");
        assertThat(client.read(untold).text()).isEqualTo("some content");

        int told = client.begin(false, request("PUT", "/told", "Content-Length: 4"));
        client.data(told, true, "more");
        assertThat(client.read(told).text()).isEqualTo("more");
        assertThat(origin.request().value("Content-Length")).hasValue("4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "too much for its length"})
    void content_of_another_length_than_stated_is_refused(String content) {
        origin.answer(RawOrigin.respond(OK));
        int stream = client.begin(false, request("POST", "/wrong", "Content-Length: 8"));
        client.data(stream, true, content);

        Http2Client.Response response = client.read(stream);

        assertThat(response.status()).isNotEqualTo(200);
        assertThat(response.end()).isNotEqualTo("SILENT");
    }

    @Test
    void trailers_and_interim_responses_come_through() {
        origin.answer(exchange -> {
            exchange.send("HTTP/1.1 103 Early Hints\nLink: </a.css>; rel=preload");
            exchange.send("""
                    HTTP/1.1 200 OK
                    Cache-Control: no-store
                    Transfer-Encoding: chunked
                    Trailer: X-Sum

                    5\r
                    hello\r
                    0\r
                    X-Sum: 42\r
                    \r
                    """);
        });
        Http2Client.Response response = client.read(get("/trailers", "TE: trailers"));

        assertThat(response.interim()).containsExactly(103);
        assertThat(response.text()).isEqualTo("hello");
        assertThat(response.trailers().get("x-sum")).isEqualTo("42");
        assertThat(response.end()).isEqualTo("COMPLETE");
    }

    @Test
    void a_response_that_breaks_off_is_reset() {
        origin.answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nCache-Control: no-store\nContent-Length: 10\n\nhello");
            exchange.close();
        });
        assertThat(client.read(get("/cut")).end()).startsWith("RESET ");

        origin.answer(RawOrigin.respond(OK));
        assertThat(client.read(get("/next")).text()).isEqualTo("ok");
    }

    @Test
    void a_client_that_cancels_ends_the_exchange_with_the_origin() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1);
        origin.answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nCache-Control: no-store\nContent-Length: 100000000\n\n");
            try {
                while (true) {
                    exchange.send("x".repeat(10_000));
                }
            } catch (IOException gone) {
                left.countDown();
                throw gone;
            }
        });
        int stream = get("/endless");
        assertThat(client.readHead(stream).status()).isEqualTo(200);
        client.reset(stream);

        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        origin.answer(RawOrigin.respond(OK));
        assertThat(client.read(get("/next")).text()).isEqualTo("ok");
    }

    @Test
    void an_origin_that_takes_longer_than_a_client_may_is_waited_for() {
        origin.answer(exchange -> {
            exchange.pause(Duration.ofMillis(2_500));
            exchange.send(OK);
        });
        assertThat(client.read(get("/slow")).text()).isEqualTo("ok");
    }

    @Test
    void a_client_that_says_nothing_is_sent_away() {
        origin.answer(OK);
        assertThat(client.read(get("/a")).text()).isEqualTo("ok");

        long before = System.nanoTime();
        assertThat(client.readToEnd()).isEqualTo("CLOSED");
        assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }

    /** Memory has the answer ready for a GET without content, and for no other. */
    @ParameterizedTest
    @ValueSource(strings = {"", "content"})
    void a_get_with_content_of_unknown_length_goes_past_the_cache(String content) {
        origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 6\n\nshared");
        client.read(get("/with-content"));
        Awaitility.await().until(() -> client.read(get("/with-content")).value("X-Cache"), Optional.of("HIT")::equals);
        origin.answer("HTTP/1.1 200 OK\nContent-Length: 8\n\npersonal");

        int stream = client.begin(false, request("GET", "/with-content"));
        client.data(stream, true, content);

        assertThat(client.read(stream).text()).isEqualTo(content.isEmpty() ? "shared" : "personal");
        assertThat(client.read(get("/with-content")).text()).isEqualTo("shared");
    }

    @Test
    void content_that_does_not_come_ends_its_request_and_nothing_else() {
        origin.answer(OK);
        int stuck = client.begin(false, request("POST", "/stuck", "Content-Length: 8"));
        client.data(stuck, false, "a");
        Http2Client.Response response = client.read(stuck);

        assertThat(response.status()).isNotEqualTo(200);
        assertThat(response.end()).isNotEqualTo("SILENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "ping", "settings", "empty"})
    void floods_end_the_connection(String kind) {
        origin.answer(OK);
        int open = client.begin(false, request("POST", "/open"));
        for (int i = 0; i < 2_000; i++) {
            switch (kind) {
                case "reset" -> client.reset(get("/flood" + i));
                case "ping" -> client.frame(Http2Client.PING, 0, 0, new byte[8]);
                case "settings" -> client.frame(Http2Client.SETTINGS, 0, 0, new byte[0]);
                default -> client.data(open, false, "");
            }
        }
        assertThat(client.readToEnd()).containsAnyOf("GOAWAY 11", "CLOSED");
        try (Http2Client other = Http2Client.connect(proxy.port())) {
            assertThat(other.read(other.request(request("GET", "/other"))).text())
                    .isEqualTo("ok");
        }
    }

    @Test
    void more_requests_at_once_than_are_allowed_are_refused_one_by_one() {
        CountDownLatch go = new CountDownLatch(1);
        origin.answer(exchange -> {
            exchange.await(go);
            exchange.send(OK);
        });
        int[] streams = new int[140];
        for (int i = 0; i < streams.length; i++) {
            streams[i] = get("/many" + i);
        }
        assertThat(client.read(streams[139]).end()).isEqualTo("RESET 7");
        go.countDown();
        for (int stream : new int[] {streams[0], streams[127]}) {
            Http2Client.Response response = client.read(stream);
            assertThat(response.text()).as(response.toString()).isEqualTo("ok");
        }
    }

    @Test
    void the_upgrade_of_old_is_passed_over() {
        origin.answer(OK);
        try (RawClient old = RawClient.connect(proxy.port())) {
            old.send("GET /h2c HTTP/1.1\nHost: www.example\nConnection: Upgrade, HTTP2-Settings\nUpgrade: h2c\n"
                    + "HTTP2-Settings: AAMAAABkAAQAAP__");
            assertThat(old.read().startLine()).isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(origin.request().fieldLines()).noneMatch(line -> line.contains("h2c") || line.contains("Settings"));
    }

    @Test
    void a_server_that_speaks_it_not_says_so() throws ConfigException, IOException {
        origin.answer(OK);
        try (StandaloneUnderTest old = StandaloneUnderTest.start(
                        origin.uri(), Map.of("store", "memory", "host", "127.0.0.1", "http2", "false"));
                Http2Client refused = Http2Client.connect(old.port())) {
            assertThat(refused.read(refused.request(request("GET", "/a"))).status())
                    .isZero();
        }
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void a_stop_lets_requests_in_flight_finish() {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        origin.answer(exchange -> {
            entered.countDown();
            exchange.await(go);
            exchange.send(OK);
        });
        int slow = get("/slow");
        Awaitility.await().until(() -> entered.getCount() == 0);
        Thread stop = new Thread(() -> {
            try {
                stopped = proxy.stop();
            } catch (InterruptedException cut) {
                throw new IllegalStateException(cut);
            }
        });
        stop.start();
        Awaitility.await().until(() -> refusesConnections(proxy.port()));
        go.countDown();

        assertThat(client.read(slow).text()).isEqualTo("ok");
        assertThat(client.readToEnd()).isEqualTo("CLOSED");
        Awaitility.await().until(() -> stopped);
    }

    private volatile boolean stopped;

    private static boolean refusesConnections(int port) {
        try (RawClient late = RawClient.connect(port)) {
            return late.send("GET / HTTP/1.1\nHost: a").read().startLine().isEmpty();
        } catch (RuntimeException refused) {
            return true;
        }
    }
}
