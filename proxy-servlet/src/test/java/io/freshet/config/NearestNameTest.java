package io.freshet.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

    private static final List<String> NAMES = List.of("port", "max-object", "max-header", "rules", "redis-wait", "ttl");

    @ParameterizedTest
    @CsvSource({
        "rule, rules",
        "por, port",
        "prot, port",
        "max_object, max-object",
        "MAX-OBJECT, max-object",
        "max-objects, max-object",
        "maxheader, max-header",
        "redis, redis-wait",
        "tll, ttl",
        "max, ",
        "t, ",
        "'', ",
        "host, ",
        "completely-else, ",
    })
    void a_slip_or_a_beginning_leads_to_the_name(String written, String name) {
        assertThat(NearestName.to(written, NAMES).orElse(null)).isEqualTo(name);
    }
}
