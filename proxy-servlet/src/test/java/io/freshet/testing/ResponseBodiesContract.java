package io.freshet.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawResponse.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Response content streams through, byte for byte, and a cut one never looks whole. */
interface ResponseBodiesContract extends Wire {

    @Test
    default void aResponseWithALengthArrivesByteForByteWithThatLength() {
        byte[] content = new byte[3_000_017];
        new Random(1).nextBytes(content);
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nContent-Length: " + content.length);
            exchange.send(content);
        });

        RawResponse response = get(newPath());

        assertThat(response.body()).isEqualTo(content);
        assertThat(response.values("Content-Length")).containsExactly(Integer.toString(content.length));
        assertThat(response.end()).isEqualTo(End.COMPLETE);
    }

    @Test
    default void aResponseThatEndsWithTheConnectionArrivesWhole() {
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\n\nuntil the end");
            exchange.close();
        });

        RawResponse response = get(newPath());

        assertThat(response.text()).isEqualTo("until the end");
        assertThat(response.end()).isEqualTo(End.COMPLETE);
    }

    @Test
    default void aCompressedBodyPassesUntouched() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write("hello, hello, hello".getBytes(ISO_8859_1));
        }
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: " + compressed.size());
            exchange.send(compressed.toByteArray());
        });

        RawResponse response = get(newPath(), "Accept-Encoding: gzip;q=\"1\", br");

        assertThat(origin().request().values("Accept-Encoding")).containsExactly("gzip;q=\"1\", br");
        assertThat(response.body()).isEqualTo(compressed.toByteArray());
        assertThat(response.values("Content-Encoding")).containsExactly("gzip");
        assertThat(response.values("Content-Length")).containsExactly(Integer.toString(compressed.size()));
    }

    @Test
    default void theProxyAsksForNoCodingOfItsOwn() {
        origin().answer(OK);

        get(newPath());

        assertThat(origin().request().has("Accept-Encoding")).isFalse();
    }

    @Test
    default void theClientSeesTheFirstBytesBeforeTheOriginHasSentTheLast() throws IOException {
        CountDownLatch firstHalfSeen = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\r\nfirst\r\n");
            exchange.await(firstHalfSeen);
            exchange.send("5\r\n-half\r\n0\r\n\r\n".getBytes(ISO_8859_1));
        });

        try (RawClient client = connect()) {
            client.send(head("GET", newPath()));
            InputStream body = client.body(client.readHead());
            assertThat(body.readNBytes(5)).asString(ISO_8859_1).isEqualTo("first");
            firstHalfSeen.countDown();
            assertThat(body.readAllBytes()).asString(ISO_8859_1).isEqualTo("-half");
        }
    }

    /** A stream may take as long as it likes, as long as it is never silent for too long. */
    @Test
    default void aStreamThatLastsLongerThanTheTimeoutArrivesWhole() {
        int pieces = 8;
        Duration pause = ORIGIN_TIMEOUT.dividedBy(pieces - 2);
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked");
            for (int i = 0; i < pieces; i++) {
                exchange.pause(pause);
                exchange.send(("1\r\n" + i + "\r\n").getBytes(ISO_8859_1));
            }
            exchange.send("0\r\n\r\n".getBytes(ISO_8859_1));
        });

        RawResponse response = get(newPath());

        assertThat(response.text()).isEqualTo("01234567");
        assertThat(response.end()).isEqualTo(End.COMPLETE);
    }

    @Test
    default void aHeadOfAChunkedResourceGainsNoLength() {
        origin().answer("""
                HTTP/1.1 200 OK
                Content-Type: text/plain
                Transfer-Encoding: chunked
                """);

        RawResponse response = exchange(head("HEAD", newPath()));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.value("Content-Type")).hasValue("text/plain");
        assertThat(response.has("Content-Length")).isFalse();
    }

    @Test
    default void aHeadKeepsTheLengthOfItsResource() {
        origin().answer("""
                HTTP/1.1 200 OK
                Content-Length: 12345
                """);

        try (RawClient client = connect()) {
            RawResponse response = client.send(head("HEAD", newPath())).readToHead();
            assertThat(response.values("Content-Length")).containsExactly("12345");
            assertThat(client.send(head("HEAD", newPath())).readToHead().status())
                    .isEqualTo(200);
        }
    }

    @Test
    default void a204HasNoBodyAndNoLength() {
        origin().answer("""
                HTTP/1.1 204 No Content
                X-Foo: bar
                """);

        assertBodiless(204);
    }

    @Test
    default void a304HasNoBody() {
        origin().answer("""
                HTTP/1.1 304 Not Modified
                ETag: "v1"
                X-Foo: bar
                """);

        assertBodiless(304);
    }

    private void assertBodiless(int status) {
        try (RawClient client = connect()) {
            RawResponse response =
                    client.send(head("GET", newPath(), "If-None-Match: \"v1\"")).read();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.value("X-Foo")).hasValue("bar");
            assertThat(response.values("Content-Length")).isEmpty();
            assertThat(response.has("Transfer-Encoding")).isFalse();

            origin().answer(OK);
            RawResponse next = client.send(head("GET", newPath())).read();
            assertThat(next.status()).as("what follows on the same connection").isEqualTo(200);
            assertThat(next.text()).isEqualTo("ok");
        }
    }

    @Test
    default void anErrorOfTheOriginPassesWithItsBody() {
        origin().answer("""
                HTTP/1.1 503 Service Unavailable
                Retry-After: 7
                Content-Type: application/problem+json
                Content-Length: 2

                {}""");

        RawResponse response = get(newPath());

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.value("Retry-After")).hasValue("7");
        assertThat(response.value("Content-Type")).hasValue("application/problem+json");
        assertThat(response.text()).isEqualTo("{}");
    }

    /** RFC 9110 §6.5. */
    @Test
    default void trailersReachAClientThatTakesThem() {
        origin().answer("""
                HTTP/1.1 200 OK
                Cache-Control: no-store
                Trailer: X-Sum
                Transfer-Encoding: chunked

                5\r
                hello\r
                0\r
                X-Sum: a, "b"\r
                \r
                """);

        RawResponse response = get(newPath(), "TE: trailers", "Connection: TE");

        assertThat(response.text()).isEqualTo("hello");
        assertThat(response.trailers().values("X-Sum")).containsExactly("a, \"b\"");
    }

    /** Nobody asked for an upgrade, or for content in this coding. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols\nUpgrade: x\nConnection: upgrade",
                "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked\n\n0\r\n\r\n"
            })
    default void aResponseThatNobodyAskedForIsA502(String answer) {
        origin().answer(answer);

        assertThat(get(newPath()).status()).isEqualTo(502);
    }

    /** RFC 9110 §8.6: it may not have one, and its content would be taken for the next response. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    default void a204LosesItsLength(String method) {
        origin().answer("HTTP/1.1 204 No Content\nContent-Length: 5");

        RawResponse response = exchange(head(method, newPath()));

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.has("Content-Length")).isFalse();
    }

    @Test
    default void aHeadThatComesBeforeItsContentLeavesBeforeItsContent() throws IOException {
        CountDownLatch headSeen = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked");
            exchange.await(headSeen);
            exchange.send("5\r\nhello\r\n0\r\n\r\n".getBytes(ISO_8859_1));
        });

        try (RawClient client = connect()) {
            client.send(head("GET", newPath()));
            InputStream body = client.body(client.readHead());
            headSeen.countDown();
            assertThat(body.readAllBytes()).asString(ISO_8859_1).isEqualTo("hello");
        }
    }

    /** RFC 9110 §6.5.1: a recipient might believe them. */
    @Test
    default void trailersThatBelongIntoTheHeadAreDropped() {
        origin().answer("""
                HTTP/1.1 200 OK
                Transfer-Encoding: chunked

                5\r
                hello\r
                0\r
                Set-Cookie: a=b\r
                Content-Length: 9\r
                X-Sum: s\r
                \r
                """);

        RawResponse response = get(newPath(), "TE: trailers", "Connection: TE");

        assertThat(response.text()).isEqualTo("hello");
        assertThat(response.trailers().fieldLines()).containsExactly("X-Sum: s");
    }
}
