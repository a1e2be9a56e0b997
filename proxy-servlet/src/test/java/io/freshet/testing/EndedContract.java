package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the origin said last counts (RFC 9111 §4.3.3), with lifetimes of a second and windows of ten minutes. */
interface EndedContract extends Wire {

    String LONG = "max-age=1, stale-while-revalidate=600, stale-if-error=600";
    String NOT_REFRESHED = "max-age=1, stale-if-error=600";

    private static String page(String fields, String content) {
        return "HTTP/1.1 200 OK\n" + fields + "\nContent-Length: " + content.length() + "\n\n" + content;
    }

    private static String old(String control) {
        return page("Cache-Control: " + control + "\nETag: \"old\"", "old");
    }

    private static boolean isNotOld(RawResponse response) {
        return !response.text().equals("old");
    }

    /** The first word is the status; the rest are fields. */
    private static String unstorable(String what) {
        int bar = what.indexOf('|');
        String status = bar < 0 ? what : what.substring(0, bar);
        String fields = bar < 0 ? "" : what.substring(bar + 1) + "\n";
        return "HTTP/1.1 " + status + " X\n" + fields + "Content-Length: 3\n\nnew";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "200|Cache-Control: no-store",
                "200|Cache-Control: private, max-age=60",
                "200|Set-Cookie: s=1",
                "301|Location: /elsewhere\nCache-Control: no-store",
                "302|Location: /login",
                "403",
                "404",
                "410|Cache-Control: no-store"
            })
    default void whatARefreshBringsEndsWhatIsStored(String what) {
        String path = stored(old(LONG));
        origin().answer(unstorable(what));
        getUntil(EndedContract::isNotOld, path, "User-Agent: browser", "Accept-Language: en");

        assertThat(get(path, "User-Agent: browser").text()).isNotEqualTo("old");
        origin().answer(StaleContract.UNAVAILABLE);
        assertThat(get(path).status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200|Cache-Control: no-store", "404", "410"})
    default void whatAValidationBringsEndsWhatIsStored(String what) {
        String path = stored(old(NOT_REFRESHED));
        origin().answer(unstorable(what));
        getUntil(EndedContract::isNotOld, path);

        origin().refuse();
        try {
            assertThat(get(path).status()).isEqualTo(502);
        } finally {
            origin().accept();
        }
    }

    @Test
    default void soDoesWhatAReloadBrings() {
        String path = stored(old("max-age=600, stale-if-error=600"));
        origin().answer(unstorable("200|Cache-Control: no-store"));
        get(path, "Cache-Control: no-cache");

        origin().answer(StaleContract.UNAVAILABLE);
        assertThat(get(path).status()).isEqualTo(503);
    }

    @Test
    default void aReloadWithANewEditionReplaces() {
        String path = stored(old("max-age=600"));
        origin().answer(page("Cache-Control: max-age=600\nETag: \"new\"", "new"));
        get(path, "Cache-Control: no-cache", "User-Agent: browser");

        assertThat(getUntil(EndedContract::isNotOld, path).text()).isEqualTo("new");
    }

    /** The origin refuses fields of one client's; what it says to the cache's own question counts. */
    @ParameterizedTest
    @ValueSource(strings = {"400", "403", "404", "405", "413", "414", "431", "200|Cache-Control: no-store"})
    default void anOddClientEndsNothing(String refusal) {
        String path = stored(old("max-age=600, stale-if-error=600"));
        origin().answer(exchange ->
                exchange.send(exchange.request().values("X-Odd").isEmpty() ? old("max-age=600") : unstorable(refusal)));
        get(path, "Cache-Control: no-cache", "X-Odd: 1");
        get(path, "Cache-Control: no-cache", "X-Odd: 2");

        origin().answer(StaleContract.UNAVAILABLE);
        RawResponse response = get(path);
        assertThat(response.text()).isEqualTo("old");
        assertThat(Wire.isHit(response)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: s=1",
                "Authorization: Basic eDp5",
                "Range: bytes=0-1",
                "Cache-Control: no-cache, no-store"
            })
    default void whatIsDueToOneRequestEndsNothing(String field) {
        String path = stored(old("max-age=600, stale-if-error=600"));
        origin().answer(unstorable("200|Cache-Control: private"));
        get(path, "Pragma: no-cache", field, "If-None-Match: \"none\"");

        RawResponse response = get(path);
        assertThat(response.text()).isEqualTo("old");
        assertThat(Wire.isHit(response)).isTrue();
    }

    /** Not every request within the window asks again. */
    @Test
    default void aRefreshInVainIsNotRepeatedAtOnce() {
        String path = stored(old(LONG));
        AtomicInteger asked = new AtomicInteger();
        origin().answer(exchange -> {
            asked.incrementAndGet();
            exchange.send(unstorable("200|Cache-Control: private"));
        });
        String cookie = "Cookie: s=1";
        getUntil(response -> asked.get() > 0, path, cookie);
        for (int i = 0; i < 20; i++) {
            assertThat(get(path, cookie).text()).isEqualTo("old");
        }

        assertThat(asked).hasValueLessThanOrEqualTo(2);
    }
}
