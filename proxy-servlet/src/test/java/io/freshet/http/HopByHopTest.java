package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HopByHopTest {

    @ParameterizedTest(name = "RFC 9110 §7.6.1, RFC 9111 §3.1: {0}")
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "TE",
                "Transfer-Encoding",
                "upgrade",
                "Proxy-Authenticate",
                "Proxy-Authentication-Info",
                "Proxy-Authorization"
            })
    void fields_of_one_connection_go(String name) {
        assertThat(HopByHop.strip(Heads.fields(name + ": x"))).isEmpty();
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("nominations")
    void fields_that_connection_names_go(String connection, String kept) {
        assertThat(HopByHop.strip(Heads.fields("Connection: " + connection, "X-A: 1", "X-B: 2", "X-C: 3")).stream()
                        .map(field -> field.getName())
                        .toList())
                .containsExactly(kept.split(" "));
    }

    static Stream<Arguments> nominations() {
        return Stream.of(
                argumentSet("RFC 9110 §7.6.1: one", "X-A", "X-B X-C"),
                argumentSet("RFC 9110 §7.6.1: a list in any case", "close, x-a,X-B", "X-C"),
                argumentSet("RFC 9110 §5.6.1.2: empty elements", ",, X-B,", "X-A X-C"),
                argumentSet("no header field", "close", "X-A X-B X-C"));
    }

    @Test
    void several_connection_lines_count() {
        assertThat(HopByHop.strip(Heads.fields("Connection: X-A", "X-A: 1", "X-B: 1", "connection: x-b")))
                .isEmpty();
    }

    @ParameterizedTest(name = "RFC 9110 §7.6.1: {0}")
    @ValueSource(strings = {"Cache-Control", "Content-Length", "Host", "Vary"})
    void what_every_recipient_needs_cannot_be_named_away(String name) {
        assertThat(HopByHop.strip(Heads.fields("Connection: " + name, name + ": x"))
                        .contains(name))
                .isTrue();
    }

    @Test
    void the_rest_keeps_its_order_its_lines_and_its_bytes() {
        String value = "b=\"q, \\\" ;\" ,,  x";

        assertThat(HopByHop.strip(
                                Heads.fields("Set-Cookie: " + value, "TE: x", "X: 1", "set-cookie: c=d", "Trailer: Y"))
                        .asString())
                .isEqualTo("Set-Cookie: " + value + "\r\nX: 1\r\nset-cookie: c=d\r\nTrailer: Y\r\n\r\n");
    }

    @Test
    void a_megabyte_of_options_can_be_read() {
        assertThat(HopByHop.strip(Heads.fields("Connection: " + "a,\"".repeat(350_000), "a: 1", "b: 1")))
                .hasSize(1);
    }
}
