package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets is spelt as the origin spelt it, on a miss as on a hit: a signature over fields (RFC 9421) is over their bytes. */
interface AsSentContract extends Wire {

    /** Whether values of {@code Content-Type} arrive as they were sent; a container may only be given their meaning. */
    default boolean keepsContentTypes() {
        return true;
    }

    /** Whether the reason phrase arrives; the servlet API has none. */
    default boolean keepsReasons() {
        return true;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html; charset=UTF-8",
                "text/html;charset=utf-8",
                "text/html; charset=utf-8",
                "TEXT/HTML",
                "Text/Html;Charset=\"Utf-8\"",
                "text/plain;  charset=us-ascii",
                "text/plain; charset=iso-8859-1; format=flowed",
                "text/plain; format=flowed; charset=ISO-8859-1",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "multipart/mixed; boundary=\"a b\"",
                "application/problem+json",
            })
    default void contentTypesKeepTheirSpelling(String type) {
        String path = newPath();
        origin().answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Type: " + type
                + "\nContent-Length: 2\n\nok");

        RawResponse miss = get(path);
        RawResponse hit = getUntilHit(path);
        RawResponse secondHit = getUntilHit(path);
        RawResponse head = exchange(head("HEAD", path));

        assertThat(miss.values("Content-Type")).singleElement().satisfies(got -> assertType(got, type));
        assertThat(hit.values("Content-Type")).singleElement().satisfies(got -> assertType(got, type));
        assertThat(secondHit.values("Content-Type")).singleElement().satisfies(got -> assertType(got, type));
        assertThat(head.values("Content-Type")).singleElement().satisfies(got -> assertType(got, type));
    }

    /** Errors and responses without a stated length take other ways through the proxy. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 404 Not Found\nCache-Control: no-store\nContent-Length: 2\n",
                "HTTP/1.1 503 Service Unavailable\nContent-Length: 2\n",
                "HTTP/1.0 200 OK\nCache-Control: no-store\n",
                "HTTP/1.1 200 OK\nCache-Control: private\nContent-Length: 2\nX-Padding: 0\n",
            })
    default void contentTypesKeepTheirSpellingInEveryResponse(String head) {
        String type = "text/html; charset=UTF-8";
        origin().answer(exchange -> {
            exchange.body().readAllBytes();
            exchange.send(head + "Content-Type: " + type + "\n\nok");
            if (head.startsWith("HTTP/1.0")) {
                exchange.close();
            }
        });

        assertThat(get(newPath()).values("Content-Type")).singleElement().satisfies(got -> assertType(got, type));
    }

    private void assertType(String got, String sent) {
        if (keepsContentTypes()) {
            assertThat(got).isEqualTo(sent);
        } else {
            assertThat(meaning(got)).isEqualTo(meaning(sent));
        }
    }

    /** Without what makes no difference: case, white space, quotes, and the order of parameters. */
    private static Set<String> meaning(String type) {
        return new TreeSet<>(Set.of(
                type.toLowerCase(Locale.ROOT).replace("\"", "").replace(" ", "").split(";")));
    }

    /** RFC 9112 §4. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "200 Jolly Good",
                "200 caf\u00e9 \u0080\u00ff",
                "200 A\tB  C",
                "404 Nothing Here",
                "410 GONE",
                "299 Unheard Of",
                "301 moved",
                "200 OK",
                "405 Method not allowed",
            })
    default void reasonPhrasesArrive(String status) {
        String path = newPath();
        origin().answer("HTTP/1.1 " + status + "\nCache-Control: max-age=60\nContent-Length: 2\n\nok");

        RawResponse miss = get(path);
        if (!status.startsWith("299")) {
            assertReason(getUntilHit(path), status);
            assertReason(getUntilHit(path), status);
        }

        assertReason(miss, status);
        assertThat(miss.text()).isEqualTo("ok");
    }

    /** The phrase belongs to the status that it came with. */
    @Test
    default void aReasonPhraseGoesWithNoOtherStatus() {
        String path =
                stored("HTTP/1.1 200 Jolly Good\nCache-Control: max-age=60\nETag: \"v\"\nContent-Length: 2\n\nok");

        try (RawClient client = connect()) {
            client.send(head("GET", path));
            assertReason(client.read(), "200 Jolly Good");
            client.send(head("GET", path, "If-None-Match: \"v\""));
            assertThat(client.read().startLine()).startsWith("HTTP/1.1 304").doesNotContain("Jolly");
            client.send(head("GET", path, "Range: bytes=0-0"));
            assertThat(client.read().startLine()).startsWith("HTTP/1.1 206").doesNotContain("Jolly");
            client.send(head("GET", path, "Range: bytes=7-"));
            assertThat(client.read().startLine()).startsWith("HTTP/1.1 416").doesNotContain("Jolly");
            origin().answer(OK);
            client.send(head("GET", newPath()));
            assertThat(client.read().startLine()).startsWith("HTTP/1.1 200").doesNotContain("Jolly");
        }
    }

    private void assertReason(RawResponse response, String status) {
        if (keepsReasons()) {
            assertThat(response.startLine()).isEqualTo("HTTP/1.1 " + status);
        } else {
            assertThat(response.startLine()).startsWith("HTTP/1.1 " + status.substring(0, 3));
        }
    }

    /** RFC 9110 §6.6.1: a recipient with a clock says when a response came that does not say so itself. */
    @Test
    default void theDateIsOneAndTheSameOnTheMissAndOnTheHit() {
        String path = newPath();
        origin().answer(exchange -> {
            exchange.body().readAllBytes();
            // The request comes in one second and the response in another.
            long asked = Instant.now().getEpochSecond();
            Awaitility.await().until(() -> Instant.now().getEpochSecond() > asked);
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok");
        });

        RawResponse miss = get(path);

        assertThat(miss.values("Date")).hasSize(1);
        assertThat(getUntilHit(path).values("Date")).isEqualTo(miss.values("Date"));
        assertThat(getUntilHit(path).values("Date")).isEqualTo(miss.values("Date"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "yesterday"})
    default void theOriginsDateIsTheDate(String date) {
        String path = newPath();
        origin().answer("HTTP/1.1 200 OK\nDate: " + date
                + "\nCache-Control: max-age=2000000000\nContent-Length: 2\n\nok");

        assertThat(get(path).values("Date")).containsExactly(date);
        assertThat(getUntilHit(path).values("Date")).containsExactly(date);
    }

    @Test
    default void bytesAndLinesAreTheSameOnAHit() {
        String path = newPath();
        origin().answer("""
                HTTP/1.1 200 OK
                Cache-Control: max-age=60
                X-Latin: caf\u00e9 \u0080\u00ff
                X-Utf: caf\u00c3\u00a9
                X-Many: "b", c
                x-case: Ab
                X-Empty:
                X-Many:
                X-Many: a , ,
                X-Spaces: a  b\t c
                Content-Length: 2

                ok""");

        RawResponse miss = get(path);
        for (RawResponse response : new RawResponse[] {miss, getUntilHit(path), getUntilHit(path)}) {
            assertThat(response.values("X-Latin")).containsExactly("caf\u00e9 \u0080\u00ff");
            assertThat(response.values("X-Utf")).containsExactly("caf\u00c3\u00a9");
            assertThat(response.values("X-Many")).containsExactly("\"b\", c", "", "a , ,");
            assertThat(response.values("X-Empty")).containsExactly("");
            assertThat(response.values("X-Spaces")).containsExactly("a  b\t c");
            assertThat(response.fieldLines()).anyMatch(line -> line.startsWith("x-case:"));
        }
    }
}
