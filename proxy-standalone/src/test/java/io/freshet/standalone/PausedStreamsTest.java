package io.freshet.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While the origin is awaited, {@code origin-timeout} counts and not {@code client-timeout}. */
class PausedStreamsTest {

    private static final int STREAMS = 64;
    private static final int EVENTS = 6;

    /** Each event comes at the very moment at which the client has been silent for long enough. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pauses_as_long_as_the_client_timeout_cut_no_stream(boolean http2) throws Exception {
        try (RawOrigin origin = RawOrigin.start();
                StandaloneUnderTest proxy = StandaloneUnderTest.start(
                        origin.uri(),
                        Map.of("store", "memory", "client-timeout", PAUSE.toMillis() + "ms", "client-share", "1"))) {
            origin.answer(exchange -> {
                exchange.send("HTTP/1.1 200 OK\nContent-Type: text/event-stream\nTransfer-Encoding: chunked");
                for (int event = 0; event < EVENTS; event++) {
                    exchange.send("9\r\ndata: x\n\n\r\n".getBytes(US_ASCII));
                    exchange.pause(PAUSE);
                }
                exchange.send("0\r\n\r\n".getBytes(US_ASCII));
            });
            ExecutorService clients = Executors.newFixedThreadPool(STREAMS);
            try {
                List<Future<String>> streams = IntStream.range(0, STREAMS)
                        .mapToObj(n -> clients.submit(() -> end(proxy.port(), n, http2)))
                        .toList();
                for (Future<String> stream : streams) {
                    assertThat(stream.get()).isEqualTo("COMPLETE");
                }
            } finally {
                clients.shutdownNow();
            }
        }
    }

    private static String end(int port, int n, boolean http2) throws Exception {
        Thread.sleep(n * 15L);
        String request = "GET /" + n + " HTTP/1.1\nHost: a\nAccept: text/event-stream";
        if (http2) {
            try (Http2Client client = Http2Client.connect(port)) {
                return client.read(client.request(Http2Client.lines(request))).end();
            }
        }
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request).read().end().name();
        }
    }
}
