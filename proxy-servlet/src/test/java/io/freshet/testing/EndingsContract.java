package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.testing.RawResponse.End;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A response without a length and without chunks ends with its connection, and is complete if that ended in an orderly way (RFC 9112 §8).
 * See docs/decisions/0051.
 */
interface EndingsContract extends CutResponsesContract {

    /** As Python's http.server, CGI behind many servers, and everything older than HTTP/1.1 answers. */
    private static RawOrigin.Handler untilClose(String version, String fields, String content) {
        return exchange -> {
            exchange.body().readAllBytes();
            exchange.send(version + " 200 OK\n" + fields + "\n\n" + content);
            exchange.close();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.0, Cache-Control: max-age=60",
        "HTTP/1.1, Cache-Control: max-age=60",
        "HTTP/1.1, 'Cache-Control: max-age=60\nConnection: close'",
        "HTTP/1.0, 'Last-Modified: Mon, 02 Jan 2023 00:00:00 GMT'",
        "HTTP/1.0, 'Expires: Fri, 01 Jan 2100 00:00:00 GMT'"
    })
    default void whatEndsWithItsConnectionIsStored(String version, String fields) {
        String path = newPath();
        origin().answer(untilClose(version, fields, "hello"));

        RawResponse first = get(path);
        assertThat(first.text()).isEqualTo("hello");
        assertThat(first.end()).isEqualTo(End.COMPLETE);

        RawResponse hit = getUntilHit(path);
        assertThat(hit.text()).isEqualTo("hello");
        assertThat(hit.value("Content-Length")).hasValue("5");
        assertThat(origin().requests()).hasSize(1);
    }

    /** Closing with all of the request read is an orderly end on the wire, as half-closing is. */
    @Test
    default void whatEndsWithAnOrdinaryCloseIsStored() {
        String path = newPath();
        origin().answer(exchange -> {
            exchange.body().readAllBytes();
            exchange.send("HTTP/1.0 200 OK\nCache-Control: max-age=60\n\nhello");
            exchange.hangUp();
        });

        assertThat(get(path).text()).isEqualTo("hello");
        assertThat(getUntilHit(path).text()).isEqualTo("hello");
    }

