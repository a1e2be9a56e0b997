package io.freshet.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawResponse.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request content streams through, byte for byte. */
interface RequestBodiesContract extends Wire {

    /** More than is gathered before the origin hears of a request: {@code request-buffer}. */
    int OVER_THE_BOUND = 70_000;

    byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(US_ASCII);

    @Test
    default void aRequestWithALengthArrivesByteForByteWithThatLength() {
        byte[] content = randomBytes(3_000_017);
        AtomicReference<byte[]> arrived = keepBody();

        try (RawClient client = connect()) {
            client.send(head("POST", newPath(), "Content-Length: " + content.length))
                    .send(content);
            assertThat(client.read().status()).isEqualTo(200);
        }

        assertThat(arrived.get()).isEqualTo(content);
        assertThat(origin().request().values("Content-Length")).containsExactly(Integer.toString(content.length));
        assertThat(origin().request().has("Transfer-Encoding")).isFalse();
    }

    @Test
    default void aChunkedRequestArrivesByteForByte() throws IOException {
        byte[] content = randomBytes(3_000_017);
        AtomicReference<byte[]> arrived = keepBody();

        try (RawClient client = connect()) {
            client.send(head("POST", newPath(), "Transfer-Encoding: chunked")).send(chunked(content, 7919));
            assertThat(client.read().status()).isEqualTo(200);
        }

        assertThat(arrived.get()).isEqualTo(content);
    }

    @Test
    default void anEmptyBodyIsEmpty() {
        AtomicReference<byte[]> arrived = keepBody();

        assertThat(exchange(head("POST", newPath(), "Content-Length: 0")).status())
                .isEqualTo(200);

        assertThat(arrived.get()).isEmpty();
        assertThat(origin().request().values("Content-Length")).containsExactly("0");
    }

    @Test
    default void aRequestWithoutABodyGainsNone() {
        origin().answer(OK);

        get(newPath());

        assertThat(origin().request().has("Content-Length")).isFalse();
        assertThat(origin().request().has("Transfer-Encoding")).isFalse();
    }

    @Test
    default void aGetMayHaveABody() {
        AtomicReference<byte[]> arrived = keepBody();

        RawResponse response = exchange(head("GET", newPath(), "Content-Length: 5") + "\n\nquery");

        assertThat(response.status()).isEqualTo(200);
        assertThat(arrived.get()).asString(US_ASCII).isEqualTo("query");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 70010", "Transfer-Encoding: chunked"})
    default void ofContentOverTheBoundTheOriginSeesTheFirstBytesBeforeTheClientHasSentTheLast(String framing) {
        CountDownLatch firstHalfSeen = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.body().readNBytes(OVER_THE_BOUND);
            firstHalfSeen.countDown();
            exchange.body().readAllBytes();
            exchange.send(OK);
        });
        boolean chunked = framing.endsWith("chunked");

        try (RawClient client = connect()) {
            client.send(head("POST", newPath(), framing));
            client.send(piece(randomBytes(OVER_THE_BOUND), chunked));
            await(firstHalfSeen);
            client.send(piece("the second".getBytes(US_ASCII), chunked));
            client.send(chunked ? LAST_CHUNK : new byte[0]);
            assertThat(client.read().status()).isEqualTo(200);
        }

