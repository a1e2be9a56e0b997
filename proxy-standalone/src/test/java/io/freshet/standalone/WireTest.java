package io.freshet.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.ProxyUnderTest;
import io.freshet.testing.RawClient;
import io.freshet.testing.wire.Client;
import io.freshet.testing.wire.Http1Client;
import io.freshet.testing.wire.Recorder;
import io.freshet.testing.wire.StrictOrigin;
import io.freshet.testing.wire.WireRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever clients send in HTTP/1 and HTTP/2, an origin sees one well-formed message of it with that content, or nothing. For as
 * long as one likes: {@code conformance/wire --minutes N}.
 */
class WireTest {

    private static final Path SUMMARY = Path.of("target", "wire.txt");
    private static final long SEED = Long.getLong("wire.seed", 16);
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("wire.seconds", 10));

    @Test
    void an_origin_in_http1_sees_one_message_of_a_request_or_none() throws Exception {
        Recorder recorder = new Recorder();
        try (StrictOrigin origin = StrictOrigin.start(recorder)) {
            ProxyUnderTest proxy =
                    StandaloneUnderTest.start(origin.uri(), Map.of("store", "memory", "host", "127.0.0.1"));
            assertHolds("an origin in HTTP/1.1", WireRun.run(SEED, TIME, recorder, proxy, clients(proxy)));
        }
    }

    @Test
    void an_origin_in_http2_sees_one_message_of_a_request_or_none() throws Exception {
        Recorder recorder = new Recorder();
        try (JettyOrigin origin = new JettyOrigin(Optional.empty(), Optional.empty(), true, new Recording(recorder))) {
            ProxyUnderTest proxy = StandaloneUnderTest.start(
                    origin.uri("127.0.0.1"), Map.of("store", "memory", "host", "127.0.0.1", "origin-http2", "true"));
            assertHolds("an origin in HTTP/2", WireRun.run(SEED, TIME, recorder, proxy, clients(proxy)));
        }
    }

    /** RFC 9112 §8: they end with an empty chunk and an empty line, and until then more may come. */
    @ParameterizedTest
    @ValueSource(strings = {"5\r\nhello\r", "5\r\nhello\r\n0\r\n", "5\r\nhello\r\n0\r\n\r"})
    void chunks_that_break_off_in_a_line_end_are_not_whole(String cut) throws Exception {
        Recorder recorder = new Recorder();
        try (StrictOrigin origin = StrictOrigin.start(recorder)) {
            ProxyUnderTest proxy = StandaloneUnderTest.start(origin.uri(), Map.of("store", "memory"));
            String head = "POST /g/1 HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n";
            try (RawClient client = RawClient.connect(proxy.port())) {
                client.send((head + cut).getBytes(ISO_8859_1));
            }
            try (Client honest = new Http1Client(proxy)) {
                for (int i = 0; i < 20; i++) {
                    assertThat(honest.honest("/p/" + i).status()).isEqualTo(200);
                }
            }
            proxy.close();
        }
        assertThat(recorder.seen("/g/1")).isEmpty();
    }

    private static List<Supplier<Client>> clients(ProxyUnderTest proxy) {
        Supplier<Client> http1 = () -> new Http1Client(proxy);
        Supplier<Client> http2 = () -> new Http2WireClient(proxy.port());
        return List.of(http1, http2);
    }

    private static void assertHolds(String where, WireRun.Outcome outcome) throws IOException {
        Files.writeString(SUMMARY, where + ", " + outcome + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        assertThat(outcome.faults()).as(outcome.toString()).isEmpty();
        assertThat(outcome.requests()).as(outcome.toString()).isGreaterThan(100);
    }

    /** What {@link StrictOrigin} does, by Jetty's server. */
    private static final class Recording extends Handler.Abstract {

        private final Recorder recorder;

        Recording(Recorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
                    || request.getHeaders().contains(HttpHeader.EXPECT)) {
                recorder.fault("fields that have no meaning here: " + request.getHeaders());
            }
            String content = Content.Source.asString(request, ISO_8859_1);
            Recorder.Seen seen = Recorder.Seen.of(
                    request.getMethod(), request.getHttpURI().getPathQuery(), content.getBytes(ISO_8859_1));
            recorder.saw(seen);
            response.getHeaders().put("Cache-Control", "no-store").put(Recorder.SEEN, seen.told());
            response.write(true, null, callback);
            return true;
        }
    }
}
