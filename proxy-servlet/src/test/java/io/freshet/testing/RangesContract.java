package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ranges out of the cache (RFC 9110 §14, RFC 9111 §3.3, §3.4). */
interface RangesContract extends Wire {

    String WHOLE = """
            HTTP/1.1 200 OK
            Cache-Control: max-age=60
            ETag: "v"
            Content-Type: text/x
            Content-Length: 10

            0123456789""";

    private static String part(String range, String content) {
        return "HTTP/1.1 206 Partial Content\nCache-Control: max-age=60\nETag: \"v\"\nContent-Type: text/x\n"
                + "Content-Range: bytes " + range + "/10\nContent-Length: " + content.length() + "\n\n" + content;
    }

    @Test
    default void oneRangeOfWhatIsStored() {
        String path = stored(WHOLE);
        int before = origin().requests().size();

        RawResponse response = get(path, "Range: bytes=2-4");
        RawResponse suffix = get(path, "Range: bytes=-3");

        assertThat(response.status()).isEqualTo(206);
        assertThat(response.text()).isEqualTo("234");
        assertThat(response.values("Content-Range")).containsExactly("bytes 2-4/10");
        assertThat(response.values("Content-Length")).containsExactly("3");
        assertThat(response.value("X-Cache")).hasValue("HIT");
        assertThat(suffix.text()).isEqualTo("789");
        assertThat(origin().requests()).hasSize(before);
    }

    @Test
    default void severalRangesOfWhatIsStored() {
        String path = stored(WHOLE);

        RawResponse response = get(path, "Range: bytes=0-1, 8-");

        String type = response.value("Content-Type").orElseThrow();
        assertThat(response.status()).isEqualTo(206);
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        String boundary = type.substring(type.indexOf('=') + 1);
        assertThat(response.text().split("\r\n--" + boundary + "|--" + boundary, -1))
                .containsExactly(
                        "",
                        "\r\nContent-Type: text/x\r\nContent-Range: bytes 0-1/10\r\n\r\n01",
                        "\r\nContent-Type: text/x\r\nContent-Range: bytes 8-9/10\r\n\r\n89",
                        "--\r\n");
        assertThat(response.has("Content-Range")).isFalse();
        assertThat(response.values("Content-Length")).containsExactly(Integer.toString(response.body().length));
    }

    @Test
    default void nothingOfWhatIsStoredIsA416() {
        RawResponse response = get(stored(WHOLE), "Range: bytes=10-");

        assertThat(response.status()).isEqualTo(416);
        assertThat(response.values("Content-Range")).containsExactly("bytes */10");
        assertThat(response.body()).isEmpty();
    }

    @Test
    default void aRangeOfAnotherVersionIsTheWhole() {
        String path = stored(WHOLE);

        assertThat(get(path, "Range: bytes=2-4", "If-Range: \"v\"").text()).isEqualTo("234");
        assertThat(get(path, "Range: bytes=2-4", "If-Range: \"w\"").text()).isEqualTo("0123456789");
    }

    @Test
    default void aHeadHasNoRanges() {
        RawResponse response = exchange(head("HEAD", stored(WHOLE), "Range: bytes=2-4"));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.values("Content-Length")).containsExactly("10");
    }

    @Test
    default void storedPartsAnswerTogetherWhatNeitherHas() {
        String path = newPath();
        origin().answer(part("0-4", "01234"));
        get(path, "Range: bytes=0-4");
        getUntilHit(path, "Range: bytes=0-4");
        origin().answer(part("5-9", "56789"));
        get(path, "Range: bytes=5-9");
        getUntilHit(path, "Range: bytes=5-9");
        int before = origin().requests().size();

        assertThat(get(path, "Range: bytes=3-6").text()).isEqualTo("3456");
        RawResponse whole = get(path);
        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.text()).isEqualTo("0123456789");
        assertThat(origin().requests()).hasSize(before);
    }

    @Test
    default void theRestOfAPartComesFromTheOrigin() {
        String path = newPath();
        origin().answer(part("0-4", "01234"));
        get(path, "Range: bytes=0-4");
        getUntilHit(path, "Range: bytes=0-4");
        origin().answer(part("5-9", "56789"));

        RawResponse whole = get(path);

        assertThat(whole.status()).isEqualTo(200);
        assertThat(whole.text()).isEqualTo("0123456789");
        assertThat(whole.has("Content-Range")).isFalse();
        assertThat(origin().request().values("Range")).containsExactly("bytes=5-");
        assertThat(origin().request().values("If-Range")).containsExactly("\"v\"");
        assertThat(getUntilHit(path).text()).isEqualTo("0123456789");
    }
}
