package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.FreePort;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;

/** A Redis that answers and takes no writes: what is not stored is not said to be. */
class RefusedWritesTest {

    private final RedisServerFixture redis = new RedisServerFixture().start();
    private final RawOrigin origin = RawOrigin.start();
    private int paths;

    @BeforeEach
    void answer() {
        origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok");
    }

    @AfterEach
    void stop() throws Exception {
        origin.close();
        // One that cannot save refuses to be stopped.
        redis.kill();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "a replica", "unable to save"})
    void responses_are_said_to_be_stored_only_while_it_takes_them(String what) throws Exception {
        try (RedisClient client = redis.client()) {
            begin(what, client);
            try (StandaloneUnderTest proxy = StandaloneUnderTest.start(
                    origin.uri(), Map.of("store", "redis", "redis", redis.uri().toString(), "near-time", "0s"))) {
                for (int i = 0; i < 5; i++) {
                    assertThat(status(get(proxy, "/" + paths++)))
                            .isEqualTo("Freshet; fwd=uri-miss; fwd-status=200; detail=store-refused");
                }
                end(what, client);
                await().until(() -> status(get(proxy, "/" + paths++)).endsWith("; stored"));
                await().until(() -> status(get(proxy, "/again")).startsWith("Freshet; hit"));

                begin(what, client);
                // What was sent a moment before Redis refused could not be known to fail.
                get(proxy, "/" + paths++);
                await().until(() -> status(get(proxy, "/" + paths++)).endsWith("; detail=store-refused"));
                assertThat(status(get(proxy, "/" + paths++))).endsWith("; detail=store-refused");
                assertThat(status(get(proxy, "/again"))).as("reads go on").startsWith("Freshet; hit");
            }
        }
    }

    private void begin(String what, RedisClient client) {
        switch (what) {
            case "full" -> client.configSet("maxmemory", "1");
            case "a replica" -> redis.follow("127.0.0.1 " + FreePort.next());
            default -> {
                client.configSet("stop-writes-on-bgsave-error", "yes");
                client.configSet("save", "1 1");
                client.configSet("dir", "/proc");
                await().until(() -> refuses(client));
            }
        }
    }

    private static boolean refuses(RedisClient client) {
        try {
            client.set("anything", "to save");
            return false;
        } catch (RuntimeException misconfigured) {
            return true;
        }
    }

    private void end(String what, RedisClient client) {
        switch (what) {
            case "full" -> client.configSet("maxmemory", "0");
            case "a replica" -> redis.follow("no one");
            default -> client.configSet("stop-writes-on-bgsave-error", "no");
        }
    }

    private static String status(RawResponse response) {
        return response.value("Cache-Status").orElse("");
    }

    private static RawResponse get(StandaloneUnderTest proxy, String path) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            return client.send("GET " + path + " HTTP/1.1\nHost: site.example").read();
        }
    }
}
