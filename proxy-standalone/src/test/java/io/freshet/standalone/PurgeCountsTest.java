package io.freshet.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.admin.AdminApi;
import io.freshet.store.redis.RedisServerFixture;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A purge says how many responses it met on this node. */
class PurgeCountsTest {

    private static final RedisServerFixture REDIS = new RedisServerFixture();

    private final RawOrigin origin = RawOrigin.start();

    @BeforeAll
    static void startRedis() {
        REDIS.start();
    }

    @AfterAll
    static void stopRedis() {
        REDIS.close();
    }

    @AfterEach
    void stop() throws IOException {
        origin.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void of_a_url_a_tag_and_a_prefix(String store) throws Exception {
        origin.answer("""
                HTTP/1.1 200 OK
                Cache-Control: max-age=60
                Vary: X-A
                Cache-Tag: all
                Content-Length: 2

                ok""");
        Map<String, String> options = new HashMap<>(Map.of("store", store, "purge-from", "127.0.0.1"));
        options.put("redis", REDIS.uri().toString());
        try (StandaloneUnderTest proxy = StandaloneUnderTest.start(origin.uri(), options)) {
            String base = "http://site.example/" + store;
            store(proxy, "/" + store + "/a");
            assertThat(purge(proxy, "url", base + "/a"))
                    .contains("\"responses\" : 2")
                    .doesNotContain("note");
            assertThat(purge(proxy, "url", base + "/a"))
                    .contains("\"responses\" : 0", "nothing under that name was stored here");
            assertThat(purge(proxy, "tag", "other")).contains("\"responses\" : 0");
            store(proxy, "/" + store + "/a");
            store(proxy, "/" + store + "/b");
            assertThat(purge(proxy, "prefix", base + "/b")).contains("\"responses\" : 2");
            assertThat(purge(proxy, "prefix", base + "/b")).contains("\"responses\" : 0");
            assertThat(purge(proxy, "tag", "all")).contains("\"responses\" : 2");
            assertThat(purge(proxy, "tag", "all")).contains("\"responses\" : 0");

            store(proxy, "/" + store + "/c");
            String where = store.equals("memory") ? "this node" : "every node";
            assertThat(exchange(proxy, "PURGE /" + store + "/c", "").text())
                    .isEqualTo("Purged on " + where + ": 2 responses here.\n");
            assertThat(exchange(proxy, "PURGE /" + store + "/c", "").text())
                    .isEqualTo("Purged on " + where + ": nothing under that name was stored here.\n");
        }
    }

    /** Two variants, until they are hits. */
    private static void store(StandaloneUnderTest proxy, String path) {
        for (String variant : new String[] {"1", "2"}) {
            await().until(() -> exchange(proxy, "GET " + path, "\nX-A: " + variant)
                    .value("X-Cache")
                    .filter("HIT"::equals)
                    .isPresent());
        }
    }

    private static String purge(StandaloneUnderTest proxy, String what, String value) {
        String json = "{\"" + what + "\": \"" + value + "\"}";
        return new AdminApi(proxy.freshet().operations(), () -> false)
                .answer("POST", "/api/purge", Optional.of("application/json"), json.getBytes(UTF_8))
                .content();
    }

    private static RawResponse exchange(StandaloneUnderTest proxy, String line, String more) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            return client.send(line + " HTTP/1.1\nHost: site.example" + more).read();
        }
    }
}
