package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.ConfigException;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawRequest;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An origin that gives all variants one entity tag, strong or weak, and says 304 to each client that has it: no client gets another
 * variant's content or fields (docs/decisions/0048).
 */
class SharedTagsTest {

    @RegisterExtension
    static final RedisServerFixture REDIS = new RedisServerFixture();

    /** Each is another path, so that all of them wait for the end of their lifetimes at the same time. */
    private static final Map<String, List<String>> VALUES = Map.of(
            "Origin", List.of("https://a.example", "https://b.example", ""),
            "Accept", List.of("text/html", "application/json", ""),
            "Cookie", List.of("user=a", "user=b", ""),
            "Accept-Language", List.of("de", "fr", ""),
            "Accept-Encoding", List.of("gzip", "br", ""));

    /** What a 304 has besides its entity tag; each is a path as well. */
    private static final List<String> CONFIRMATIONS = List.of("same-fields", "no-vary", "nothing-else");

    private final AtomicInteger confirmed = new AtomicInteger();
    private final List<StandaloneUnderTest> nodes = new ArrayList<>();
    private final RawOrigin origin = RawOrigin.start();

    @AfterEach
    void stop() throws IOException {
        nodes.forEach(StandaloneUnderTest::close);
        origin.close();
    }

    private void start(String store, int count) throws ConfigException, IOException {
        for (int i = 0; i < count; i++) {
            // The waits are not how fast a busy machine is.
            nodes.add(StandaloneUnderTest.start(
                    origin.uri(),
                    store.equals("memory")
                            ? Map.of("store", "memory")
                            : Map.of(
                                    "store", "redis",
                                    "redis", REDIS.uri().toString(),
                                    "redis-wait", "2s",
                                    "redis-timeout", "2s")));
        }
    }

    /** The path is {@code /FIELD/CONFIRMATION}. */
    private void answerWith(String tag) {
        origin.answer(exchange -> {
            RawRequest request = exchange.request();
            String[] path = request.target().split("/", 3);
            String own = request.value(path[1]).orElse("");
            String fields = fields(path[1], own);
            if (request.values("If-None-Match").contains(tag)) {
                confirmed.incrementAndGet();
                String also =
                        switch (path[2].replaceFirst("\\?.*", "")) {
                            case "same-fields" -> "\n" + fields;
                            case "no-vary" -> "\n" + fields.replaceFirst("\nVary: .*", "");
                            default -> "";
                        };
                exchange.send("HTTP/1.1 304 Not Modified\nETag: " + tag + also + "\n");
            } else {
                String content = "for [" + own + "]";
                exchange.send("HTTP/1.1 200 OK\nETag: " + tag + "\n" + fields + "\nContent-Length: " + content.length()
                        + "\n\n" + content);
            }
        });
    }

    private static String fields(String varying, String own) {
        String echo =
                switch (varying) {
                    case "Origin" -> own.isEmpty() ? "" : "\nAccess-Control-Allow-Origin: " + own;
                    case "Accept-Encoding" -> own.isEmpty() ? "" : "\nContent-Encoding: " + own;
                    case "Accept-Language" -> own.isEmpty() ? "" : "\nContent-Language: " + own;
                    default -> "";
                };
        return "Cache-Control: public, max-age=1\nVary: " + varying + "\nX-Own: [" + own + "]" + echo;
    }

    private static RawResponse get(StandaloneUnderTest node, String path, String... fields) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\nHost: site.example");
        for (String field : fields) {
            request.append(field.endsWith(": ") ? "" : "\n" + field);
        }
        try (RawClient client = RawClient.connect(node.port())) {
            return client.send(request.toString()).read();
        }
    }

    private static void isOwn(RawResponse response, String varying, String own) {
        assertThat(response.value("X-Own")).as("%s of %s", response, own).hasValue("[" + own + "]");
        for (String echo : List.of("Access-Control-Allow-Origin", "Content-Encoding", "Content-Language")) {
            assertThat(response.values(echo))
                    .as("%s of %s", echo, response)
                    .isEqualTo(fields(varying, own).contains("\n" + echo) ? List.of(own) : List.of());
        }
    }

    /** Stores one more, and waits until it is stale at each node: so is what was stored or confirmed before it. */
    private void awaitStale(String newest) {
        for (StandaloneUnderTest node : nodes) {
            Awaitility.await()
                    .until(() -> get(node, newest).value("X-Cache").orElse("").equals("HIT"));
            // RFC 9111 §5.2.1.7: 504 where there is nothing fresh.
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(50))
                    .until(() ->
                            get(node, newest, "Cache-Control: only-if-cached").status() == 504);
        }
    }

    /** Every variant of every path, at one node after the other. The first variant to be asked for is another one in each round. */
    private int round(int first) {
        int hits = 0;
        for (String varying : VALUES.keySet()) {
            List<String> values = VALUES.get(varying);
            for (String confirmation : CONFIRMATIONS) {
                for (int i = 0; i < values.size(); i++) {
                    String own = values.get((first + i) % values.size());
                    for (StandaloneUnderTest node : nodes) {
                        RawResponse response = get(node, "/" + varying + "/" + confirmation, varying + ": " + own);
                        assertThat(response.text()).as("%s", response).isEqualTo("for [" + own + "]");
                        isOwn(response, varying, own);
                        hits += response.value("X-Cache").orElse("").equals("HIT") ? 1 : 0;
                    }
                }
            }
        }
        return hits;
    }

    @ParameterizedTest
    @CsvSource({
        "memory, 1, '\"1\"'",
        "memory, 1, 'W/\"1\"'",
        "redis, 1, '\"1\"'",
        "redis, 1, 'W/\"1\"'",
        "redis, 2, '\"1\"'",
        "redis, 2, 'W/\"1\"'"
    })
    void each_client_gets_its_own_variant(String store, int count, String tag) throws ConfigException, IOException {
        start(store, count);
        answerWith(tag);

        int hits = 0;
        for (int first = 0; first < 4; first++) {
            hits += round(first) + round(first + 1);
            awaitStale("/Accept/no-vary?newest=" + first);
        }

        assertThat(hits).as("hits").isPositive();
        assertThat(confirmed).as("times that the origin said 304").hasPositiveValue();
    }

    /** A client may have the tag from a variant of its own: what confirms that has its fields. */
    @Test
    void a_client_that_has_the_tag_is_told_of_its_own_variant() throws ConfigException, IOException {
        start("memory", 1);
        for (String tag : List.of("\"2\"", "W/\"2\"")) {
            answerWith(tag);
            StandaloneUnderTest node = nodes.get(0);
            String path = "/Origin/same-fields?" + tag.length();
            get(node, path, "Origin: https://a.example");

            RawResponse response = get(node, path, "Origin: https://b.example", "If-None-Match: " + tag);

            assertThat(response.status()).isEqualTo(304);
            assertThat(response.values("Access-Control-Allow-Origin")).containsExactly("https://b.example");
            isOwn(get(node, path, "Origin: https://a.example"), "Origin", "https://a.example");
        }
    }
}
