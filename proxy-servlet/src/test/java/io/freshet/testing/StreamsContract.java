package io.freshet.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that are made while they are read: each client has one of its own, at once. See docs/decisions/0052. */
interface StreamsContract extends Wire {

    String EVENT = "9\r\ndata: x\n\n\r\n";

    /** A stream that says nothing of caches, and ends after its first event when the test says so. */
    private static RawOrigin.Handler stream(String fields, CountDownLatch end) {
        return exchange -> {
            exchange.body().readAllBytes();
            exchange.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n" + fields);
            exchange.send(EVENT.getBytes(US_ASCII));
            exchange.await(end);
            exchange.send("0\r\n\r\n".getBytes(US_ASCII));
        };
    }

    @ParameterizedTest
    @CsvSource({
        "text/event-stream,                        Accept: text/event-stream",
        "text/event-stream;charset=utf-8,          Accept: */*",
        "text/event-stream,                        'Accept: text/html, text/event-stream;q=0.5'",
        "multipart/x-mixed-replace;boundary=frame, Accept: image/*",
        "application/x-ndjson,                     Accept: */*",
        "application/grpc-web-text+proto,          Accept: */*",
    })
    default void eachClientHasAStreamOfItsOwn(String type, String accept) throws IOException {
        String path = newPath();
        CountDownLatch end = new CountDownLatch(1);
        origin().answer(stream("Content-Type: " + type, end));
        try (RawClient first = connect();
                RawClient second = connect()) {
            first.send(head("GET", path, accept));
            assertBegins(first);
            second.send(head("GET", path, accept));
            assertBegins(second);
            assertThat(origin().requests()).hasSize(2);
        } finally {
            end.countDown();
        }
        assertThat(get(path, accept).value("X-Cache")).hasValue("MISS");
        assertThat(origin().requests()).hasSize(3);
    }

    private static void assertBegins(RawClient client) throws IOException {
        RawHead head = client.readHead();
        assertThat(head.value("X-Cache")).hasValue("MISS");
        assertThat(new String(client.body(head).readNBytes(9), US_ASCII)).isEqualTo("data: x\n\n");
    }

    /** What a client accepts tells before the origin has said anything: no client waits for the head of another one's stream. */
    @ParameterizedTest
    @ValueSource(strings = {"Accept: text/event-stream", "Last-Event-ID: 7", "Incremental: ?1"})
    default void nobodyWaitsForTheHeadOfAnotherStream(String field) {
        String path = newPath();
        CountDownLatch both = new CountDownLatch(2);
        origin().answer(exchange -> {
            both.countDown();
            exchange.await(both);
            exchange.send("HTTP/1.1 200 OK\nContent-Type: text/event-stream\nContent-Length: 9\n\ndata: x\n\n");
        });
        try (RawClient first = connect();
                RawClient second = connect()) {
            first.send(head("GET", path, field));
            second.send(head("GET", path, field));
            Awaitility.await().until(() -> both.getCount() == 0);
            assertThat(first.read().text()).isEqualTo("data: x\n\n");
            assertThat(second.read().text()).isEqualTo("data: x\n\n");
        }
    }

    /** What the origin states counts, for a stream that has ended too. */
    @Test
    default void aStatedLifetimeOfAnEndedStreamCounts() {
        String path = stored(
                "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Type: text/event-stream\nContent-Length: 9\n\ndata: x\n\n");

        assertThat(get(path)).matches(Wire::isHit);
    }

    /** HTML: what follows that event is asked for. */
    @Test
    default void whoHasSeenEventsIsNotAnsweredFromTheCache() {
        String path = stored(
                "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Type: text/event-stream\nContent-Length: 9\n\ndata: 1\n\n");
        origin().answer(
                        "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Type: text/event-stream\nContent-Length: 9\n\ndata: 2\n\n");

        RawResponse resumed = get(path, "Last-Event-ID: 1");
        assertThat(resumed.text()).isEqualTo("data: 2\n\n");
        assertThat(resumed).matches(Wire.detail("stream"));
        assertThat(get(path, "Last-Event-ID: 1")).matches(Wire.detail("stream"));
        assertThat(get(path).text()).isEqualTo("data: 1\n\n");
    }

    @Test
    default void anOriginThatVariesByTheLastEventMayBeAnsweredFor() {
        String path = newPath();
        origin().answer(
                        "HTTP/1.1 200 OK\nCache-Control: max-age=60\nVary: Last-Event-ID\nContent-Type: text/event-stream\nContent-Length: 9\n\ndata: 1\n\n");
        get(path, "Last-Event-ID: 1");

        getUntilHit(path, "Last-Event-ID: 1");
        assertThat(get(path, "Last-Event-ID: 2").value("X-Cache")).hasValue("MISS");
    }

    /** RFC 10036: no client reads such a response along with another one, whatever may be stored of it. */
    @Test
    default void anIncrementalResponseIsNotShared() throws IOException {
        String path = newPath();
        CountDownLatch end = new CountDownLatch(1);
        origin().answer(stream("Cache-Control: max-age=60\nIncremental: ?1", end));
        try (RawClient first = connect();
                RawClient second = connect()) {
            first.send(head("GET", path));
            assertBegins(first);
            second.send(head("GET", path));
            assertBegins(second);
            assertThat(origin().requests()).hasSize(2);
        } finally {
            end.countDown();
        }
    }

    /** RFC 10036: the request goes on before its content has come, piece by piece. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "QUERY"})
    default void anIncrementalRequestGoesOnAtOnce(String method) {
        CountDownLatch headSeen = new CountDownLatch(1);
        CountDownLatch pieceSeen = new CountDownLatch(1);
        origin().answer(exchange -> {
            headSeen.countDown();
            assertThat(exchange.body().readNBytes(2)).hasSize(2);
            pieceSeen.countDown();
            exchange.body().readAllBytes();
            exchange.send(OK);
        });
        try (RawClient client = connect()) {
            client.send(head(method, newPath(), "Incremental: ?1", "Content-Type: a/b", "Transfer-Encoding: chunked"));
            await(headSeen);
            client.send("2\r\nab\r\n".getBytes(US_ASCII));
            await(pieceSeen);
            client.send("0\r\n\r\n".getBytes(US_ASCII));
            assertThat(client.read().text()).isEqualTo("ok");
        }
    }

    /** A client of both: what it sends is answered while it is sent. */
    @Test
    default void anIncrementalExchangeGoesBothWays() throws IOException {
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nIncremental: ?1\nTransfer-Encoding: chunked");
            for (int piece = 0; piece < 3; piece++) {
                byte[] got = exchange.body().readNBytes(1);
                exchange.send(("1\r\n" + new String(got, US_ASCII) + "\r\n").getBytes(US_ASCII));
            }
            exchange.body().readAllBytes();
            exchange.send("0\r\n\r\n".getBytes(US_ASCII));
        });
        try (RawClient client = connect()) {
            client.send(head("POST", newPath(), "Incremental: ?1", "Transfer-Encoding: chunked"));
            RawHead head = client.readHead();
            var content = client.body(head);
            for (String piece : new String[] {"a", "b", "c"}) {
                client.send(("1\r\n" + piece + "\r\n").getBytes(US_ASCII));
                assertThat(new String(content.readNBytes(1), US_ASCII)).isEqualTo(piece);
            }
            client.send("0\r\n\r\n".getBytes(US_ASCII));
        }
    }
}
