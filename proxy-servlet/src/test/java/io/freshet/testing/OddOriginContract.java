package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins that say too much, or nonsense: no error for the client, and nothing reused that should not be. */
interface OddOriginContract extends Wire {

    private static String ok(String fields) {
        return "HTTP/1.1 200 OK\n" + fields + "\nContent-Length: 2\n\nok";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: max-age=99999999999999999999",
                "Cache-Control: max-age=2147483649",
                "Cache-Control: max-age=60, no-vary-search, x=\"",
                "Cache-Control: max-age=60\nNo-Vary-Search: ((",
                "Cache-Control: max-age=60\nCache-Groups: ((",
                "Cache-Control: max-age=60\nCDN-Cache-Control: ((",
                "Cache-Control: max-age=60\nETag: not a tag\nLast-Modified: 0",
                "Cache-Control: max-age=60\nExpires: 0\nAge: x",
            })
    default void nonsenseBesideALifetimeDoesNoHarm(String fields) {
        String path = newPath();
        origin().answer(ok(fields));

        assertThat(get(path).status()).isEqualTo(200);
        assertThat(getUntilHit(path).text()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: max-age=0",
                "Cache-Control: max-age=-1",
                "Cache-Control: max-age=60\nAge: 99999999999999999999",
                "Cache-Control: max-age=60\nAge: 2147483649",
                "Cache-Control: max-age=60, max-age=0",
                "Cache-Control: max-age=60\nVary: *, a",
                "Cache-Control: max-age=60\nVary: (, *",
            })
    default void whatMayNotBeReusedIsNot(String fields) {
        String path = newPath();
        origin().answer(ok(fields));

        assertThat(get(path).status()).isEqualTo(200);
        assertThat(get(path).value("X-Cache")).hasValue("MISS");
    }

    /** More names than this cache compares are like a star: RFC 9111 §4.1. */
    @Test
    default void aVaryOfHundredsOfNamesSelectsNothing() {
        String path = newPath();
        String names = IntStream.range(0, 800).mapToObj(i -> "f" + i).collect(Collectors.joining(","));
        origin().answer(ok("Cache-Control: max-age=60\nVary: " + names));

        assertThat(get(path).status()).isEqualTo(200);
        assertThat(get(path).value("Cache-Status"))
                .hasValueSatisfying(status -> assertThat(status).endsWith("detail=vary-star"));
    }

    /** RFC 9112 §6.3: nobody can tell where such a message ends. */
    @Test
    default void twoLengthsAreNoResponse() {
        String path = newPath();
        origin().answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\nContent-Length: 3\n\nok");

        assertThat(get(path).status()).isEqualTo(502);
        origin().answer(ok("Cache-Control: no-store"));
        assertThat(get(path).value("X-Cache")).hasValue("MISS");
    }

    /** RFC 9112 §6.1: nothing but chunked was asked for, and two readers could find two ends of the others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nTransfer-Encoding: gzip, chunked",
                "HTTP/1.1 200 OK\nTransfer-Encoding: identity, chunked",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked, chunked",
                "HTTP/1.1 200 OK\nTransfer-Encoding: , chunked",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked,",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked;q=1",
                "HTTP/1.1 200 OK\nTransfer-Encoding: identity",
                "HTTP/1.1 200 OK\nTransfer-Encoding: gzip",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\u000b",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked",
                "HTTP/1.1 200 OK\nTransfer-Encoding: gzip\nTransfer-Encoding: chunked",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nContent-Length: 2",
                "HTTP/1.1 200 OK\nTransfer-Encoding : chunked",
                "HTTP/1.0 200 OK\nTransfer-Encoding: chunked",
            })
    default void framingInDoubtIsNoResponseAndTheEndOfItsConnection(String head) {
        String path = newPath();
        origin().answer(head + "\nCache-Control: max-age=60\n\n2\r\nok\r\n0\r\n\r\n");

        assertThat(get(path).status()).isEqualTo(502);

        int doubtful = origin().request().connection();
        origin().answer(ok("Cache-Control: no-store"));
        assertThat(get(path).value("X-Cache")).hasValue("MISS");
        assertThat(origin().request().connection()).isNotEqualTo(doubtful);
    }

    /** RFC 9110 §14.4. */
    @Test
    default void aPartThatContradictsItselfIsPassedOnAndNotKept() {
        String path = newPath();
        origin().answer("HTTP/1.1 206 Partial Content\nCache-Control: max-age=60\nETag: \"v\"\n"
                + "Content-Range: bytes 0-4/10\nContent-Length: 2\n\nok");

        assertThat(get(path, "Range: bytes=0-4").status()).isEqualTo(206);
        assertThat(get(path, "Range: bytes=0-4").value("X-Cache")).hasValue("MISS");
    }

    @Test
    default void ofThousandsOfVariantsTheOldestGo() {
        String path = newPath();
        origin().answer(ok("Cache-Control: max-age=60\nVary: X-Variant"));
        for (int i = 0; i < 1000; i++) {
            assertThat(get(path, "X-Variant: " + i).status()).isEqualTo(200);
        }

        getUntilHit(path, "X-Variant: 999");
        assertThat(get(path, "X-Variant: 0").value("X-Cache")).hasValue("MISS");
    }
}
