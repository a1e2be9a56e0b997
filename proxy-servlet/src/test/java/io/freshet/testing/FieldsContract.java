package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields pass as they are, except those that belong to one connection. */
interface FieldsContract extends Wire {

    @Test
    default void responseFieldValuesKeepTheirQuotesAndCommas() {
        origin().answer("""
                HTTP/1.1 200 OK
                Content-Length: 2
                Set-Cookie: a="q, r"; Expires=Wed, 21 Oct 2099 07:28:00 GMT; Secure
                Content-Disposition: attachment; filename="a, \\"b\\".txt"; filename*=UTF-8''a%2C%20b.txt
                X-List: a,b , "c,d" ,,e
                ETag: W/"x,y"

                ok""");

        RawResponse response = get(newPath());

        assertThat(response.values("Set-Cookie"))
                .containsExactly("a=\"q, r\"; Expires=Wed, 21 Oct 2099 07:28:00 GMT; Secure");
        assertThat(response.values("Content-Disposition"))
                .containsExactly("attachment; filename=\"a, \\\"b\\\".txt\"; filename*=UTF-8''a%2C%20b.txt");
        assertThat(response.values("X-List")).containsExactly("a,b , \"c,d\" ,,e");
        assertThat(response.values("ETag")).containsExactly("W/\"x,y\"");
    }

    @Test
    default void repeatedResponseFieldsStaySeparateLinesInOrder() {
        origin().answer("""
                HTTP/1.1 200 OK
                Set-Cookie: b="2"
                X-Many: 2, 3
                Content-Length: 2
                Set-Cookie: a=1
                X-Many: 1
                Set-Cookie: b="2"

                ok""");

        RawResponse response = get(newPath());

        assertThat(response.values("Set-Cookie")).containsExactly("b=\"2\"", "a=1", "b=\"2\"");
        assertThat(response.values("X-Many")).containsExactly("2, 3", "1");
    }

    /** RFC 9110 §5.1: a proxy forwards fields that it does not know. No name is set aside for the cache's own use. */
    @Test
    default void fieldsThatSoundLikeThisCachesOwnPassFreshAndStored() {
        String path = newPath();
        origin().answer("""
                HTTP/1.1 200 OK
                Cache-Control: max-age=60, private="freshet-directed"
                Freshet-Made-Of: it
                Content-Length: 2

                ok""");

        for (String cache : List.of("MISS", "HIT")) {
            RawResponse response = get(path);
            assertThat(response.value("X-Cache")).hasValue(cache);
            assertThat(response.value("Freshet-Made-Of")).hasValue("it");
        }

        String other = newPath();
        origin().answer(
                        "HTTP/1.1 200 OK\nCache-Control: max-age=60\nFreshet-Directed: no-store\nContent-Length: 2\n\nok");
        for (String cache : List.of("MISS", "HIT")) {
            RawResponse response = get(other);
            assertThat(response.value("X-Cache")).hasValue(cache);
            assertThat(response.value("Freshet-Directed")).hasValue("no-store");
        }
    }

    @Test
    default void requestFieldsPassVerbatimAsSeparateLinesInOrder() {
        origin().answer(OK);

        get(newPath(), "X-Many: \"b\", c", "Accept: text/html;q=\"0.5\" , */*", "X-Many: a", "Cookie: a=\"1,2\"; b=");

        assertThat(origin().request().values("X-Many")).containsExactly("\"b\", c", "a");
        assertThat(origin().request().values("Accept")).containsExactly("text/html;q=\"0.5\" , */*");
        assertThat(origin().request().values("Cookie")).containsExactly("a=\"1,2\"; b=");
    }

    /** A parser remembers fields of one connection, and must not take one for another. */
    @Test
    default void responseFieldValuesKeepTheirCaseOnAKeptConnection() {
        for (String value : List.of("No-StOrE", "no-store", "NO-STORE", "No-Cache", "no-cache")) {
            origin().answer("HTTP/1.1 200 OK\nContent-Length: 2\nCache-Control: " + value + "\nContent-Type: Text/"
                    + value + "\nX-Any: " + value + "\n\nok");

            RawResponse response = get(newPath());

            assertThat(response.value("Cache-Control")).hasValue(value);
            assertThat(response.value("Content-Type")).hasValue("Text/" + value);
            assertThat(response.value("X-Any")).hasValue(value);
        }
        assertThat(origin().requests().stream().map(RawRequest::connection).distinct())
                .hasSizeLessThan(4);
    }

    @Test
    default void requestFieldValuesKeepTheirCaseOnAKeptConnection() {
        origin().answer(OK);

        try (RawClient client = connect()) {
            for (String value : List.of("No-StOrE", "no-store", "NO-STORE", "No-Cache", "no-cache")) {
                client.send(head(
                        "GET",
                        newPath(),
                        "Cache-Control: " + value,
                        "Accept-Language: " + value,
                        "Accept-Encoding: GZip",
                        "X-Any: " + value));
                assertThat(client.read().status()).isEqualTo(200);

                RawRequest request = origin().request();
                assertThat(Stream.of("Cache-Control", "Accept-Language", "X-Any")
                                .map(request::value))
                        .allSatisfy(sent -> assertThat(sent).hasValue(value));
                assertThat(request.value("Accept-Encoding")).hasValue("GZip");
            }
        }
    }

