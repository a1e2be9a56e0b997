package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.store.Measures;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave while the origin is silent: their connections to the origin are given up. See docs/decisions/0043. */
class DepartedClientsTest {

    /** Far less than the origin may be silent. */
    private static final Duration SOON = Duration.ofSeconds(8);

    private static final String EVENTS = """
            HTTP/1.1 200 OK
            Content-Type: text/event-stream
            Cache-Control: no-store
            Transfer-Encoding: chunked

            2\r
            :x\r
            """;

    private final RawOrigin origin = RawOrigin.start();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private StandaloneUnderTest proxy;

    @BeforeEach
    void startProxy() throws Exception {
        proxy = StandaloneUnderTest.start(
                origin.uri(), Map.of("store", "memory", "origin-timeout", "1m", "client-timeout", "1m"));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        origin.close();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"poll, close", "poll, reset", "poll, more", "events, close", "events, reset", "post, close"})
    void over_http_1_1(String what, String how) throws Exception {
        answer(what);
        String head = "GET /" + what + " HTTP/1.1\nHost: " + proxy.authority();
        String request = what.equals("post") ? head.replace("GET", "POST") + "\nContent-Length: 2\n\nab" : head;
        RawClient client = RawClient.connect(proxy.port()).send(request);
        await(what, client);

        switch (how) {
            case "reset" -> client.reset();
            case "more" ->
                client.send("GET /pipelined HTTP/1.1\nHost: " + proxy.authority())
                        .close();
            default -> client.close();
        }

        Awaitility.await().atMost(SOON).until(() -> left.get() == 1);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"poll, close", "poll, reset", "events, close", "events, reset"})
    @SuppressWarnings("try") // leaving is what is tested
    void over_http_2(String what, String how) {
        answer(what);
        try (Http2Client client = Http2Client.connect(proxy.port())) {
            int stream = client.request(Http2Client.lines("GET /" + what + " HTTP/1.1\nHost: " + proxy.authority()));
            Awaitility.await().until(() -> waiting.get() == 1);
            if (what.equals("events")) {
                assertThat(client.readHead(stream).status()).isEqualTo(200);
            }

            if (how.equals("reset")) {
                client.reset(stream);
            } else {
                client.close();
            }

            Awaitility.await().atMost(SOON).until(() -> left.get() == 1);
        }
    }

    /** It may have left, or may read on: it gets what comes soon. */
    @Test
    void who_shuts_down_its_side_still_gets_an_answer_that_comes_soon() {
        origin.answer(exchange -> {
            waiting.incrementAndGet();
            exchange.pause(Duration.ofMillis(100));
            exchange.send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
        });
        try (RawClient client = RawClient.connect(proxy.port())) {
            client.send("GET /soon HTTP/1.1\nHost: " + proxy.authority()).shutdownOutput();

            assertThat(client.read().text()).isEqualTo("ok");
        }
    }

    /** What was sent ahead of time is read in its turn, byte for byte. */
    @Test
    void requests_that_are_pipelined_while_the_origin_is_silent_are_answered_in_turn() {
        CountDownLatch goOn = new CountDownLatch(1);
        origin.answer(exchange -> {
            waiting.incrementAndGet();
            if (!exchange.reused()) {
                exchange.await(goOn);
            }
            String text = exchange.request().target();
            exchange.send("HTTP/1.1 200 OK\nCache-Control: no-store\nContent-Length: " + text.length() + "\n\n" + text);
        });
        try (RawClient client = RawClient.connect(proxy.port())) {
            client.send("GET /first HTTP/1.1\nHost: " + proxy.authority());
            Awaitility.await().until(() -> waiting.get() == 1);
            String padding = "x".repeat(700);
            for (int i = 0; i < 20; i++) {
                client.send("GET /" + i + " HTTP/1.1\nHost: " + proxy.authority() + "\nPadding: " + padding);
            }
            goOn.countDown();

            assertThat(client.read().text()).isEqualTo("/first");
            for (int i = 0; i < 20; i++) {
                assertThat(client.read().text()).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void what_others_wait_for_is_fetched_to_its_end() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        origin.answer(exchange -> {
            waiting.incrementAndGet();
            exchange.await(goOn);
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok");
        });
        String request = "GET /shared HTTP/1.1\nHost: " + proxy.authority();
        RawClient leader = RawClient.connect(proxy.port()).send(request);
        Awaitility.await().until(() -> waiting.get() == 1);
        try (RawClient follower = RawClient.connect(proxy.port()).send(request)) {
            awaitFollowers(1);
            leader.close();
            // Longer than it takes to notice.
            Awaitility.await().during(Duration.ofMillis(2_500)).atMost(SOON).until(() -> waiting.get() == 1);
            goOn.countDown();

            RawResponse response = follower.read();

            assertThat(response.text()).isEqualTo("ok");
            assertThat(waiting).hasValue(1);
        }
    }

    @Test
    void when_those_that_wait_have_gone_too_it_is_given_up() {
        answer("poll");
        String request = "GET /shared HTTP/1.1\nHost: " + proxy.authority();
        RawClient leader = RawClient.connect(proxy.port()).send(request);
        Awaitility.await().until(() -> waiting.get() == 1);
        RawClient follower = RawClient.connect(proxy.port()).send(request);
        awaitFollowers(1);

        leader.close();
        follower.close();

        Awaitility.await().atMost(SOON).until(() -> left.get() == 1);
        assertThat(waiting).hasValue(1);
    }

    /** The rest is on its way, and the next client may have it. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 4\n\nab", "Transfer-Encoding: chunked\n\n2\r\nab\r\n"})
    void what_is_being_stored_is_fetched_to_its_end_if_that_comes_soon(String begun) throws Exception {
        boolean chunked = begun.startsWith("T");
        CountDownLatch goOn = new CountDownLatch(1);
        origin.answer(exchange -> {
            waiting.incrementAndGet();
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\n" + begun);
            exchange.await(goOn);
            exchange.send((chunked ? "2\r\ncd\r\n0\r\n\r\n" : "cd").getBytes(StandardCharsets.US_ASCII));
        });
        String request = "GET /stored HTTP/1.1\nHost: " + proxy.authority();
        RawClient client = RawClient.connect(proxy.port()).send(request);
        await("events", client);

        client.close();
        Awaitility.await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> waiting.get() == 1);
        goOn.countDown();

        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            try (RawClient next = RawClient.connect(proxy.port())) {
                RawResponse response = next.send(request).read();
                assertThat(response.text()).isEqualTo("abcd");
                assertThat(response.value("X-Cache")).hasValue("HIT");
            }
        });
        assertThat(waiting).hasValue(1);
    }

    private void answer(String what) {
        origin.answer(exchange -> {
            waiting.incrementAndGet();
            if (what.equals("post")) {
                exchange.body().readAllBytes();
            }
            if (what.equals("events")) {
                exchange.send(EVENTS);
            }
            exchange.waitUntilTheProxyLeaves();
            left.incrementAndGet();
        });
    }

    private void await(String what, RawClient client) throws IOException {
        Awaitility.await().until(() -> waiting.get() == 1);
        if (what.equals("events")) {
            InputStream body = client.body(client.readHead());
            assertThat(body.read()).isPositive();
        }
    }

    private void awaitFollowers(int count) {
        List<DoubleSupplier> followers = new ArrayList<>();
        proxy.freshet().operations().measure(new Measures() {
            @Override
            public void gauge(String name, String description, DoubleSupplier value) {
                if (name.equals("collapse.waiting.requests")) {
                    followers.add(value);
                }
            }

            @Override
            public void counter(String name, String description, DoubleSupplier value) {}
        });
        Awaitility.await().until(() -> followers.get(0).getAsDouble() == count);
    }
}
