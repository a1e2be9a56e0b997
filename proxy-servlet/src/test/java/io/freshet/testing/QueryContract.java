package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** QUERY (RFC 10008): its content is part of the key. */
interface QueryContract extends Wire {

    String RESULT = """
            HTTP/1.1 200 OK
            Cache-Control: max-age=60
            Content-Length: 6

            result""";

    private RawResponse query(String path, String type, String content) {
        return exchange(
                head("QUERY", path, "Content-Type: " + type, "Content-Length: " + content.length()) + "\n\n" + content);
    }

    @Test
    default void theSameQueryIsAHitAndNoOtherIs() {
        String path = newPath();
        origin().answer(RESULT);

        RawResponse miss = query(path, "text/x", "a=1");
        assertThat(miss.value("X-Cache")).hasValue("MISS");
        assertThat(miss.text()).isEqualTo("result");
        RawResponse hit = Awaitility.await().until(() -> query(path, "text/x", "a=1"), Wire::isHit);

        assertThat(hit.text()).isEqualTo("result");
        assertThat(query(path, "text/x", "a=2").value("X-Cache")).hasValue("MISS");
        assertThat(query(path, "text/y", "a=1").value("X-Cache")).hasValue("MISS");
        assertThat(get(path).value("X-Cache")).hasValue("MISS");
    }

    /** RFC 10008 §2.7, RFC 9110 §8. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/y",
                "Content-Encoding: gzip",
                "Content-Language: fr",
                "Content-Location: /other",
            })
    default void whatDescribesTheContentIsPartOfTheKey(String other) {
        String path = newPath();
        origin().answer(RESULT);
        String type = other.startsWith("Content-Type") ? "" : "Content-Type: text/x\n";
        String request = head("QUERY", path) + "\nContent-Length: 3\n" + type;

        exchange(request + "\na=1");
        Awaitility.await().until(() -> exchange(request + "\na=1"), Wire::isHit);
        assertThat(exchange(request + other + "\n\na=1").value("X-Cache")).hasValue("MISS");
    }

    @Test
    default void theOriginGetsItsContent() {
        String path = newPath();
        origin().answer(exchange -> {
            String content = new String(exchange.body().readAllBytes(), StandardCharsets.ISO_8859_1);
            exchange.send("HTTP/1.1 200 OK\nContent-Length: " + content.length() + "\n\n" + content);
        });

        assertThat(query(path, "text/x", "select").text()).isEqualTo("select");
    }

    @Test
    default void contentInChunksIsTheSameContent() {
        String path = newPath();
        origin().answer(RESULT);
        query(path, "text/x", "a=1");
        String chunked = head("QUERY", path, "Content-Type: text/x", "Transfer-Encoding: chunked");

        Awaitility.await().until(() -> exchange(chunked + "\n\n1\r\na\r\n2\r\n=1\r\n0\r\n\r\n"), Wire::isHit);
        assertThat(exchange(chunked + "\n\n3\r\na=2\r\n0\r\n\r\n").value("X-Cache"))
                .hasValue("MISS");
    }

    @Test
    default void contentThatIsTooMuchToLookUpGoesThrough() {
        String path = newPath();
        origin().answer(RESULT);
        String large = head("QUERY", path, "Transfer-Encoding: chunked") + "\n\n11170\r\n" + "a".repeat(0x11170)
                + "\r\n0\r\n\r\n";

        assertThat(exchange(large).text()).isEqualTo("result");
        RawResponse second = exchange(large);
        assertThat(second.value("X-Cache")).as(second.toString()).hasValue("MISS");
    }
}
