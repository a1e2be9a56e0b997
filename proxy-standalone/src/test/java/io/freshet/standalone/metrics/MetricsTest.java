package io.freshet.standalone.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.config.ConfigException;
import io.freshet.standalone.MeasuredProxy;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted of real requests, on the fast path and beside it. */
class MetricsTest {

    private RawOrigin origin;
    private MeasuredProxy proxy;

    @BeforeEach
    void start() throws ConfigException, IOException {
        origin = RawOrigin.start();
        origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 5\n\nhello");
        proxy = MeasuredProxy.start(origin.uri());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        origin.close();
    }

    private void get(String path, String... lines) {
        String fields = lines.length == 0 ? "" : "\n" + String.join("\n", lines);
        try (RawClient client = RawClient.connect(proxy.port())) {
            client.send("GET " + path + " HTTP/1.1\nHost: site.example\nConnection: close" + fields)
                    .read();
        }
    }

    private void awaitLine(String line) {
        await().untilAsserted(() -> assertThat(
                        proxy.metrics().page(Optional.empty()).content().lines())
                .contains(line));
    }

    @Test
    void countsRequestsByWhatCameOfThem() {
        get("/a");
        get("/a");
        get("/a");
        get("/b");

        awaitLine("freshet_requests_total{outcome=\"hit\",reason=\"none\"} 2.0");
        awaitLine("freshet_requests_total{outcome=\"miss\",reason=\"uri-miss\"} 2.0");
        awaitLine("freshet_request_duration_seconds_count{outcome=\"hit\"} 2");
        awaitLine("freshet_responses_total{status=\"200\"} 4.0");
        awaitLine("freshet_sent_bytes_total 20.0");
        awaitLine("freshet_memory_keys 2.0");
    }

    @Test
    void countsWhatPartsOfTheCacheCountByThemselvesForAsLongAsItRuns() {
        String page = "all the same ".repeat(1000);
        origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Type: text/plain\nContent-Length: "
                + page.length() + "\n\n" + page);
        // What nobody holds on to would be gone by now, and its last value would stay.
        System.gc();
        get("/a", "Accept-Encoding: gzip");
        get("/a", "Accept-Encoding: gzip");

        awaitLine("freshet_compress_made_total 1.0");
        awaitLine("freshet_compress_source_bytes_total 13000.0");
    }

    @Test
    void speaksBothFormatsOfPrometheus() {
        assertThat(proxy.metrics().page(Optional.of("text/plain")).type()).startsWith("text/plain");
        assertThat(proxy.metrics()
                        .page(Optional.of("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"))
                        .content())
                .endsWith("# EOF\n");
    }

    @Test
    void tellsTheDashboardOfTheSame() throws IOException {
        get("/a?b=<c>");
        get("/a?b=<c>");
        get("/b");
        awaitLine("freshet_requests_total{outcome=\"hit\",reason=\"none\"} 1.0");
        awaitLine("freshet_requests_total{outcome=\"miss\",reason=\"uri-miss\"} 2.0");

        JsonNode live = new JsonMapper().readTree(proxy.metrics().live().content());
        assertThat(live.at("/sent-bytes/hit").asInt()).isEqualTo(5);
        assertThat(live.at("/sent-bytes/other").asInt()).isEqualTo(10);
        assertThat(sum(live.at("/latency/hit"))).isEqualTo(1);
        assertThat(sum(live.at("/latency/other"))).isEqualTo(2);
        assertThat(live.at("/origins/0/url").asText()).isEqualTo(origin.uri().toString());
        assertThat(live.at("/origins/0/requests").asInt()).isEqualTo(2);
        assertThat(live.at("/origins/0/failures").asInt()).isZero();

        JsonNode urls = new JsonMapper().readTree(proxy.metrics().urls().content());
        assertThat(urls.at("/hits/0/url").asText()).isEqualTo("http://site.example/a?b=<c>");
        assertThat(urls.at("/hits/0/hits").asInt()).isEqualTo(1);
        assertThat(urls.at("/hits/0/misses").asInt()).isEqualTo(1);
        assertThat(urls.at("/hits/0/reason/token").asText()).isEqualTo("uri-miss");
        assertThat(urls.at("/hits/0/reason/clause").asText()).isEqualTo("RFC 9111 §4");
        assertThat(urls.at("/misses")).hasSize(2);
    }

    private static int sum(JsonNode counts) {
        return StreamSupport.stream(counts.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .sum();
    }

    @Test
    void tellsOfAnOriginThatFails() throws IOException {
        origin.close();
        get("/a");
        awaitLine("freshet_responses_total{status=\"502\"} 1.0");

        JsonNode live = new JsonMapper().readTree(proxy.metrics().live().content());
        assertThat(live.at("/origins/0/requests").asInt()).isEqualTo(1);
        assertThat(live.at("/origins/0/failures").asInt()).isEqualTo(1);
    }
}
