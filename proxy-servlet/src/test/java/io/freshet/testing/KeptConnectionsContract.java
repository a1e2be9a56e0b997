package io.freshet.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests on a connection that the origin has just closed, and when connections are closed before that. */
interface KeptConnectionsContract extends Wire {

    /** RFC 9110 §9.2.2: what was asked once may be asked twice; and not over the next connection that is closed as well. */
    @ParameterizedTest
    @ValueSource(
            strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PROPFIND", "REPORT", "MKCOL", "MOVE", "PROPPATCH"})
    default void anIdempotentRequestIsSentOnceMoreOverAFreshConnection(String method) {
        keepThreeConnections();
        origin().answer(exchange -> {
            exchange.body().readAllBytes();
            if (exchange.reused()) {
                exchange.close();
            } else {
                exchange.send(OK);
            }
        });
        origin().forgetRequests();

        RawResponse response = exchange(
                method.matches("GET|HEAD|OPTIONS")
                        ? head(method, newPath())
                        : head(method, newPath(), "Content-Length: 5") + "\n\nhello");

        assertThat(response.status()).isEqualTo(200);
        assertThat(origin().requests()).extracting(RawRequest::method).containsExactly(method, method);
        assertThat(origin().requests()).extracting(RawRequest::complete).containsOnly(true);
    }

    /** RFC 9110 §9.2.2: whether the first one had its effect is not known. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "LOCK", "FROBNICATE"})
    default void anyOtherRequestIsNot(String method) {
        keepThreeConnections();
        origin().answer(exchange -> {
            exchange.body().readAllBytes();
            exchange.close();
        });
        origin().forgetRequests();

        RawResponse response = exchange(head(method, newPath(), "Content-Length: 5") + "\n\nhello");

        assertThat(response.status()).isEqualTo(502);
        assertThat(origin().requests()).hasSize(1);
    }

    @Test
    default void anAnswerThatBeganIsNotAskedForAgain() {
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 20".getBytes(ISO_8859_1));
            exchange.close();
        });

        assertThat(get(newPath()).status()).isEqualTo(502);
        assertThat(origin().requests()).hasSize(1);
    }

    /** A request that comes just when the origin closes is the one that is lost. */
    @Test
    default void aConnectionIsClosedBeforeTheOriginClosesIt() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1);
        long[] kept = new long[1];
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nKeep-Alive: timeout=2, max=100\nContent-Length: 2\n\nok");
            long answered = System.nanoTime();
            exchange.waitUntilTheProxyLeaves();
            kept[0] = System.nanoTime() - answered;
            left.countDown();
        });

        assertThat(get(newPath()).status()).isEqualTo(200);

        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(kept[0])).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    default void aConnectionThatTheOriginDoesNotKeepIsNotUsedAgain() {
        origin().answer("HTTP/1.1 200 OK\nKeep-Alive: timeout=0\nCache-Control: no-store\nContent-Length: 2\n\nok");

        IntStream.range(0, 3).forEach(i -> get(newPath()));

        assertThat(origin().requests()).extracting(RawRequest::connection).doesNotHaveDuplicates();
    }

    /** It could not be sent again. */
    @Test
    default void aPostAvoidsAConnectionThatWasIdleForLong() {
        origin().answer(OK);
        get(newPath());
        Awaitility.await().pollDelay(Duration.ofMillis(700)).until(() -> true);

        assertThat(exchange(head("POST", newPath(), "Content-Length: 5") + "\n\nhello")
                        .status())
                .isEqualTo(200);

        List<RawRequest> requests = origin().requests();
        assertThat(requests.get(1).connection()).isNotEqualTo(requests.get(0).connection());
    }

    /** Three requests at once, so that there are as many connections. */
    private void keepThreeConnections() {
        CountDownLatch all = new CountDownLatch(3);
        origin().answer(exchange -> {
            all.countDown();
            exchange.await(all);
            exchange.send(OK);
        });
        IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> get(newPath())))
                .toList()
                .forEach(answer -> assertThat(answer.join().status()).isEqualTo(200));
    }
}
