package io.freshet.standalone.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.config.ConfigException;
import io.freshet.standalone.MeasuredProxy;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted of the origin, of real exchanges that go well and badly. */
class OriginMetricsTest {

    private static final String UNCACHED = "HTTP/1.1 200 OK\nCache-Control: no-store\nContent-Length: 5\n\nhello";

    private RawOrigin origin;

    @BeforeEach
    void start() {
        origin = RawOrigin.start();
        origin.answer(UNCACHED);
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    private MeasuredProxy proxy(String... settings) throws ConfigException, IOException {
        Map<String, String> all = new HashMap<>(Map.of("store", "memory"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return MeasuredProxy.start(origin.uri(), all, List.of());
    }

    private static void get(MeasuredProxy proxy, String path) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            client.send("GET " + path + " HTTP/1.1\nHost: site.example\nConnection: close")
                    .read();
        }
    }

    private static void awaitLine(MeasuredProxy proxy, String line) {
        await().untilAsserted(() -> assertThat(
                        proxy.metrics().page(Optional.empty()).content().lines())
                .contains(line));
    }

    private static String errors(String kind, int count) {
        return "freshet_origin_errors_total{kind=\"" + kind + "\"} " + count + ".0";
    }

    @Test
    void timesTheFirstByteByStatus() throws ConfigException, IOException {
        try (MeasuredProxy proxy = proxy()) {
            get(proxy, "/a");
            origin.answer(exchange -> {
                exchange.pause(Duration.ofMillis(400));
                RawOrigin.respond("HTTP/1.1 404 Not Found\nContent-Length: 0\n\n")
                        .handle(exchange);
            });
            get(proxy, "/b");

            awaitLine(proxy, "freshet_origin_first_byte_seconds_count{status=\"2xx\"} 1");
            awaitLine(proxy, "freshet_origin_first_byte_seconds_bucket{status=\"2xx\",le=\"+Inf\"} 1");
            awaitLine(proxy, "freshet_origin_first_byte_seconds_bucket{status=\"4xx\",le=\"0.3\"} 0");
            awaitLine(proxy, "freshet_origin_first_byte_seconds_bucket{status=\"4xx\",le=\"+Inf\"} 1");
        }
    }

    @Test
    void countsAnOriginThatRefuses() throws ConfigException, IOException {
        try (MeasuredProxy proxy = proxy()) {
            awaitLine(proxy, errors("refused", 0));
            origin.refuse();
            get(proxy, "/a");

            awaitLine(proxy, errors("refused", 1));
        }
    }

    @Test
    void countsAnOriginThatIsSilent() throws ConfigException, IOException {
        try (MeasuredProxy proxy = proxy("origin-timeout", "200ms")) {
            origin.answer(RawOrigin.Exchange::waitUntilTheProxyLeaves);
            get(proxy, "/a");

            awaitLine(proxy, errors("timeout", 1));
        }
    }

    @Test
    void countsAnAnswerThatCannotBeUnderstood() throws ConfigException, IOException {
        try (MeasuredProxy proxy = proxy()) {
            origin.answer(exchange -> exchange.send("gibberish\n\n"));
            get(proxy, "/a");

            awaitLine(proxy, errors("invalid", 1));
        }
    }

    @Test
    void doesNotBlameTheOriginForItsClients() throws ConfigException, IOException {
        // Gathered content that breaks off reaches no origin at all.
        try (MeasuredProxy proxy = proxy("request-buffer", "0")) {
            try (RawClient client = RawClient.connect(proxy.port())) {
                client.send("POST /a HTTP/1.1\nHost: site.example\nTransfer-Encoding: chunked\n\n3\r\nabc\r\n");
                await().until(() -> !origin.requests().isEmpty());
                client.send("ZZ\r\n".getBytes(US_ASCII));
                client.read();
            }

            awaitLine(proxy, "freshet_responses_total{status=\"400\"} 1.0");
            for (String kind : List.of("refused", "timeout", "invalid", "busy")) {
                awaitLine(proxy, errors(kind, 0));
            }
        }
    }

    @Test
    void showsWhoWaitsForAConnectionAndWhoFindsNoPlaceToWait() throws ConfigException, IOException {
        CountDownLatch answer = new CountDownLatch(1);
        List<RawClient> clients = new ArrayList<>();
        try (MeasuredProxy proxy = proxy("max-connections", "1", "max-queued", "2", "client-share", "1")) {
            origin.answer(exchange -> {
                exchange.await(answer);
                RawOrigin.respond(UNCACHED).handle(exchange);
            });
            for (int i = 0; i < 3; i++) {
                RawClient client = RawClient.connect(proxy.port());
                clients.add(client.send("GET /" + i + " HTTP/1.1\nHost: site.example\nConnection: close"));
                awaitLine(proxy, "freshet_origin_waiting_requests " + i + ".0");
                awaitLine(proxy, "freshet_origin_busy_connections 1.0");
            }
            get(proxy, "/one-too-many");
            awaitLine(proxy, errors("busy", 1));

            answer.countDown();
            clients.forEach(RawClient::read);
            awaitLine(proxy, "freshet_origin_waiting_requests 0.0");
            awaitLine(proxy, "freshet_origin_busy_connections 0.0");
        } finally {
            answer.countDown();
            clients.forEach(RawClient::close);
        }
    }
}
