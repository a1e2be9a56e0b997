package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.ConfigException;
import io.freshet.store.redis.RedisServerFixture;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CompressionInRedisTest extends CompressionContract {

    @RegisterExtension
    static final RedisServerFixture REDIS = new RedisServerFixture();

    @Override
    Map<String, String> store() {
        return Map.of(
                "store",
                "redis",
                "redis",
                REDIS.uri().toString(),
                // Not how fast a busy machine is.
                "redis-wait",
                "2s",
                "redis-timeout",
                "2s",
                "near-time",
                "200ms");
    }

    @Test
    void what_one_node_has_made_the_next_one_finds() throws ConfigException, IOException {
        compressedPage();

        try (StandaloneUnderTest other = node()) {
            assertThat(get(other, "/page", "Accept-Encoding: gzip").value("Content-Encoding"))
                    .contains("gzip");
        }
    }
}
