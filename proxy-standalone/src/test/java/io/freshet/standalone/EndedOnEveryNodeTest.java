package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.config.ConfigException;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one node is told of the end of a response counts on all that share a Redis (docs/decisions/0049). */
class EndedOnEveryNodeTest {

    private static RawResponse get(StandaloneUnderTest node, String... fields) {
        try (RawClient client = RawClient.connect(node.port())) {
            String lines = fields.length == 0 ? "" : "\n" + String.join("\n", fields);
            return client.send("GET /page HTTP/1.1\nHost: site.example" + lines).read();
        }
    }

    private static boolean isHit(RawResponse response) {
        return response.value("X-Cache").orElse("").equals("HIT");
    }

    /** The second by the cache's own question. */
    @ParameterizedTest
    @ValueSource(strings = {"Accept: */*", "User-Agent: browser"})
    void a_reload_at_one_node_ends_what_another_remembers(String field) throws IOException, ConfigException {
        try (RedisServerFixture redis = new RedisServerFixture().start();
                RawOrigin origin = RawOrigin.start()) {
            origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=600, stale-if-error=600\nContent-Length: 3\n\nold");
            Map<String, String> settings =
                    Map.of("store", "redis", "redis", redis.uri().toString());
            StandaloneUnderTest one = StandaloneUnderTest.start(origin.uri(), settings);
            StandaloneUnderTest other = StandaloneUnderTest.start(origin.uri(), settings);
            try {
                await().until(() -> isHit(get(one)));
                await().until(() -> isHit(get(other)));
                origin.answer("HTTP/1.1 404 Not Found\nContent-Length: 4\n\ngone");

                get(one, "Cache-Control: no-cache", field);

                await().atMost(Duration.ofSeconds(2))
                        .until(() -> get(other).text().equals("gone"));
                origin.answer("HTTP/1.1 503 Service Unavailable\nContent-Length: 4\n\ndown");
                assertThat(get(other).text()).isEqualTo("down");
                assertThat(get(one).text()).isEqualTo("down");
            } finally {
                one.close();
                other.close();
            }
        }
    }
}
