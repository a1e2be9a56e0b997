package io.freshet.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** What a test over the wire stands on: an origin, the proxy in front of it, and clients. */
public interface Wire {

    /** The longest silence of the origin that {@link #proxy} takes: {@code origin-timeout}. */
    Duration ORIGIN_TIMEOUT = Duration.ofSeconds(3);

    /** The longest wait for a connection to the origin that {@link #customisedProxy} takes: {@code queue-wait}. */
    Duration QUEUE_WAIT = Duration.ofMillis(300);

    /** The path in the origin's URI behind {@link #customisedProxy}. */
    String BASE_PATH = "/base";

    /** The answer of an origin that a test does not care about. */
    String OK = """
            HTTP/1.1 200 OK
            Cache-Control: no-store
            Content-Length: 2

            ok""";

    AtomicInteger PATHS = new AtomicInteger();

    RawOrigin origin();

    /** The proxy in front of {@link #origin}. */
    ProxyUnderTest proxy();

    /** Another, with a {@link #BASE_PATH base path} in the origin's URI, {@code preserve-host}, the rules of {@link DeceptionContract}, and {@code pass-fields} for {@code X_Tenant} and {@code X-HTTP-Method-*}. */
    ProxyUnderTest customisedProxy();

    /** A path that no test used before, so that nothing stored answers it. */
    default String newPath() {
        return "/r" + PATHS.incrementAndGet();
    }

    default RawClient connect() {
        return RawClient.connect(proxy().port());
    }

    /** The head of a request for a path of the origin, without its empty line. */
    default String head(String method, String path, String... fields) {
        return method + " " + proxy().contextPath() + path + " HTTP/1.1\nHost: " + proxy().authority()
                + (fields.length == 0 ? "" : "\n" + String.join("\n", fields));
    }

    /** One GET on a connection of its own. */
    default RawResponse get(String path, String... fields) {
        return exchange(head("GET", path, fields));
    }

    /** The response may be complete at the client a moment before it is in the store. */
    default RawResponse getUntilHit(String path, String... fields) {
        return getUntil(Wire::isHit, path, fields);
    }

    /** A new path under which {@code message} is stored. */
    default String stored(String message) {
        String path = newPath();
        origin().answer(message);
        get(path);
        getUntilHit(path);
        return path;
    }

    /** Goes on when nothing fresh is stored under this path (RFC 9111 §5.2.1.7: 504 to {@code only-if-cached}). */
    default void awaitStale(String path) {
        getUntil(response -> response.status() == 504, path, "Cache-Control: only-if-cached");
    }

    /** GETs until what comes is as it should be. */
    default RawResponse getUntil(Predicate<RawResponse> asItShouldBe, String path, String... fields) {
        return Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> get(path, fields), asItShouldBe);
    }

    static boolean isHit(RawResponse response) {
        return response.value("X-Cache").filter("HIT"::equals).isPresent();
    }

    /** Whether the cache gave this as its reason. */
    static Predicate<RawResponse> detail(String reason) {
        return response -> response.value("Cache-Status")
                .filter(status -> status.contains("detail=" + reason))
                .isPresent();
    }

    /** One GET of {@link #customisedProxy}. */
    default RawResponse getCustomised(String path, String host) {
        try (RawClient client = RawClient.connect(customisedProxy().port())) {
            client.send("GET " + customisedProxy().contextPath() + path + " HTTP/1.1\nHost: " + host);
            return client.read();
        }
    }

    /** Goes on when the origin says so. */
    default void await(CountDownLatch signal) {
        try {
            assertThat(signal.await(15, SECONDS)).as("signal from the origin").isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One request, written as {@link RawMessage#bytes} describes, on a connection of its own. */
    default RawResponse exchange(String message) {
        try (RawClient client = connect()) {
            client.send(message);
            return message.startsWith("HEAD ") ? client.readToHead() : client.read();
        }
    }
}