        assertThat(origin().request().complete()).isTrue();
    }

    @Test
    default void anEarlyRefusalReachesTheClientWhileItStillSends() {
        origin().answer(exchange -> {
            exchange.send("""
                    HTTP/1.1 413 Content Too Large
                    Connection: close
                    Content-Length: 7

                    too big""");
            exchange.close();
        });

        try (RawClient client = connect()) {
            client.send(head("POST", newPath(), "Content-Length: 8000000")).send(randomBytes(64 * 1024));
            RawResponse response = client.read();
            assertThat(response.status()).isEqualTo(413);
            assertThat(response.text()).isEqualTo("too big");
        }

        assertThat(origin().request().complete()).isFalse();
    }

    /** The container reads and refuses while the origin's answer is written: neither may wait for the other. */
    @Test
    default void brokenUploadsThatAreAnsweredEarlyAllEnd() {
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nConnection: close\nContent-Length: 20000");
            exchange.send(new byte[20_000]);
            exchange.close();
        });
        String upload = head("POST", newPath(), "Transfer-Encoding: chunked");

        List<End> ends = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> {
                    try (RawClient client = connect()) {
                        client.send(upload).send("5\r\nhello\r\n".getBytes(US_ASCII));
                        client.send("5\r\nhello\r\nZZ\r\n".getBytes(US_ASCII));
                        return client.read().end();
                    } catch (NumberFormatException twoInOne) {
                        // Rarely, Tomcat puts the head of its own refusal before what is being written. It ends all the
                        // same.
                        return End.TRUNCATED;
                    }
                })
                .toList();

        assertThat(ends).doesNotContain(End.SILENT);
    }

    @Test
    default void aCutRequestBodyNeverArrivesAsAWholeOne() {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch firstHalfSeen = new CountDownLatch(1);
        origin().answer(exchange -> {
            try {
                exchange.body().readNBytes(OVER_THE_BOUND);
                firstHalfSeen.countDown();
                exchange.body().readAllBytes();
            } finally {
                over.countDown();
            }
        });

        try (RawClient client = connect()) {
            client.send(head("POST", newPath(), "Transfer-Encoding: chunked"));
            client.send(piece(randomBytes(OVER_THE_BOUND), true));
            await(firstHalfSeen);
        }

        await(over);
        assertThat(origin().request().complete()).isFalse();
    }

    /** RFC 9110 §10.1.1. */
    @Test
    default void aClientThatExpectsAContinueGetsOneBeforeItSends() throws IOException {
        origin().answer(exchange -> {
            if (exchange.request().has("Expect")) {
                exchange.send("HTTP/1.1 100 Continue");
            }
            exchange.body().readAllBytes();
            exchange.send(OK);
        });

        try (RawClient client = connect()) {
            client.send(head("POST", newPath(), "Content-Length: 5", "Expect: 100-continue"));
            assertThat(client.readHead().startLine()).startsWith("HTTP/1.1 100");
            client.send("hello".getBytes(US_ASCII));
            RawResponse response = client.read();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.interim()).isEmpty();
        }
        assertThat(origin().request().complete()).isTrue();
    }

    @Test
    default void aRefusedExpectationReachesTheClient() throws IOException {
        origin().answer(exchange -> {
            exchange.send("""
                HTTP/1.1 417 Expectation Failed
                Connection: close
                Content-Length: 2

                no""");
            exchange.close();
        });

        try (RawClient client = connect()) {
            client.send(head("POST", newPath(), "Content-Length: 5", "Expect: 100-continue"));
            RawHead head = client.readHead();
            if (head.startLine().startsWith("HTTP/1.1 100")) {
                client.send("hello".getBytes(US_ASCII));
                head = client.readHead();
            }
            assertThat(head.startLine()).startsWith("HTTP/1.1 417");
            assertThat(client.body(head).readAllBytes()).asString(US_ASCII).isEqualTo("no");
        }
    }

    /** Answers 200 once the whole content is here, and keeps it. */
    default AtomicReference<byte[]> keepBody() {
        AtomicReference<byte[]> arrived = new AtomicReference<>(new byte[0]);
        origin().answer(exchange -> {
            arrived.set(exchange.body().readAllBytes());
            exchange.send(OK);
        });
        return arrived;
    }

    static byte[] piece(byte[] content, boolean chunked) {
        if (!chunked) {
            return content;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((Integer.toHexString(content.length) + "\r\n").getBytes(US_ASCII));
        out.writeBytes(content);
        out.writeBytes("\r\n".getBytes(US_ASCII));
        return out.toByteArray();
    }

    static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] chunked(byte[] content, int chunk) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < content.length; from += chunk) {
            byte[] piece = Arrays.copyOfRange(content, from, Math.min(from + chunk, content.length));
            out.write((Integer.toHexString(piece.length) + ";ext=\"x\"\r\n").getBytes(US_ASCII));
            out.write(piece);
            out.write("\r\n".getBytes(US_ASCII));
        }
        out.write("0\r\n\r\n".getBytes(US_ASCII));
        return out.toByteArray();
    }

    /** Many origins ignore the expectation and wait for the content; the client must not wait for them. */
    @Test
    default void anOriginThatIgnoresAnExpectationGetsTheContent() throws IOException {
        origin().answer(exchange -> {
            exchange.body().readAllBytes();
            exchange.send(OK);
        });

        try (RawClient client = connect()) {
            client.send(head("POST", newPath(), "Content-Length: 5", "Expect: 100-continue"));
            assertThat(client.readHead().startLine()).startsWith("HTTP/1.1 100");
            client.send("hello".getBytes(US_ASCII));
            assertThat(client.readHead().startLine()).startsWith("HTTP/1.1 200");
        }
        assertThat(origin().request().has("Expect")).isFalse();
    }
}
