package io.freshet.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What one client of a crowd does, or is, does not befall the others. */
interface OddClientContract extends Wire {

    int ALIKE = 11;

    String GZIP = "Accept-Encoding: gzip";
    String BROTLI = "Accept-Encoding: br";
    String COOKIE = GZIP + "\nCookie: u=1";
    String POISON = "X-Poison: 1";

    /** Asks, first of all, from a client of its own; then from others, while the origin has not answered. */
    private List<RawClient> lead(String path, String... fields) {
        List<RawClient> clients = new ArrayList<>();
        clients.add(connect().send(head("GET", path, fields)));
        Awaitility.await().until(() -> !origin().requests().isEmpty());
        return clients;
    }

    private void join(List<RawClient> clients, int count, String path, String... fields) {
        for (int i = 0; i < count; i++) {
            clients.add(connect().send(head("GET", path, fields)));
        }
    }

    private static List<RawResponse> readAll(List<RawClient> clients) {
        List<RawResponse> responses = clients.stream().map(RawClient::read).toList();
        clients.forEach(RawClient::close);
        return responses;
    }

    /** So that a crowd mostly has come: nothing on the wire tells of a request that waits. */
    private static void whileAllWait() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers with the coding that was asked for, in two parts. */
    private void answerByCoding(CountDownLatch begin, CountDownLatch finish, String fields) {
        origin().answer(exchange -> {
            exchange.await(begin);
            String coding = exchange.request().value("Accept-Encoding").orElse("none");
            exchange.send(
                    "HTTP/1.1 200 OK\n" + fields + "\nContent-Length: " + (coding.length() + 1) + "\n\n" + coding);
            exchange.await(finish);
            exchange.send("!".getBytes(US_ASCII));
        });
    }

