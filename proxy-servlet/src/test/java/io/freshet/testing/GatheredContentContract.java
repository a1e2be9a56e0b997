package io.freshet.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request content is gathered up to a bound before the origin hears of it, and framed by what is known of it alone. */
interface GatheredContentContract extends RequestBodiesContract {

    String SHARED = "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 6\n\nshared";

    /** RFC 9112 §6.3: without either field, its bytes would be the next request on the connection. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "QUERY", "POST", "PUT", "LOCK", "MADE-UP"})
    default void contentInChunksWithoutATypeArrivesFramedByAnyMethod(String method) {
        AtomicReference<byte[]> arrived = keepBody();
        byte[] content = "GET /smuggled HTTP/1.1\r\nHost: smuggled.test\r\n\r\n".getBytes(US_ASCII);

        for (byte[] sent : new byte[][] {content, RequestBodiesContract.randomBytes(150_000)}) {
            try (RawClient client = connect()) {
                client.send(head(method, newPath(), "Transfer-Encoding: chunked"));
                client.send(RequestBodiesContract.piece(sent, true)).send(LAST_CHUNK);
                assertThat(client.read().status()).isEqualTo(200);
            }
            assertThat(arrived.get()).isEqualTo(sent);
            assertThat(origin().request().has("Content-Type")).isFalse();
            String next = newPath();
            assertThat(get(next).text()).isEqualTo("ok");
            assertThat(origin().request().target()).isEqualTo(next);
        }
    }

    /** RFC 9110 §9.3.1: only the origin knows what content of a GET means. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1", "Transfer-Encoding: chunked"})
    default void aGetWithContentGoesPastTheCache(String framing) {
        String path = stored(SHARED);
        String content = framing.endsWith("chunked") ? "1\r\nx\r\n0\r\n\r\n" : "x";
        origin().answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 8\n\npersonal");

        assertThat(exchange(head("GET", path, framing) + "\n\n" + content).text())
                .isEqualTo("personal");
        assertThat(get(path).text()).isEqualTo("shared");

        String other = newPath();
        exchange(head("GET", other, framing) + "\n\n" + content);
        assertThat(get(other).value("X-Cache")).hasValue("MISS");
    }

    @Test
    default void contentInChunksThatIsEmptyIsNone() {
        String path = stored(SHARED);

        RawResponse response = exchange(head("GET", path, "Transfer-Encoding: chunked") + "\n\n0\r\n\r\n");

        assertThat(response.value("X-Cache")).as(response.toString()).hasValue("HIT");
    }

    /** Slow uploads would hold the connections to the origin that others wait for. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10", "Transfer-Encoding: chunked"})
    default void theOriginHearsNothingOfContentUpToTheBoundBeforeAllOfItIsHere(String framing) {
        AtomicReference<byte[]> arrived = keepBody();
        boolean chunked = framing.endsWith("chunked");
        String path = newPath();

        try (RawClient client = connect()) {
            client.send(head("POST", path, framing));
            for (char letter : "dribbling".toCharArray()) {
                client.send(RequestBodiesContract.piece(new byte[] {(byte) letter}, chunked));
                get(newPath());
            }
            assertThat(origin().requests()).noneMatch(seen -> seen.target().equals(path));
            client.send(RequestBodiesContract.piece("!".getBytes(US_ASCII), chunked))
                    .send(chunked ? LAST_CHUNK : new byte[0]);
            assertThat(client.read().status()).isEqualTo(200);
        }

        assertThat(arrived.get()).asString(US_ASCII).isEqualTo("dribbling!");
        assertThat(origin().request().values("Content-Length")).containsExactly("10");
    }

    /** What has been gathered is at hand, and can be sent again where the method allows it. */
    @Test
    default void anIdempotentRequestWithItsContentAtHandIsSentAgainOnAFreshConnection() {
        AtomicReference<byte[]> arrived = new AtomicReference<>(new byte[0]);
        AtomicInteger asked = new AtomicInteger();
        origin().answer(exchange -> {
            arrived.set(exchange.body().readAllBytes());
            if (asked.incrementAndGet() == 1) {
                exchange.close();
            } else {
                exchange.send(OK);
            }
        });

        RawResponse response = exchange(head("PUT", newPath(), "Content-Length: 5") + "\n\nhello");

        assertThat(response.status()).isEqualTo(200);
        assertThat(arrived.get()).asString(US_ASCII).isEqualTo("hello");
        assertThat(asked.get()).isEqualTo(2);
    }
}
