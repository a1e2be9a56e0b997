package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.config.ConfigException;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What memory remembers of Redis ends when something newer has come, also where that can be kept nowhere. */
class NewerWhileRedisIsAwayTest {

    private static final String RELOAD = "Cache-Control: no-cache";

    private static RawResponse get(StandaloneUnderTest node, String path, String... fields) {
        try (RawClient client = RawClient.connect(node.port())) {
            String lines = fields.length == 0 ? "" : "\n" + String.join("\n", fields);
            return client.send("GET " + path + " HTTP/1.1\nHost: site.example" + lines)
                    .read();
        }
    }

    @Test
    void is_not_followed_by_what_was_there_before() throws IOException, ConfigException {
        AtomicInteger edition = new AtomicInteger(1);
        try (RedisServerFixture redis = new RedisServerFixture().start();
                RawOrigin origin = RawOrigin.start()) {
            origin.answer(exchange ->
                    exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 1\n\n" + edition.get()));
            StandaloneUnderTest node = StandaloneUnderTest.start(
                    origin.uri(), Map.of("store", "redis", "redis", redis.uri().toString()));
            try {
                await().until(() ->
                        get(node, "/page").value("X-Cache").orElse("").equals("HIT"));
                redis.kill();
                await().until(() -> get(node, "/other", RELOAD)
                        .value("Cache-Status")
                        .orElse("")
                        .contains("store-refused"));
                assertThat(get(node, "/page").value("X-Cache")).contains("HIT");

                edition.set(2);
                assertThat(get(node, "/page", RELOAD).text()).isEqualTo("2");
                assertThat(get(node, "/page").text()).isEqualTo("2");
            } finally {
                node.close();
            }
        }
    }
}
