package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** More requests than there are connections to the origin and places to wait for one. */
class FullQueueTest {

    private static final int CLIENTS = 10;

    @Test
    void answers_503_with_retry_after_and_goes_on() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        List<RawClient> clients = new ArrayList<>();
        ExecutorService readers = Executors.newCachedThreadPool();
        Map<String, String> options =
                Map.of("store", "memory", "max-connections", "2", "max-queued", "3", "client-share", "1");
        try (RawOrigin origin = RawOrigin.start();
                StandaloneUnderTest proxy = StandaloneUnderTest.start(origin.uri(), options)) {
            origin.answer(exchange -> {
                exchange.await(goOn);
                exchange.send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
            });
            for (int i = 0; i < CLIENTS; i++) {
                // Each for something else, so that none waits for another's response.
                clients.add(RawClient.connect(proxy.port()).send(request(proxy, "/" + i)));
                if (i < 2) {
                    int connections = i + 1;
                    Awaitility.await().until(() -> origin.requests().size() == connections);
                }
            }
            // Those that are refused are so at once; the others only when the origin answers.
            List<Future<RawResponse>> reading =
                    clients.stream().map(client -> readers.submit(client::read)).toList();
            Awaitility.await()
                    .until(() -> reading.stream().filter(Future::isDone).count() == CLIENTS - 5);
            assertThat(origin.requests()).hasSize(2);
            goOn.countDown();
            List<RawResponse> responses = new ArrayList<>();
            for (Future<RawResponse> response : reading) {
                responses.add(response.get());
            }

            List<RawResponse> refused = responses.stream()
                    .filter(response -> response.status() == 503)
                    .toList();
            assertThat(responses.stream().filter(response -> response.status() == 200))
                    .hasSize(5);
            assertThat(refused).hasSize(CLIENTS - 5).allSatisfy(response -> {
                assertThat(response.value("Retry-After")).hasValue("1");
                assertThat(response.value("Cache-Status"))
                        .hasValueSatisfying(status -> assertThat(status).contains("detail=origin-busy"));
            });
            try (RawClient later = RawClient.connect(proxy.port())) {
                assertThat(later.send(request(proxy, "/later")).read().text()).isEqualTo("ok");
            }
        } finally {
            clients.forEach(RawClient::close);
            readers.shutdownNow();
        }
    }

    private static String request(StandaloneUnderTest proxy, String path) {
        return "GET " + path + " HTTP/1.1\nHost: " + proxy.authority();
    }
}
