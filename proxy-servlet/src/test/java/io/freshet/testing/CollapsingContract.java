package io.freshet.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Requests for the same at the same time (RFC 9111 §4: "collapse requests"). */
interface CollapsingContract extends Wire {

    int CROWD = 30;

    String HEAD = """
            HTTP/1.1 200 OK
            Cache-Control: max-age=60
            Content-Length: 10

            """;

    /** Asks from many clients, each on a connection of its own, after the origin got the first request. */
    private List<RawClient> crowd(String path, String... fields) {
        List<RawClient> clients = new ArrayList<>();
        clients.add(connect().send(head("GET", path, fields)));
        Awaitility.await().until(() -> !origin().requests().isEmpty());
        for (int i = 1; i < CROWD; i++) {
            clients.add(connect().send(head("GET", path, fields)));
        }
        return clients;
    }

    /** Answers when the test says so. */
    private void answerAfter(CountDownLatch begin, String message) {
        origin().answer(exchange -> {
            exchange.await(begin);
            exchange.send(message);
        });
    }

    /** Answers in two parts, each when the test says so. */
    private void answerInTwo(CountDownLatch begin, CountDownLatch finish) {
        origin().answer(exchange -> {
            exchange.await(begin);
            exchange.send(HEAD + "01234");
            exchange.await(finish);
            exchange.send("56789".getBytes(US_ASCII));
        });
    }

    private static List<RawResponse> readAll(List<RawClient> clients) {
        return clients.stream().map(RawClient::read).toList();
    }

    private static void closeAll(List<RawClient> clients) {
        clients.forEach(RawClient::close);
    }

