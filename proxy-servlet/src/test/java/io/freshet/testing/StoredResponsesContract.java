package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The cache as it shows on the wire. */
interface StoredResponsesContract extends Wire {

    String STORABLE = """
            HTTP/1.1 200 OK
            Cache-Control: max-age=60
            ETag: "v1"
            Vary: Accept
            Content-Type: application/octet-stream
            Content-Disposition: attachment; filename="a, \\"b\\".txt"
            X-Many: "b", c
            X-Empty:
            X-Many: caf\u00e9 a
            Content-Length: 5

            \u0000\u00ff\r
            h""";

    @Test
    default void theSecondGetIsAHit() {
        String path = newPath();
        origin().answer(STORABLE);

        RawResponse miss = get(path);
        RawResponse hit = getUntilHit(path);

        assertThat(miss.values("X-Cache")).containsExactly("MISS");
        assertThat(miss.value("Cache-Status"))
                .hasValueSatisfying(why -> assertThat(why).startsWith("Freshet; fwd=uri-miss"));
        assertThat(hit.values("X-Cache")).containsExactly("HIT");
        assertThat(hit.values("Cache-Status")).singleElement().satisfies(why -> assertThat(why)
                .startsWith("Freshet; hit"));
        assertThat(hit.values("Age")).singleElement().satisfies(age -> assertThat(Long.parseLong(age))
                .isBetween(0L, 59L));
    }

    @Test
    default void aHitHasTheFieldsAndBytesOfTheResponseThatWasStored() {
        String path = newPath();
        origin().answer(STORABLE);

        RawResponse miss = get(path);
        RawResponse hit = getUntilHit(path);

        assertThat(miss.text()).isEqualTo("\u0000\u00ff\r\nh");
        assertThat(hit.body()).isEqualTo(miss.body());
        assertThat(hit.startLine()).isEqualTo(miss.startLine());
        List<String> own = List.of("age", "cache-status", "x-cache", "connection", "keep-alive");
        assertThat(names(hit)).containsAll(List.of("etag", "x-many", "x-empty", "date", "content-length"));
        assertThat(names(miss).stream().filter(name -> !own.contains(name)))
                .allSatisfy(name -> assertThat(hit.values(name)).as(name).isEqualTo(miss.values(name)));
    }

    /** RFC 9211 §2: the cache closest to the client comes last. */
    @Test
    default void whatOtherCachesSaidStaysInFront() {
        String path = newPath();
        origin().answer("HTTP/1.1 200 OK\nContent-Length: 2\nCache-Control: max-age=60\n"
                + "Cache-Status: First; hit; ttl=30\nCache-Status: \"Second, too\"; fwd=miss\n\nok");

        for (RawResponse response : List.of(get(path), getUntilHit(path))) {
            assertThat(response.values("Cache-Status")).hasSize(3);
            assertThat(response.values("Cache-Status").subList(0, 2))
                    .containsExactly("First; hit; ttl=30", "\"Second, too\"; fwd=miss");
            assertThat(response.values("Cache-Status").get(2)).startsWith("Freshet; ");
        }
    }

    @Test
    default void aHeadIsAnsweredFromAStoredGet() {
        String path = stored(STORABLE);
        int before = origin().requests().size();

        RawResponse head = exchange(head("HEAD", path));

        assertThat(head.value("X-Cache")).hasValue("HIT");
        assertThat(head.value("Content-Length")).hasValue("5");
        assertThat(origin().requests()).hasSize(before);
    }

    /** RFC 9111 §4.3.2. */
    @Test
    default void aClientWithTheStoredVersionGetsA304() {
        String path = stored(STORABLE);
        int before = origin().requests().size();

        RawResponse response = get(path, "If-None-Match: W/\"v1\"");

        assertThat(response.status()).isEqualTo(304);
        assertThat(response.value("ETag")).hasValue("\"v1\"");
        assertThat(response.body()).isEmpty();
        assertThat(origin().requests()).hasSize(before);
    }

    /** RFC 9111 §4.4. */
    @Test
    default void aSuccessfulPostInvalidatesWhatWasStored() {
        String path = stored(STORABLE);

        assertThat(exchange(head("POST", path, "Content-Length: 0")).status()).isEqualTo(200);

        assertThat(get(path).value("X-Cache")).hasValue("MISS");
    }

    /** What was stored is there without the origin. */
    @Test
    default void whatIsStoredIsServedWhileTheOriginIsAway() {
        String path = stored(STORABLE);

        origin().refuse();
        try {
            assertThat(get(path).value("X-Cache")).hasValue("HIT");
        } finally {
            origin().accept();
        }
    }

    private static List<String> names(RawResponse response) {
        return response.fieldLines().stream()
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }
}
