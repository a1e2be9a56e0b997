package io.freshet.standalone.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.config.ConfigException;
import io.freshet.standalone.MeasuredProxy;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages are read by several while requests go on: each page is whole, counts only rise, and none is lost. */
class ScrapeUnderLoadTest {

    private static final int CLIENTS = 4;
    private static final int REQUESTS = 300;
    private static final Pattern RESPONSES = Pattern.compile("freshet_responses_total\\{status=\"200\"} ([0-9.]+)");

    @Test
    void losesNothingAndTearsNothing() throws ConfigException, IOException {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 3);
        try (RawOrigin origin = RawOrigin.start();
                MeasuredProxy proxy = MeasuredProxy.start(origin.uri())) {
            origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 5\n\nhello");
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                clients.add(CompletableFuture.runAsync(() -> ask(proxy, number), threads));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(clients.toArray(CompletableFuture[]::new));
            List<CompletableFuture<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(CompletableFuture.supplyAsync(() -> read(proxy, all), threads));
            }

            all.join();
            assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isPositive());
            await().untilAsserted(() -> assertThat(responses(page(proxy))).isEqualTo(CLIENTS * REQUESTS));
        } finally {
            threads.shutdownNow();
        }
    }

    private static void ask(MeasuredProxy proxy, int number) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            for (int i = 0; i < REQUESTS; i++) {
                // Half of them hits.
                client.send("GET /" + number + "/" + i / 2 + " HTTP/1.1\nHost: site.example");
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }

    /** Reads pages as long as there is traffic; says how many. */
    private static int read(MeasuredProxy proxy, CompletableFuture<Void> traffic) {
        int pages = 0;
        double before = 0;
        while (!traffic.isDone() || pages == 0) {
            String page = page(proxy);
            Scrape.of(page);
            double now = responses(page);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
            pages++;
        }
        return pages;
    }

    private static String page(MeasuredProxy proxy) {
        return proxy.metrics().page(Optional.empty()).content();
    }

    private static double responses(String page) {
        Matcher found = RESPONSES.matcher(page);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
}
