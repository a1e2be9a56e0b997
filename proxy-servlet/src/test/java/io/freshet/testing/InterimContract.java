package io.freshet.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawResponse.End;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interim responses (RFC 9110 §15.2) go to the client before the final one, and leave no trace in it. */
interface InterimContract extends Wire {

    String HINTS = """
            HTTP/1.1 103 Early Hints
            Link: </a.css>; rel=preload; as=style
            Link: </b.js>; rel="preload"
            X-Hint: "a", b
            Connection: X-Hop
            X-Hop: this hop
            Keep-Alive: timeout=5""";

    /** Which interim statuses this packaging can send; the others it drops. */
    default Set<Integer> interimStatuses() {
        return Set.of(102, 103);
    }

    /** What the proxy's own connection may add to them. */
    Set<String> OF_THE_CONNECTION = Set.of("date", "connection");

    @Test
    default void earlyHintsComeBeforeTheirResponse() {
        origin().answer(hintsAnd(OK));

        RawResponse response = get(newPath());

        assertHints(response.interim(), 1);
        assertFinal(response, 200, "ok");
    }

    /** RFC 8297: that is what they are for. */
    @Test
    default void earlyHintsComeBeforeTheOriginHasAnythingElse() throws IOException {
        CountDownLatch hintsSeen = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.send(HINTS);
            exchange.await(hintsSeen);
            exchange.send(OK);
        });

        try (RawClient client = connect()) {
            client.send(head("GET", newPath()));
            RawHead hints = client.readHead();
            assertHints(List.of(hints), 1);
            hintsSeen.countDown();
            assertFinal(client.read(), 200, "ok");
        }
    }

    @Test
    default void thereMayBeSeveral() {
        origin().answer(exchange -> {
            exchange.send(HINTS);
            hintsAnd(OK).handle(exchange);
        });

        RawResponse response = get(newPath());

        assertHints(response.interim(), 2);
        assertFinal(response, 200, "ok");
    }

    @Test
    default void thereMayNotBeAnyNumberOfThem() {
        origin().answer(exchange -> {
            for (int i = 0; i < 40; i++) {
                exchange.send(HINTS);
            }
            exchange.send(OK);
        });

        RawResponse response = get(newPath());

        assertHints(response.interim(), 16);
        assertFinal(response, 200, "ok");
    }

    @Test
    default void largeOnesPassAsWell() {
        origin().answer(exchange -> {
            for (int i = 0; i < 16; i++) {
                exchange.send("HTTP/1.1 103 Early Hints\nX-Large: " + "x".repeat(7000 + i));
            }
            exchange.send(OK);
        });

        RawResponse response = get(newPath());

        assertThat(response.interim().stream()
                        .map(hints -> hints.value("X-Large").orElse("").length()))
                .containsExactlyElementsOf(IntStream.range(7000, 7016).boxed().toList());
        assertFinal(response, 200, "ok");
    }

    /** Just not too large for the proxy to read. */
    @Test
    default void oneThatIsTooLargeToBeSentHarmsNothing() {
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 103 Early Hints\nX-Hint: " + "x".repeat(16_320));
            exchange.send(OK);
        });

        assertFinal(get(newPath()), 200, "ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "102 Processing", "104 Upload Resumption Supported", "199 Unknown"})
    default void whatCannotBeSentIsDropped(String interim) {
        String head = "HTTP/1.1 " + interim + "\r\nLink: </a.css>; rel=preload\r\n\r\n";
        origin().answer(exchange -> {
            exchange.send(head.repeat(2).getBytes(ISO_8859_1));
            exchange.send(OK);
        });

        RawResponse response = get(newPath());

        int status = Integer.parseInt(interim.substring(0, 3));
        assertThat(response.interim().stream().map(RawHead::startLine))
                .hasSize(interimStatuses().contains(status) ? 2 : 0)
                .allSatisfy(line -> assertThat(line).startsWith("HTTP/1.1 " + status));
        assertFinal(response, 200, "ok");
    }

    /** RFC 9110 §15.2: it has none. */
    @Test
    default void anHttp10ClientGetsTheFinalResponseOnly() throws IOException {
        origin().answer(hintsAnd(OK));

        try (RawClient client = connect()) {
            client.send(head("GET", newPath()).replace("HTTP/1.1", "HTTP/1.0"));
            assertThat(client.readHead().startLine()).contains(" 200");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304, 404, 502})
    default void anyFinalResponseMayFollow(int status) {
        boolean withContent = status >= 400;
        origin().answer(hintsAnd(
                "HTTP/1.1 " + status + " X\nX-Final: 1" + (withContent ? "\nContent-Length: 2\n\nno" : "")));

        try (RawClient client = connect()) {
            client.send(head("GET", newPath(), "If-None-Match: \"v\""));
            RawResponse response = client.read();
            assertHints(response.interim(), 1);
            assertFinal(response, status, withContent ? "no" : "");
            assertThat(response.value("X-Final")).hasValue("1");

            origin().answer(OK);
            assertFinal(client.send(head("GET", newPath())).read(), 200, "ok");
        }
    }

    @Test
    default void theResponseToAHeadMayFollow() {
        origin().answer(hintsAnd("HTTP/1.1 200 OK\nContent-Length: 12345"));

        RawResponse response = exchange(head("HEAD", newPath()));

        assertHints(response.interim(), 1);
        assertFinal(response, 200, "");
        assertThat(response.values("Content-Length")).containsExactly("12345");
    }

    @Test
    default void aLongResponseMayFollow() {
        String content = "x".repeat(300_000);
        origin().answer(hintsAnd("HTTP/1.1 200 OK\nContent-Length: 300000\n\n" + content));

        RawResponse response = get(newPath(), "Connection: close");

        assertHints(response.interim(), 1);
        assertFinal(response, 200, content);
    }

    @Test
    default void theyComeWhileTheRequestsContentIsStillRead() {
        CountDownLatch hintsSeen = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.send(HINTS);
            exchange.await(hintsSeen);
            exchange.body().readAllBytes();
            exchange.send(OK);
        });

        try (RawClient client = connect()) {
            int first = RequestBodiesContract.OVER_THE_BOUND;
            client.send(head("POST", newPath(), "Content-Length: " + (first + 5)));
            client.send(new byte[first]);
            assertHints(List.of(client.readHead()), 1);
            hintsSeen.countDown();
            client.send("world".getBytes(ISO_8859_1));
            assertFinal(client.read(), 200, "ok");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    default void anOriginThatFailsAfterwardsIsA502() {
        origin().answer(exchange -> {
            exchange.send(HINTS);
            exchange.close();
        });

        RawResponse response = exchange(head("POST", newPath(), "Content-Length: 0"));

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.has("Link")).isFalse();
        assertThat(response.end()).isEqualTo(End.COMPLETE);
    }

    @Test
    default void nothingOfThemIsStored() {
        String path = newPath();
        origin().answer(hintsAnd("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok"));

        assertHints(get(path).interim(), 1);

        RawResponse hit = Awaitility.await().until(() -> get(path), response -> response.value("X-Cache")
                .filter("HIT"::equals)
                .isPresent());
        assertThat(hit.interim()).isEmpty();
        assertFinal(hit, 200, "ok");
    }

    /** Nothing waits for a client that does not take them. */
    @Test
    default void aClientThatLeavesAfterThemDoesNotKeepTheirResponseFromTheStore() throws IOException {
        String path = newPath();
        CountDownLatch left = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.send(HINTS);
            exchange.await(left);
            for (int i = 0; i < 10; i++) {
                exchange.send(HINTS);
            }
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok");
        });

        try (RawClient client = connect()) {
            client.send(head("GET", path));
            assertHints(List.of(client.readHead()), 1);
        }
        left.countDown();

        Awaitility.await()
                .until(() -> get(path, "Cache-Control: only-if-cached").status(), status -> status == 200);
        assertThat(origin().requests()).hasSize(1);
    }

    /** The final response comes out of the store. */
    @Test
    default void theyComeBeforeAConfirmedResponse() {
        String path = newPath();
        origin().answer("HTTP/1.1 200 OK\nCache-Control: max-age=0\nETag: \"v\"\nContent-Length: 2\n\nok");
        get(path);
        origin().answer(hintsAnd("HTTP/1.1 304 Not Modified\nETag: \"v\""));

        RawResponse confirmed = get(path);

        assertHints(confirmed.interim(), 1);
        assertThat(confirmed.value("X-Cache")).hasValue("HIT");
        assertFinal(confirmed, 200, "ok");
    }

    private static RawOrigin.Handler hintsAnd(String message) {
        return exchange -> {
            exchange.body().readAllBytes();
            exchange.send(HINTS);
            exchange.send(message);
        };
    }

    private void assertHints(List<RawHead> interim, int number) {
        assertThat(interim)
                .hasSize(interimStatuses().contains(103) ? number : 0)
                .allSatisfy(hints -> {
                    assertThat(hints.startLine()).startsWith("HTTP/1.1 103");
                    assertThat(hints.values("Link"))
                            .containsExactly("</a.css>; rel=preload; as=style", "</b.js>; rel=\"preload\"");
                    assertThat(hints.values("X-Hint")).containsExactly("\"a\", b");
                    assertThat(hints.fieldLines())
                            .allMatch(line ->
                                    line.startsWith("Link:") || line.startsWith("X-Hint:") || ofTheConnection(line));
                });
    }

    private static boolean ofTheConnection(String line) {
        return OF_THE_CONNECTION.contains(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT));
    }

    private static void assertFinal(RawResponse response, int status, String content) {
        assertThat(response.status()).as(response.toString()).isEqualTo(status);
        assertThat(response.text()).isEqualTo(content);
        assertThat(response.end()).isEqualTo(End.COMPLETE);
        assertThat(response.has("Link")).isFalse();
        assertThat(response.has("X-Hint")).isFalse();
        assertThat(response.has("X-Hop")).isFalse();
        assertThat(response.values("Date")).hasSize(1);
    }
}
