package io.freshet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestFramingTest {

    private static final RequestFraming NONE = new RequestFraming.None();
    private static final RequestFraming DELIMITED = new RequestFraming.Delimited();

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("framings")
    void tells_where_content_ends(String protocol, boolean endsWithHead, List<String> fields, RequestFraming expected) {
        RequestFraming framing = of(protocol, endsWithHead, fields.toArray(String[]::new));

        assertThat(framing).isEqualTo(expected);
        assertThat(framing.hasContent()).isEqualTo(expected != NONE);
    }

    static Stream<Arguments> framings() {
        return Stream.of(
                argumentSet("RFC 9112 §6.3 item 8: neither field", "HTTP/1.1", false, List.of(), NONE),
                argumentSet("RFC 9112 §6.3 item 8: neither field, 1.0", "HTTP/1.0", false, List.of(), NONE),
                argumentSet("RFC 9112 §6.3 item 6", "HTTP/1.1", false, List.of("Content-Length: 5"), length(5)),
                argumentSet("RFC 9112 §6.3 item 6, 1.0", "HTTP/1.0", false, List.of("Content-Length: 5"), length(5)),
                argumentSet("RFC 9110 §8.6: zero", "HTTP/1.1", false, List.of("Content-Length: 0"), NONE),
                argumentSet("RFC 9110 §8.6: any digits", "HTTP/1.1", false, List.of("content-length: 007"), length(7)),
                argumentSet("RFC 9112 §7.1", "HTTP/1.1", false, List.of("Transfer-Encoding: chunked"), DELIMITED),
                argumentSet(
                        "RFC 9112 §7: any case", "HTTP/1.1", false, List.of("transfer-encoding: CHUNKED"), DELIMITED),
                argumentSet("RFC 9113 §8.1: the stream goes on", "HTTP/2.0", false, List.of(), DELIMITED),
                argumentSet("RFC 9113 §8.1: the stream has ended", "HTTP/2.0", true, List.of(), NONE),
                argumentSet("RFC 9113 §8.1.1", "HTTP/2.0", false, List.of("Content-Length: 5"), length(5)),
                argumentSet("RFC 9113 §8.1.1: zero", "HTTP/2.0", true, List.of("Content-Length: 0"), NONE),
                argumentSet(
                        "RFC 9113 §8.1.1: zero, goes on", "HTTP/2.0", false, List.of("Content-Length: 0"), length(0)),
                argumentSet(
                        "RFC 9110 §9.3.1: a type announces nothing",
                        "HTTP/1.1",
                        false,
                        List.of("Content-Type: text/plain"),
                        NONE));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    HTTP/1.1 | Content-Length: 5; Transfer-Encoding: chunked
                    HTTP/1.1 | Content-Length: 0; Transfer-Encoding: chunked
                    HTTP/1.1 | Content-Length: 5; Content-Length: 6
                    HTTP/1.1 | Content-Length: 5; Content-Length: 5
                    HTTP/1.1 | Transfer-Encoding: chunked; Transfer-Encoding: chunked
                    HTTP/1.1 | Transfer-Encoding: gzip; Transfer-Encoding: chunked
                    HTTP/1.0 | Transfer-Encoding: chunked
                    HTTP/2.0 | Transfer-Encoding: chunked
                    HTTP/2.0 | Content-Length: 5; Content-Length: 5
                    """)
    void two_that_say_where_it_ends_are_one_too_many(String protocol, String fields) {
        assertThat(of(protocol, false, fields.split("; "))).isInstanceOf(RequestFraming.Ambiguous.class);
    }

    @ParameterizedTest(name = "RFC 9110 §8.6: {0}")
    @ValueSource(strings = {"", "x", "+5", "-5", "5.0", "0x5", "5, 5", "5,6", "5 5", "٥", "9223372036854775807", "1e3"})
    void a_length_is_digits(String value) {
        assertThat(of("HTTP/1.1", false, "Content-Length: " + value)).isInstanceOf(RequestFraming.Ambiguous.class);
    }

    @ParameterizedTest(name = "RFC 9112 §6.1: {0}")
    @ValueSource(
            strings = {
                "",
                "gzip",
                "identity",
                "chunked, chunked",
                "gzip, chunked",
                "chunked, identity",
                "chunked;q=1",
                "\"chunked\"",
                "xchunked"
            })
    void a_transfer_coding_is_chunked(String value) {
        assertThat(of("HTTP/1.1", false, "Transfer-Encoding: " + value)).isInstanceOf(RequestFraming.Ambiguous.class);
    }

    @ParameterizedTest(name = "RFC 9113 §8.1.1: {0} bytes are announced and none can come")
    @ValueSource(ints = {1, 100})
    void a_stream_that_has_ended_has_no_content(int announced) {
        assertThat(of("HTTP/2.0", true, "Content-Length: " + announced)).isInstanceOf(RequestFraming.Ambiguous.class);
    }

    private static RequestFraming of(String protocol, boolean endsWithHead, String... fields) {
        return RequestFraming.of(protocol, Heads.fields(fields), endsWithHead);
    }

    private static RequestFraming length(long bytes) {
        return new RequestFraming.Length(bytes);
    }
}
