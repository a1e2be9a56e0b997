package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.HostileRequestContract;
import io.freshet.testing.ProxyUnderTest;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawRequest;
import io.freshet.testing.Wire;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandaloneHostileRequestTest extends HostileRequestContract {

    @Override
    protected ProxyUnderTest start(URI originUri, Map<String, String> options) throws Exception {
        return StandaloneUnderTest.start(originUri, options);
    }

    /** However the bytes come. */
    @ParameterizedTest
    @CsvSource({"GET /x HTTP/1.1, 200", "GET  /x HTTP/1.1, 400", "GET /x  HTTP/1.1, 400", "GET /x hTTP/1.1, 400"})
    void request_lines_are_told_apart_byte_by_byte_too(String line, int status) throws Exception {
        try (RawOrigin origin = RawOrigin.start();
                ProxyUnderTest proxy = start(origin.uri(), Map.of("store", "memory"));
                RawClient client = RawClient.connect(proxy.port())) {
            origin.answer(Wire.OK);
            byte[] bytes = ("\r\n" + line + "\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
            for (byte one : bytes) {
                client.send(new byte[] {one});
            }
            assertThat(client.read().status()).isEqualTo(status);
        }
    }

    @Test
    void what_follows_a_malformed_line_on_its_connection_is_not_read() throws Exception {
        try (RawOrigin origin = RawOrigin.start();
                ProxyUnderTest proxy = start(origin.uri(), Map.of("store", "memory"));
                RawClient client = RawClient.connect(proxy.port())) {
            origin.answer(Wire.OK);
            String host = " HTTP/1.1\r\nHost: a\r\n\r\n";
            client.send(("GET /first" + host + "GET  /second" + host + "GET /third" + host)
                    .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.read().status()).isZero();
            assertThat(origin.requests()).extracting(RawRequest::target).containsExactly("/first");
        }
    }
}
