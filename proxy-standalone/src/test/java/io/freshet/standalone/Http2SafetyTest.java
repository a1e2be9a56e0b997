package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.ConfigException;
import io.freshet.testing.RawOrigin;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request must not choose, in HTTP/2; the contracts of faithful forwarding say the rest. */
class Http2SafetyTest {

    private RawOrigin origin;
    private StandaloneUnderTest proxy;
    private Http2Client client;

    @BeforeEach
    void start() throws ConfigException, IOException {
        origin = RawOrigin.start();
        proxy = StandaloneUnderTest.start(origin.uri(), Map.of("store", "memory", "host", "127.0.0.1"));
        client = Http2Client.connect(proxy.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxy.close();
        origin.close();
    }

    private Http2Client.Response get(String host, String path, String... fields) {
        return client.read(client.request(Http2Client.lines("GET " + path + " HTTP/1.1\nHost: " + host + "\n"
                + String.join("\n", fields).concat("\n"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x_forwarded_host", "x-original-url", "x-http-method-override", "proxy", "surrogate-capability"})
    void a_field_that_other_software_takes_for_routing_stays_behind(String name) {
        origin.answer("HTTP/1.1 200 OK\nCache-Control: no-store\nContent-Length: 2\n\nok");

        assertThat(get("site.test", "/x", name + ": planted").text()).isEqualTo("ok");

        assertThat(origin.request().fieldLines()).noneMatch(line -> line.contains("planted"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"site.test:80", "SITE.test", "site.test."})
    void hosts_that_mean_the_same_share_what_is_stored(String spelling) {
        origin.answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok");

        assertThat(get(spelling, "/x").text()).isEqualTo("ok");

        assertThat(origin.request().value("X-Forwarded-Host")).hasValue("site.test");
        Awaitility.await().until(() -> get("site.test", "/x").value("X-Cache").equals(Optional.of("HIT")));
    }

    @Test
    void a_page_under_the_name_of_a_file_is_not_stored() {
        origin.answer("HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 5\n\nalice");

        assertThat(get("site.test", "/account;x.css").value("Cache-Status").orElse(""))
                .contains("detail=deception-suspected");
        assertThat(get("site.test", "/account;x.css").value("X-Cache")).hasValue("MISS");
    }

    @Test
    void an_error_that_states_no_lifetime_is_not_stored() {
        origin.answer("HTTP/1.1 405 No\nContent-Length: 2\n\nno");

        assertThat(get("site.test", "/x").value("Cache-Status").orElse("")).contains("detail=status-without-lifetime");
    }
}