    /** A guess about a response that says nothing of itself is for responses whose end is certain. */
    @Test
    default void whatStatesNeitherLifetimeNorValidatorIsNotStored() {
        String path = newPath();
        origin().answer(untilClose("HTTP/1.0", "Content-Type: text/plain", "hello"));
        get(path);

        assertThat(get(path)).matches(Wire.detail("undelimited"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 1_000_000})
    default void aResetIsNoEnd(int length) {
        String path = newPath();
        origin().answer(exchange -> {
            exchange.body().readAllBytes();
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\n\n");
            exchange.send("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
            exchange.reset();
        });

        for (int i = 0; i < 3; i++) {
            RawResponse response = get(path);
            assertThat(Wire.isHit(response)).as(response.toString()).isFalse();
            if (response.status() == 200) {
                assertThat(response.end()).as(response.toString()).isIn(End.TRUNCATED, End.RESET);
            } else {
                assertThat(response.status()).as(response.toString()).isIn(0, 502);
            }
        }
        assertThat(origin().requests().size()).isGreaterThanOrEqualTo(3);
    }

    @Test
    default void aResetIsNoEndForAClientOverHttp10() {
        Assumptions.assumeTrue(canResetConnections());
        origin().answer(exchange -> {
            exchange.body().readAllBytes();
            exchange.send("HTTP/1.0 200 OK\nCache-Control: max-age=60\n\n" + "x".repeat(100_000));
            exchange.reset();
        });

        RawResponse response = exchange(head("GET", newPath()).replace("HTTP/1.1", "HTTP/1.0"));

        assertThat(response.status() == 502 || response.end() != End.COMPLETE)
                .as(response.toString())
                .isTrue();
    }

    @Test
    default void aClientOverHttp10GetsItAndItIsStored() {
        String path = newPath();
        String request = head("GET", path).replace("HTTP/1.1", "HTTP/1.0");
        origin().answer(untilClose("HTTP/1.0", "ETag: \"v\"\nCache-Control: max-age=60", "hello"));

        assertThat(exchange(request).text()).isEqualTo("hello");

        getUntilHit(path);
        RawResponse hit = exchange(request);
        assertThat(hit.text()).isEqualTo("hello");
        assertThat(hit.value("Content-Length")).hasValue("5");
    }

    @Test
    default void headAndRangesAreAnsweredFromIt() {
        String path = newPath();
        origin().answer(untilClose("HTTP/1.0", "ETag: \"v\"\nCache-Control: max-age=60", "hello, world"));
        get(path);
        getUntilHit(path);

        RawResponse head = exchange(head("HEAD", path));
        assertThat(head).matches(Wire::isHit);
        assertThat(head.value("Content-Length")).hasValue("12");
        RawResponse range = get(path, "Range: bytes=7-");
        assertThat(range.status()).isEqualTo(206);
        assertThat(range.text()).isEqualTo("world");
        assertThat(range.value("Content-Range")).hasValue("bytes 7-11/12");
    }

    @Test
    default void whatIsStoredIsValidated() {
        String path = newPath();
        origin().answer(untilClose("HTTP/1.0", "ETag: \"v\"\nCache-Control: max-age=0", "hello"));
        get(path);
        getUntil(
                response -> {
                    origin().answer("HTTP/1.0 304 Not Modified\nETag: \"v\"");
                    return origin().request().value("If-None-Match").isPresent() && response.status() == 200;
                },
                path);

        assertThat(get(path).text()).isEqualTo("hello");
    }

    @Test
    default void thoseThatWaitShareIt() throws Exception {
        String path = newPath();
        CountDownLatch goOn = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.body().readAllBytes();
            exchange.send("HTTP/1.0 200 OK\nCache-Control: max-age=60\n\nhello, ");
            exchange.await(goOn);
            exchange.send("world".getBytes(StandardCharsets.US_ASCII));
            exchange.close();
        });
        for (InputStream rest : crowd(path, goOn)) {
            assertThat(rest).hasContent("world");
        }
        assertThat(origin().requests()).hasSize(1);
    }

    @Test
    default void thoseThatWaitSeeThatItIsCut() throws Exception {
        String path = newPath();
        CountDownLatch goOn = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.body().readAllBytes();
            exchange.send("HTTP/1.0 200 OK\nCache-Control: max-age=60\n\nhello, ");
            exchange.await(goOn);
            exchange.reset();
        });

        for (InputStream rest : crowd(path, goOn)) {
            assertThatThrownBy(rest::readAllBytes).isInstanceOfAny(EOFException.class, SocketException.class);
        }
    }

    /** What comes after "hello, " to each of three, all of which have got so far when the origin goes on. */
    private List<InputStream> crowd(String path, CountDownLatch goOn) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        clients.add(connect().send(head("GET", path)));
        Awaitility.await().until(() -> !origin().requests().isEmpty());
        clients.add(connect().send(head("GET", path)));
        clients.add(connect().send(head("GET", path)));
        List<InputStream> rests = new ArrayList<>();
        for (RawClient client : clients) {
            InputStream body = client.body(client.readHead());
            assertThat(body.readNBytes(7)).asString(StandardCharsets.US_ASCII).isEqualTo("hello, ");
            rests.add(body);
        }
        goOn.countDown();
        return rests;
    }

    /** Behind the other proxy {@code store-until-close} is off. */
    @Test
    default void aSettingTurnsItOff() {
        String path = newPath();
        origin().answer(untilClose("HTTP/1.0", "Cache-Control: max-age=60", "hello"));
        getCustomised(path, "a.example");

        assertThat(getCustomised(path, "a.example")).matches(Wire.detail("undelimited"));
    }
}
