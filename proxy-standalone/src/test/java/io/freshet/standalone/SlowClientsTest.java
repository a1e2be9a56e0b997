package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send or take less than they must, and that open more connections than they may. See docs/decisions/0043. */
class SlowClientsTest {

    /** Far less than a client or the origin may be silent. */
    private static final Duration SOON = Duration.ofSeconds(12);

    private static final Map<String, String> SETTINGS = Map.of(
            "store", "memory",
            "origin-timeout", "1m",
            "client-timeout", "1m",
            "head-timeout", "500ms",
            "rate-grace", "500ms",
            "min-rate", "16k",
            "max-client-connections", "8");

    private final RawOrigin origin = RawOrigin.start();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private StandaloneUnderTest proxy;

    @BeforeEach
    void startProxy() throws Exception {
        proxy = StandaloneUnderTest.start(origin.uri(), SETTINGS);
    }

    @AfterEach
    void stop() throws IOException {
        over.set(true);
        proxy.close();
        origin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /slow HTTP/1.1\r\n", "GET /slow HTTP/1.1\r\nHost: a\r\nA: ", "G", "\r\n"})
    void a_head_that_does_not_come_is_ended(String beginning) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            dribble(() -> client.send("a".getBytes(StandardCharsets.US_ASCII)), client.send(ascii(beginning)));

            assertThat(client.read().status()).isIn(400, 408);
        }
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void a_second_head_that_does_not_come_is_ended_too() {
        origin.answer("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        try (RawClient client = RawClient.connect(proxy.port())) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(get("/first")).read().text()).isEqualTo("ok");
            }
            dribble(() -> client.send(ascii("a")), client.send(ascii("GET /second HTTP/1.1\r\nB: ")));

            assertThat(client.read().status()).isEqualTo(408);
        }
    }

    /** Browsers connect before they have anything to ask. */
    @Test
    void a_connection_on_which_nothing_has_come_may_wait() {
        origin.answer("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        try (RawClient client = RawClient.connect(proxy.port())) {
            waitLongerThanTheGrace();
            assertThat(client.send(get("/first")).read().text()).isEqualTo("ok");
            waitLongerThanTheGrace();
            assertThat(client.send(get("/second")).read().text()).isEqualTo("ok");
        }
    }

    @Test
    void an_upload_that_does_not_come_is_ended_over_http_1_1() {
        recordUploads();
        try (RawClient client = RawClient.connect(proxy.port())) {
            client.send("POST /up HTTP/1.1\nHost: a\nContent-Length: 1000000\n\n" + "x".repeat(100_000));
            Awaitility.await().until(() -> begun.get() == 1);
            dribble(() -> client.send(ascii("x")), client);

            Awaitility.await().atMost(SOON).until(() -> left.get() == 1);
        }
    }

    @Test
    void an_upload_that_does_not_come_is_ended_over_http_2() {
        recordUploads();
        try (Http2Client client = Http2Client.connect(proxy.port())) {
            int stream = client.begin(
                    false, ":method: POST", ":scheme: http", ":authority: a", ":path: /up", "content-length: 1000000");
            for (int i = 0; i < 6; i++) {
                client.data(stream, false, "x".repeat(10_000));
            }
            client.data(stream, false, "x".repeat(5_535));
            client.awaitWindow();
            client.data(stream, false, "x".repeat(10_000));
            Awaitility.await().until(() -> begun.get() == 1);
            thread(() -> {
                client.data(stream, false, "x");
                pause();
            });

            Awaitility.await().atMost(SOON).until(() -> left.get() == 1);
        }
    }

    @Test
    void a_response_that_is_not_taken_is_ended_over_http_1_1() {
        sendWithoutEnd();
        try (RawClient client = RawClient.connect(proxy.port()).send(get("/down"))) {
            Awaitility.await().until(() -> begun.get() == 1);

            Awaitility.await().atMost(SOON).until(() -> left.get() == 1);
            assertThat(client.read().end()).isNotEqualTo(RawResponse.End.COMPLETE);
        }
    }

    @Test
    void a_response_that_is_not_taken_is_ended_over_http_2_and_the_connection_goes_on() {
        sendWithoutEnd();
        try (Http2Client client = Http2Client.connect(proxy.port()).keepWindowShut()) {
            int stream = client.request(Http2Client.lines(get("/down")));
            Awaitility.await().until(() -> begun.get() == 1);

            Awaitility.await().atMost(SOON).until(() -> left.get() == 1);
            assertThat(client.read(stream).end()).startsWith("RESET");
            origin.answer("HTTP/1.1 204 No Content");
            assertThat(client.readHead(client.request(Http2Client.lines(get("/other"))))
                            .status())
                    .isEqualTo(204);
        }
    }

    /** It is not the client that is waited for. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1", "HTTP/2"})
    void the_client_of_a_slow_origin_is_left_alone(String version) {
        int events = 8;
        origin.answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nContent-Type: text/event-stream\nCache-Control: no-store\nContent-Length: "
                    + events + "\n\n");
            for (int i = 0; i < events; i++) {
                exchange.pause(Duration.ofMillis(350));
                exchange.send(ascii("e"));
            }
        });
        String text;
        if (version.equals("HTTP/2")) {
            try (Http2Client client = Http2Client.connect(proxy.port())) {
                text = client.read(client.request(Http2Client.lines(get("/events"))))
                        .text();
            }
        } else {
            try (RawClient client = RawClient.connect(proxy.port())) {
                text = client.send(get("/events")).read().text();
            }
        }
        assertThat(text).isEqualTo("e".repeat(events));
    }

    /** A quarter of eight is two. */
    @Test
    void one_address_has_a_share_of_the_connections() {
        origin.answer("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                clients.add(RawClient.connect(proxy.port()));
            }
            List<String> answers = clients.stream()
                    .map(client -> client.send(get("/a")).read().text())
                    .toList();
            assertThat(answers).containsExactlyInAnyOrder("ok", "ok", "", "");
            try (RawClient other = RawClient.connectFrom("127.0.0.2", proxy.port())) {
                assertThat(other.send(get("/a")).read().text()).isEqualTo("ok");
            }
            clients.get(answers.indexOf("ok")).close();
            Awaitility.await().untilAsserted(() -> {
                try (RawClient next = RawClient.connect(proxy.port())) {
                    assertThat(next.send(get("/a")).read().text()).isEqualTo("ok");
                }
            });
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void whoever_wants_none_of_it_says_so() throws Exception {
        Map<String, String> without = new HashMap<>(SETTINGS);
        without.putAll(Map.of("min-rate", "0", "client-share", "1"));
        CountDownLatch goOn = new CountDownLatch(1);
        origin.answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nContent-Length: 12000000\nCache-Control: no-store\n\n");
            exchange.send(new byte[12_000_000]);
            goOn.countDown();
        });
        try (StandaloneUnderTest lenient = StandaloneUnderTest.start(origin.uri(), without);
                RawClient client = RawClient.connect(lenient.port()).send(get("/down"))) {
            waitLongerThanTheGrace();
            waitLongerThanTheGrace();
            assertThat(client.read().body()).hasSize(12_000_000);
            assertThat(goOn.await(1, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void recordUploads() {
        origin.answer(exchange -> {
            begun.incrementAndGet();
            try {
                exchange.body().readAllBytes();
            } finally {
                left.incrementAndGet();
            }
        });
    }

    private void sendWithoutEnd() {
        origin.answer(exchange -> {
            begun.incrementAndGet();
            try {
                exchange.send("HTTP/1.1 200 OK\nCache-Control: no-store\n\n");
                while (!over.get()) {
                    exchange.send(new byte[64 << 10]);
                }
            } finally {
                left.incrementAndGet();
            }
        });
    }

    /** Sends a little again and again. */
    private void dribble(Runnable little, RawClient client) {
        assertThat(client).isNotNull();
        thread(() -> {
            little.run();
            pause();
        });
    }

    private void thread(Runnable again) {
        Thread thread = new Thread(() -> {
            while (!over.get()) {
                again.run();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("ThreadSleep") // the pace of a slow client: nothing waits for this
    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static void waitLongerThanTheGrace() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_200);
        Awaitility.await().until(() -> System.nanoTime() > end);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private String get(String path) {
        return "GET " + path + " HTTP/1.1\nHost: " + proxy.authority();
    }
}