    @Test
    default void bytesAboveAsciiSurviveInBothDirections() {
        String latin1 = "caf\u00e9 \u0080\u00ff";
        String utf8 = "caf\u00c3\u00a9";
        origin().answer("HTTP/1.1 200 OK\nContent-Length: 2\nX-Latin: " + latin1 + "\nX-Utf: " + utf8 + "\n\nok");

        RawResponse response = get(newPath(), "X-Latin: " + latin1, "X-Utf: " + utf8);

        assertThat(origin().request().value("X-Latin")).hasValue(latin1);
        assertThat(origin().request().value("X-Utf")).hasValue(utf8);
        assertThat(response.value("X-Latin")).hasValue(latin1);
        assertThat(response.value("X-Utf")).hasValue(utf8);
    }

    @Test
    default void emptyValuesSurviveInBothDirections() {
        origin().answer("""
                HTTP/1.1 200 OK
                Content-Length: 2
                X-Empty:

                ok""");

        RawResponse response = get(newPath(), "X-Empty:", "X-After: 1");

        assertThat(origin().request().values("X-Empty")).containsExactly("");
        assertThat(origin().request().values("X-After")).containsExactly("1");
        assertThat(response.values("X-Empty")).containsExactly("");
    }

    @Test
    default void theOriginsDateAndServerAreTheOnlyOnes() {
        origin().answer("""
                HTTP/1.1 200 OK
                Date: Sun, 06 Nov 1994 08:49:37 GMT
                Server: Origin/1 (a, b)
                Cache-Control: no-store
                Content-Length: 2

                ok""");

        RawResponse response = get(newPath());

        assertThat(response.values("Date")).containsExactly("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(response.values("Server")).containsExactly("Origin/1 (a, b)");
    }

    /** RFC 9110 §7.6.1. */
    @Test
    default void fieldsThatTheResponsesConnectionNamesStayBehind() {
        origin().answer("""
                HTTP/1.1 200 OK
                Connection: X-Foo, keep-alive
                Keep-Alive: timeout=5
                Proxy-Connection: keep-alive
                X-Foo: this hop
                X-Bar: every hop
                Content-Length: 2

                ok""");

        RawResponse response = get(newPath());

        assertThat(response.has("X-Foo")).isFalse();
        assertThat(response.has("Proxy-Connection")).isFalse();
        assertThat(response.values("Keep-Alive")).doesNotContain("timeout=5");
        assertThat(response.values("Connection")).noneMatch(value -> value.contains("X-Foo"));
        assertThat(response.value("X-Bar")).hasValue("every hop");
    }

    /** RFC 9110 §7.6.1. */
    @Test
    default void hopByHopRequestFieldsStayBehind() {
        origin().answer(OK);

        get(
                newPath(),
                "Connection: X-Foo, TE",
                "Connection: X-Baz",
                "Keep-Alive: 300",
                "Proxy-Connection: keep-alive",
                "TE: gzip;q=0.5",
                "X-Foo: this hop",
                "X-Baz: this hop",
                "X-Bar: every hop");

        RawRequest request = origin().request();
        assertThat(request.has("X-Foo")).isFalse();
        assertThat(request.has("X-Baz")).isFalse();
        assertThat(request.has("Keep-Alive")).isFalse();
        assertThat(request.has("Proxy-Connection")).isFalse();
        assertThat(request.values("TE")).noneMatch(value -> value.contains("gzip"));
        assertThat(request.values("Connection")).noneMatch(value -> value.contains("X-"));
        assertThat(request.value("X-Bar")).hasValue("every hop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "WebSocket", "other, websocket/13"})
    default void webSocketIsRefusedWithASentence(String upgrade) {
        origin().answer(OK);

        RawResponse response = get(newPath(), "Connection: Upgrade", "Upgrade: " + upgrade);

        assertThat(response.status()).isEqualTo(501);
        assertThat(response.text()).contains("WebSocket");
        assertThat(response.value("Cache-Status").orElse("")).contains("upgrade-refused");
        assertThat(origin().requests()).isEmpty();
    }

    @Test
    default void aTraceIsRefused() {
        origin().answer(OK);

        RawResponse response = exchange(head("TRACE", newPath()));

        assertThat(response.status()).isIn(403, 405, 501);
        assertThat(origin().requests()).isEmpty();
    }

    @Test
    default void anUpgradeIsNotOfferedToTheOrigin() {
        origin().answer(OK);

        RawResponse response = get(newPath(), "Connection: Upgrade", "Upgrade: h2c, other/1.0");

        assertThat(response.status()).isEqualTo(200);
        assertThat(origin().request().has("Upgrade")).isFalse();
    }
}