    private static RawHead head(RawClient client) {
        try {
            RawHead head = client.readHead();
            assertThat(head.startLine()).startsWith("HTTP/1.1 200");
            return head;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String start(RawClient client, int length) {
        try {
            RawHead head = head(client);
            InputStream body = client.body(head);
            return new String(body.readNBytes(length), US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So that a crowd mostly has come: nothing on the wire tells of a request that waits. One that comes later may change no result. */
    private static void whileAllWait() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    default void aCrowdMakesOneRequestAndReadsWhileItIsAnswered() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        answerInTwo(begin, finish);

        List<RawClient> clients = crowd(path);
        whileAllWait();
        begin.countDown();
        clients.forEach(client -> assertThat(start(client, 5)).isEqualTo("01234"));
        List<RawClient> late = IntStream.range(0, 5)
                .mapToObj(i -> connect().send(head("GET", path)))
                .toList();
        late.forEach(client -> assertThat(start(client, 5)).isEqualTo("01234"));
        finish.countDown();

        clients.forEach(client -> assertThat(rest(client, 5)).isEqualTo("56789"));
        late.forEach(client -> assertThat(rest(client, 5)).isEqualTo("56789"));
        assertThat(origin().requests()).hasSize(1);
        assertThat(getUntilHit(path).text()).isEqualTo("0123456789");
        closeAll(clients);
        closeAll(late);
    }

    /** Whether no byte comes any more, in an orderly way or not. */
    private static boolean isCut(RawClient client) {
        try {
            return client.readBytes(1).length == 0;
        } catch (UncheckedIOException reset) {
            return reset.getCause() instanceof SocketException;
        }
    }

    private static String rest(RawClient client, int length) {
        return new String(client.readBytes(length), US_ASCII);
    }

    @Test
    default void whoWaitedIsToldSo() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        answerInTwo(begin, finish);

        List<RawClient> clients = crowd(path);
        whileAllWait();
        begin.countDown();
        List<RawHead> heads = clients.stream().map(CollapsingContract::head).toList();
        finish.countDown();

        assertThat(heads).allSatisfy(head -> assertThat(head.value("X-Cache")).hasValue("MISS"));
        assertThat(heads.subList(1, CROWD)).allSatisfy(head -> assertThat(head.value("Cache-Status"))
                .hasValueSatisfying(
                        status -> assertThat(status).contains("fwd=uri-miss", "fwd-status=200", "collapsed")));
        closeAll(clients);
    }

    @Test
    default void contentWithoutALengthIsSharedToo() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        answerAfter(begin, """
                    HTTP/1.1 200 OK
                    Cache-Control: max-age=60
                    Transfer-Encoding: chunked

                    5\r
                    01234\r
                    5\r
                    56789\r
                    0\r
                    \r
                    """);

        List<RawClient> clients = crowd(path);
        whileAllWait();
        begin.countDown();

        assertThat(readAll(clients)).allSatisfy(response -> {
            assertThat(response.end()).isEqualTo(RawResponse.End.COMPLETE);
            assertThat(response.text()).isEqualTo("0123456789");
        });
        assertThat(origin().requests()).hasSize(1);
        closeAll(clients);
    }

    /** They must not share it, and must not wait for each other either. */
    @Test
    default void aPrivateResponseIsOnePersonsAndLetsTheOthersGoTogether() {
        neverShared("Cache-Control: private, max-age=60");
    }

    @Test
    default void aResponseThatSetsACookieIsNeverShared() {
        neverShared("Cache-Control: max-age=60\nSet-Cookie: session=1");
    }

    /** It may be stored, but whoever comes at the same moment does not get another one's session. */
    @Test
    default void evenAPublicResponseThatSetsACookieIsNotSharedWhileItArrives() {
        letsGoTogether(newPath(), "Cache-Control: public, max-age=60\nSet-Cookie: session=1");
    }

    @Test
    default void aResponseThatIsNotToBeStoredIsNeverShared() {
        neverShared("Cache-Control: no-store");
    }

    private void neverShared(String fields) {
        String path = newPath();
        letsGoTogether(path, fields);
        nobodyWaits(path, fields);
    }

    private void letsGoTogether(String path, String fields) {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(CROWD - 1);
        AtomicInteger asked = new AtomicInteger();
        origin().answer(exchange -> {
            int number = asked.getAndIncrement();
            if (number == 0) {
                exchange.await(first);
            } else {
                // Each goes on when all of them are here: one after the other, none would.
                others.countDown();
                exchange.await(others);
            }
            String content = "for " + number;
            exchange.send("HTTP/1.1 200 OK\n" + fields + "\nContent-Length: " + content.length() + "\n\n" + content);
        });

        List<RawClient> clients = crowd(path);
        whileAllWait();
        assertThat(origin().requests()).hasSize(1);
        first.countDown();
        List<RawResponse> responses = readAll(clients);

        assertThat(responses.stream().map(RawResponse::text))
                .doesNotHaveDuplicates()
                .hasSize(CROWD);
        closeAll(clients);
    }

    /** For a while, so that the next crowd does not queue. */
    private void nobodyWaits(String path, String fields) {
        origin().forgetRequests();
        CountDownLatch both = new CountDownLatch(2);
        origin().answer(exchange -> {
            both.countDown();
            exchange.await(both);
            exchange.send("HTTP/1.1 200 OK\n" + fields + "\nContent-Length: 2\n\nok");
        });
        try (RawClient one = connect().send(head("GET", path));
                RawClient two = connect().send(head("GET", path))) {
            assertThat(one.read().text()).isEqualTo("ok");
            assertThat(two.read().text()).isEqualTo("ok");
        }
    }

    /** RFC 9111 §4.1. */
    @Test
    default void aResponseToOtherFieldsIsNotShared() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.await(begin);
            String content = exchange.request().value("Accept-Language").orElseThrow();
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nVary: Accept-Language\nContent-Length: 2\n\n"
                    + content);
        });

        List<RawClient> german = crowd(path, "Accept-Language: de");
        RawClient french = connect().send(head("GET", path, "Accept-Language: fr"));
        whileAllWait();
        begin.countDown();

        assertThat(readAll(german))
                .allSatisfy(response -> assertThat(response.text()).isEqualTo("de"));
        assertThat(french.read().text()).isEqualTo("fr");
        assertThat(origin().requests()).hasSize(2);
        closeAll(german);
        french.close();
    }

    @Test
    default void aFillGoesOnWhenTheClientThatBeganItLeaves() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        answerInTwo(begin, finish);

        List<RawClient> clients = crowd(path);
        whileAllWait();
        clients.get(0).close();
        begin.countDown();
        clients.subList(1, CROWD).forEach(client -> assertThat(start(client, 5)).isEqualTo("01234"));
        clients.get(1).close();
        finish.countDown();

        clients.subList(2, CROWD).forEach(client -> assertThat(rest(client, 5)).isEqualTo("56789"));
        assertThat(origin().requests()).hasSize(1);
        assertThat(getUntilHit(path).text()).isEqualTo("0123456789");
        closeAll(clients);
    }

    @Test
    default void aFetchThatFailsTwiceFailsTheCrowd() {
        String path = newPath();
        CountDownLatch fail = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.await(fail);
            exchange.send("this is no HTTP");
            exchange.close();
        });

        List<RawClient> clients = crowd(path);
        whileAllWait();
        fail.countDown();

        assertThat(readAll(clients))
                .allSatisfy(response -> assertThat(response.status()).isEqualTo(502));
        // A client that comes after the second has failed begins anew.
        assertThat(origin().requests()).hasSizeBetween(2, 4);
        closeAll(clients);
    }

    @Test
    default void aResponseThatBreaksOffIsCutForAllOfThem() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch breakOff = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.await(begin);
            exchange.send(HEAD + "01234");
            exchange.await(breakOff);
            exchange.close();
        });

        List<RawClient> clients = crowd(path);
        whileAllWait();
        begin.countDown();
        clients.forEach(client -> assertThat(start(client, 5)).isEqualTo("01234"));
        breakOff.countDown();

        assertThat(clients).allSatisfy(client -> assertThat(isCut(client)).isTrue());
        assertThat(origin().requests()).hasSize(1);
        closeAll(clients);
    }

    /** RFC 9111 §4.3: one validation for all. */
    @Test
    default void aStaleResponseIsValidatedOnceForTheCrowd() {
        String path = stored("""
                HTTP/1.1 200 OK
                Cache-Control: max-age=1
                ETag: "a"
                Content-Length: 3

                old""");
        origin().forgetRequests();
        CountDownLatch begin = new CountDownLatch(1);
        answerAfter(begin, "HTTP/1.1 304 Not Modified\nCache-Control: max-age=60\nETag: \"a\"\n\n");
        awaitStale(path);

        List<RawClient> clients = crowd(path);
        whileAllWait();
        begin.countDown();

        assertThat(readAll(clients))
                .allSatisfy(response -> assertThat(response.text()).isEqualTo("old"));
        assertThat(origin().requests()).hasSize(1);
        closeAll(clients);
    }

    /** A condition is each client's own (RFC 9110 §13). */
    @Test
    default void whoWaitedWithAConditionGetsItsOwnAnswer() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        answerAfter(begin, "HTTP/1.1 200 OK\nCache-Control: max-age=60\nETag: \"a\"\nContent-Length: 3\n\nnew");

        List<RawClient> clients = crowd(path);
        RawClient conditional = connect().send(head("GET", path, "If-None-Match: \"a\""));
        whileAllWait();
        begin.countDown();

        RawResponse notModified = conditional.read();
        assertThat(notModified.status()).isEqualTo(304);
        assertThat(notModified.value("ETag")).hasValue("\"a\"");
        assertThat(readAll(clients))
                .allSatisfy(response -> assertThat(response.text()).isEqualTo("new"));
        assertThat(origin().requests()).hasSize(1);
        closeAll(clients);
        conditional.close();
    }

    /** RFC 9111 §4.4: who comes after the change must not be given what was asked for before it. */
    @Test
    default void nobodyJoinsAFetchFromBeforeAChange() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        AtomicInteger gets = new AtomicInteger();
        origin().answer(exchange -> {
            if (exchange.request().startLine().startsWith("POST")) {
                exchange.body().readAllBytes();
                exchange.send("HTTP/1.1 204 No Content\n\n");
                return;
            }
            boolean before = gets.getAndIncrement() == 0;
            if (before) {
                exchange.await(begin);
            }
            exchange.send(HEAD + (before ? "before cha" : "after it 0"));
        });
        try (RawClient before = connect().send(head("GET", path))) {
            Awaitility.await().until(() -> origin().requests().size() == 1);
            exchange(head("POST", path, "Content-Length: 0"));

            assertThat(get(path).text()).isEqualTo("after it 0");
            begin.countDown();
            assertThat(before.read().text()).isEqualTo("before cha");
        }
        assertThat(getUntilHit(path).text()).isEqualTo("after it 0");
    }
}
