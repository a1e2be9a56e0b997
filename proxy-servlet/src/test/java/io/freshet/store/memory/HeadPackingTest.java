package io.freshet.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.OverridingDirectives;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.http.Site;
import io.freshet.policy.StoredHead;
import io.freshet.store.CacheKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is packed comes back as it was, character by character. */
class HeadPackingTest {

    private static final CacheKey KEY = CacheKey.of("http://o", "https://c", "http://o/a?b");
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00.123456789Z");

    private final HeadPacking packing = new HeadPacking(new SharedValues());

    private static StoredHead head(HttpFields fields) {
        RequestHead request = new RequestHead("GET", "http://o/a?b", HttpFields.EMPTY, Site.at("https://c"));
        return new StoredHead(request, new ResponseHead(200, fields), NOW, NOW.plusMillis(20));
    }

    /** The first times as text, later on by a number. */
    private void comesBack(CacheKey key, String variant, StoredHead head) {
        for (int i = 0; i < 10; i++) {
            byte[] packed = packing.pack(key, variant, head);
            assertThat(packing.variant(packed)).isEqualTo(variant);
            StoredHead built = packing.head(key, packed);
            assertThat(built).isEqualTo(head);
            assertThat(built.response().fields().stream().map(HttpField::toString))
                    .containsExactlyElementsOf(head.response().fields().stream()
                            .map(HttpField::toString)
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type | text/plain",
                "content-type | text/plain",
                "CONTENT-TYPE | text/plain",
                "X-Own | value",
                "x-own | value",
                "Date | Sun, 29 Nov 2026 08:00:00 GMT",
                "date | Sun, 29 Nov 2026 08:00:00 GMT",
                "Date | Mon, 29 Nov 2026 08:00:00 GMT",
                "Date | sun, 29 nov 2026 08:00:00 gmt",
                "Date | Sunday, 29-Nov-26 08:00:00 GMT",
                "Date | Sun Nov 29 08:00:00 2026",
                "Expires | 0",
                "Expires | Thu, 01 Jan 1970 00:00:00 GMT",
                "Last-Modified | Wed, 31 Dec 1969 23:59:59 GMT",
                "ETag | ''",
                "X-Wide | é – \uD83D\uDE00 \uD83D",
                "Set-Cookie | a=b"
            })
    void a_field_is_the_same(String name, String value) {
        comesBack(KEY, "v", head(HttpFields.from(new HttpField(name, value))));
    }

    @Test
    void names_that_differ_in_case_alone_stay_apart() {
        comesBack(
                KEY,
                "",
                head(HttpFields.build()
                        .add(new HttpField("Own", "a"))
                        .add(new HttpField("own", "a"))
                        .add(new HttpField("OWN", "a"))
                        .add(new HttpField(HttpHeader.VARY, "vary", "Own"))
                        .asImmutable()));
    }

    @Test
    void all_the_rest_is_the_same() {
        RequestHead request = new RequestHead(
                "QUERY",
                "http://elsewhere/\u00e9",
                HttpFields.from(new HttpField("Accept", "*/*")),
                Site.at("s").below("/p", "/o"));
        ResponseHead response =
                new ResponseHead(599, Optional.of("Odd"), HttpFields.EMPTY, OverridingDirectives.read("max-age=60"));
        comesBack(KEY, "x".repeat(300), new StoredHead(request, response, Instant.MIN, Instant.MIN, Optional.of("7")));
        comesBack(KEY, "", new StoredHead(request, response, NOW, NOW.minusSeconds(5), Optional.empty()));
        comesBack(KEY, "", new StoredHead(request, response, Instant.MAX, Instant.MAX, Optional.empty()));
    }

    @Test
    void values_that_never_come_again_leave_room_for_those_that_do() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            packing.pack(KEY, "", head(HttpFields.from(new HttpField("X-Id", Long.toString(random.nextLong())))));
        }
        StoredHead usual = head(HttpFields.from(new HttpField("Content-Type", "application/json; charset=utf-8")));
        for (int i = 0; i < 10; i++) {
            packing.pack(KEY, "", usual);
        }

        assertThat(packing.pack(KEY, "", usual).length).isLessThan(45);
    }

    @Test
    void keys_are_the_same_only_if_their_texts_are() {
        String[] texts = {"a b c", "a b  c", "a bc", "a b c ", "a b \u00e9", "a b \uD83D", "a b ?", "", " ", "abc"};
        for (String one : texts) {
            MemoryKey key = MemoryKey.of(new CacheKey(one));
            assertThat(key.key()).isEqualTo(new CacheKey(one));
            for (String other : texts) {
                assertThat(key.equals(MemoryKey.of(new CacheKey(other)))).isEqualTo(one.equals(other));
            }
        }
    }
}