    private void allHave(List<RawClient> clients, String text) {
        assertThat(readAll(clients)).allSatisfy(response -> {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text()).isEqualTo(text);
        });
    }

    /** RFC 9111 §4.1. */
    @Test
    default void anotherCodingInTheMidstOfACrowdMakesOneMoreRequest() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        answerByCoding(begin, finish, "Cache-Control: max-age=60\nVary: Accept-Encoding");

        List<RawClient> gzip = lead(path, GZIP);
        List<RawClient> brotli = new ArrayList<>();
        join(brotli, 1, path, BROTLI);
        join(gzip, ALIKE / 2, path, GZIP);
        whileAllWait();
        begin.countDown();
        Awaitility.await().until(() -> origin().requests().size() == 2);
        join(gzip, ALIKE / 2, path, GZIP);
        whileAllWait();
        finish.countDown();

        allHave(gzip, "gzip!");
        allHave(brotli, "br!");
        assertThat(origin().requests()).hasSize(2);
    }

    /** One fetch for each variant, also when it is not known yet that there are any. */
    @Test
    default void thoseWithAnotherCodingThanTheFirstShareOneRequest() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        answerByCoding(begin, finish, "Cache-Control: max-age=60\nVary: Accept-Encoding");

        List<RawClient> gzip = lead(path, GZIP);
        List<RawClient> brotli = new ArrayList<>();
        join(brotli, ALIKE, path, BROTLI);
        whileAllWait();
        begin.countDown();
        whileAllWait();
        finish.countDown();

        allHave(gzip, "gzip!");
        allHave(brotli, "br!");
        assertThat(origin().requests()).hasSize(2);
    }

    /** A response without a stated lifetime is not for those with credentials, and for all the others. */
    @Test
    default void aCookieInTheMidstOfACrowdMakesOneMoreRequest() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        answerByCoding(begin, finish, "Last-Modified: Thu, 01 Jan 2015 00:00:00 GMT");

        List<RawClient> clients = lead(path, GZIP);
        join(clients, 1, path, COOKIE);
        whileAllWait();
        begin.countDown();
        Awaitility.await().until(() -> origin().requests().size() == 2);
        join(clients, ALIKE - 1, path, GZIP);
        whileAllWait();
        finish.countDown();

        allHave(clients, "gzip!");
        assertThat(origin().requests()).hasSize(2);
    }

    /** What the origin tells one person says nothing of what it tells others. */
    @Test
    default void aPersonalResponseToTheFirstLetsTheOthersShareTheirs() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.await(begin);
            boolean personal = exchange.request().value("Cookie").isPresent();
            exchange.send("HTTP/1.1 200 OK\nContent-Length: 2\nCache-Control: "
                    + (personal ? "private\n\nme" : "max-age=60\n\nus"));
        });

        List<RawClient> personal = lead(path, COOKIE);
        List<RawClient> others = new ArrayList<>();
        join(others, ALIKE, path, GZIP);
        whileAllWait();
        begin.countDown();

        allHave(personal, "me");
        allHave(others, "us");
        assertThat(origin().requests()).hasSize(2);
    }

    private void hangUpOnPoison(CountDownLatch begin) {
        origin().answer(exchange -> {
            exchange.await(begin);
            if (exchange.request().value("X-Poison").isPresent()) {
                exchange.close();
            } else {
                exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok");
            }
        });
    }

    private long harmless() {
        return origin().requests().stream()
                .filter(request -> request.value("X-Poison").isEmpty())
                .count();
    }

    @Test
    default void whoMakesTheOriginHangUpFailsAlone() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        hangUpOnPoison(begin);

        List<RawClient> odd = lead(path, POISON);
        List<RawClient> others = new ArrayList<>();
        join(others, ALIKE, path);
        whileAllWait();
        begin.countDown();

        assertThat(readAll(odd).get(0).status()).isEqualTo(502);
        allHave(others, "ok");
        assertThat(harmless()).isEqualTo(1);
    }

    /** However many of them there are. */
    @Test
    default void severalThatMakeTheOriginHangUpFailWithoutTheOthers() {
        String path = newPath();
        CountDownLatch begin = new CountDownLatch(1);
        hangUpOnPoison(begin);

        List<RawClient> odd = lead(path, POISON);
        join(odd, 5, path, POISON);
        List<RawClient> others = new ArrayList<>();
        join(others, ALIKE, path);
        whileAllWait();
        begin.countDown();

        allHave(others, "ok");
        assertThat(harmless()).isEqualTo(1);
        readAll(odd);
    }

    @Test
    default void whoMakesTheOriginFallSilentFailsAlone() {
        String path = newPath();
        CountDownLatch never = new CountDownLatch(1);
        origin().answer(exchange -> {
            if (exchange.request().value("X-Poison").isPresent()) {
                exchange.await(never);
            } else {
                exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok");
            }
        });

        List<RawClient> odd = lead(path, POISON);
        List<RawClient> others = new ArrayList<>();
        join(others, ALIKE, path);

        allHave(others, "ok");
        never.countDown();
        assertThat(readAll(odd).get(0).status()).isEqualTo(504);
        assertThat(harmless()).isEqualTo(1);
    }

    /** RFC 5861 §4: none is answered with what is stale for another one's sake. */
    @Test
    default void whoMakesTheOriginFailGetsWhatIsStaleAlone() {
        String path = stored("""
                HTTP/1.1 200 OK
                Cache-Control: max-age=1, stale-if-error=60
                Content-Length: 3

                old""");
        origin().forgetRequests();
        CountDownLatch begin = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.await(begin);
            exchange.send(
                    exchange.request().value("X-Poison").isPresent()
                            ? "HTTP/1.1 500 Poisoned\nContent-Length: 0\n\n"
                            : "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 3\n\nnew");
        });
        Awaitility.await()
                .until(() -> get(path, "Cache-Control: only-if-cached").status() == 504);

        List<RawClient> odd = lead(path, POISON);
        List<RawClient> others = new ArrayList<>();
        join(others, ALIKE, path);
        whileAllWait();
        begin.countDown();

        allHave(odd, "old");
        allHave(others, "new");
        assertThat(harmless()).isEqualTo(1);
    }

    @Test
    default void whereTheOriginFailsAgainAllGetWhatIsStale() {
        String path = stored("""
                HTTP/1.1 200 OK
                Cache-Control: max-age=1, stale-if-error=60
                Content-Length: 3

                old""");
        origin().forgetRequests();
        CountDownLatch begin = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.await(begin);
            exchange.send("this is no HTTP");
            exchange.close();
        });
        Awaitility.await()
                .until(() -> get(path, "Cache-Control: only-if-cached").status() == 504);

        List<RawClient> clients = lead(path);
        join(clients, ALIKE, path);
        whileAllWait();
        begin.countDown();

        allHave(clients, "old");
        // A client that comes after the second has failed begins anew.
        assertThat(origin().requests()).hasSizeBetween(2, 4);
    }

    /** Neither those who wait with it nor those who come when it has stopped to read. */
    @Test
    default void aClientThatDoesNotReadHoldsUpNoOther() throws IOException {
        String path = newPath();
        int length = 16 << 20;
        CountDownLatch finish = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: " + (length + 1) + "\n\n");
            for (int sent = 0; sent < length; sent += 1 << 16) {
                exchange.send(new byte[1 << 16]);
            }
            exchange.await(finish);
            exchange.send(new byte[1]);
        });

        List<RawClient> lazy = lead(path);
        whileAllWait();
        List<RawClient> others = new ArrayList<>();
        join(others, 2, path);
        finish.countDown();

        assertThat(readAll(others))
                .allSatisfy(response -> assertThat(response.body()).hasSize(length + 1));
        assertThat(origin().requests()).hasSize(1);
        lazy.forEach(RawClient::close);
    }
}
