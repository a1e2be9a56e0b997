package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Stale on purpose (RFC 5861), with lifetimes of a second. */
interface StaleContract extends Wire {

    String UNAVAILABLE = """
            HTTP/1.1 503 Service Unavailable
            Content-Length: 4

            down""";

    private static String content(String control, String content) {
        return "HTTP/1.1 200 OK\nCache-Control: " + control + "\nETag: \"" + content + "\"\nContent-Length: "
                + content.length() + "\n\n" + content;
    }

    @Test
    default void aStaleResponseIsServedAtOnceAndRefreshedOnceBehind() {
        String control = "max-age=1, stale-while-revalidate=60";
        String path = stored(content(control, "old"));
        int before = origin().requests().size();
        CountDownLatch goOn = new CountDownLatch(1);
        origin().answer(exchange -> {
            exchange.await(goOn);
            exchange.send(content("max-age=60", "new"));
        });

        RawResponse first = getUntil(Wire.detail("stale-while-revalidate"), path);
        RawResponse second = get(path);
        RawResponse third = get(path);

        assertThat(first.text()).isEqualTo("old");
        assertThat(second.text()).isEqualTo("old");
        assertThat(third.text()).isEqualTo("old");
        goOn.countDown();
        RawResponse fresh = getUntil(response -> response.text().equals("new"), path);
        assertThat(fresh.value("X-Cache")).hasValue("HIT");
        assertThat(origin().requests()).hasSize(before + 1);
        assertThat(origin().request().values("If-None-Match")).containsExactly("\"old\"");
    }

    @Test
    default void aStaleResponseStandsInForAnOriginThatRefuses() {
        String path = stored(content("max-age=1, stale-if-error=60", "old"));

        origin().refuse();
        try {
            RawResponse stale = getUntil(Wire.detail("stale-if-error"), path);
            assertThat(stale.status()).isEqualTo(200);
            assertThat(stale.text()).isEqualTo("old");
        } finally {
            origin().accept();
        }
    }

    @Test
    default void aStaleResponseStandsInForAnError() {
        String path = stored(content("max-age=1, stale-if-error=60", "old"));
        origin().answer(UNAVAILABLE);

        RawResponse stale = getUntil(Wire.detail("stale-if-error"), path);

        assertThat(stale.text()).isEqualTo("old");
        assertThat(stale.value("Cache-Status"))
                .hasValueSatisfying(status -> assertThat(status).contains("fwd=stale", "fwd-status=503"));
    }

    /** The window for errors opens no other, nor the other way round. */
    @Test
    default void theTwoWindowsAreIndependent() {
        String path = stored(content("max-age=1, stale-while-revalidate=0, stale-if-error=60", "old"));
        origin().answer(content("max-age=60", "new"));

        assertThat(getUntil(response -> !response.text().equals("old"), path).text())
                .isEqualTo("new");

        String other = stored(content("max-age=1, stale-while-revalidate=60, stale-if-error=0", "old"));
        origin().answer(UNAVAILABLE);
        assertThat(getUntil(Wire.detail("stale-while-revalidate"), other).text())
                .isEqualTo("old");
    }

    /** RFC 9111 §5.2.2.2. */
    @Test
    default void mustRevalidateForbidsBoth() {
        String path =
                stored(content("max-age=1, must-revalidate, stale-while-revalidate=60, stale-if-error=60", "old"));
        origin().answer(UNAVAILABLE);

        RawResponse response = getUntil(answer -> !answer.text().equals("old"), path);

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.text()).isEqualTo("down");
    }
}
