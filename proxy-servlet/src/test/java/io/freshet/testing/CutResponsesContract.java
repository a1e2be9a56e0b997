package io.freshet.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawResponse.End;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A response that the origin did not finish never looks finished, and is never stored. */
interface CutResponsesContract extends Wire {

    /** A response whose framing promises more than there is: storable, if only it were whole. */
    enum Cut {
        SHORT_CHUNKED("Transfer-Encoding: chunked", 10),
        LONG_CHUNKED("Transfer-Encoding: chunked", 1_000_000),
        SHORT_WITH_LENGTH("Content-Length: 20", 10),
        LONG_WITH_LENGTH("Content-Length: 2000000", 1_000_000);

        private final String framing;
        private final String content;

        Cut(String framing, int size) {
            this.framing = framing;
            this.content = framing.endsWith("chunked")
                    ? Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n"
                    : "x".repeat(size);
        }

        /** All there is, on a connection that stays. */
        RawOrigin.Handler begin() {
            return exchange -> {
                exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\n" + framing);
                exchange.send(content.getBytes(US_ASCII));
            };
        }

        RawOrigin.Handler andClose() {
            return exchange -> {
                begin().handle(exchange);
                exchange.close();
            };
        }

        RawOrigin.Handler andReset() {
            return exchange -> {
                begin().handle(exchange);
                exchange.reset();
            };
        }

        RawOrigin.Handler andSilence() {
            return exchange -> {
                begin().handle(exchange);
                exchange.waitUntilTheProxyLeaves();
            };
        }
    }

    /**
     * Whether this packaging can reset a connection: the only way to tell an HTTP/1.0 client that a body without a length is cut.
     */
    default boolean canResetConnections() {
        return true;
    }

    @ParameterizedTest
    @EnumSource
    default void aCutBodyIsVisiblyCutOnAPersistentConnection(Cut cut) {
        origin().answer(cut.andClose());

        assertVisiblyCut(get(newPath()));
    }

    @ParameterizedTest
    @EnumSource
    default void aCutBodyIsVisiblyCutOnAClosingConnection(Cut cut) {
        origin().answer(cut.andClose());

        assertVisiblyCut(get(newPath(), "Connection: close"));
    }

    @ParameterizedTest
    @EnumSource
    default void aCutBodyIsVisiblyCutForAnHttp10Client(Cut cut) {
        Assumptions.assumeTrue(canResetConnections() || cut.framing.startsWith("Content-Length"));
        origin().answer(cut.andClose());

        assertVisiblyCut(exchange(head("GET", newPath()).replace("HTTP/1.1", "HTTP/1.0")));
    }

    @ParameterizedTest
    @EnumSource
    default void aResetBodyIsVisiblyCut(Cut cut) {
        origin().answer(cut.andReset());

        assertVisiblyCut(get(newPath(), "Connection: close"));
    }

    @ParameterizedTest
    @EnumSource(names = {"LONG_CHUNKED", "SHORT_WITH_LENGTH"})
    default void aBodyOfAnOriginThatFallsSilentIsVisiblyCut(Cut cut) {
        origin().answer(cut.andSilence());

        assertVisiblyCut(get(newPath()));
    }

    @ParameterizedTest
    @EnumSource
    default void aCutBodyIsNeverStored(Cut cut) {
        String path = newPath();
        origin().answer(cut.andClose());
        get(path);
        origin().answer(OK);

        for (int i = 0; i < 3; i++) {
            RawResponse next = get(path);
            assertThat(next.text()).isEqualTo("ok");
            assertThat(next.value("X-Cache")).hasValue("MISS");
        }
    }

    /** Cut, or, when nothing was sent yet, an error. */
    private static void assertVisiblyCut(RawResponse response) {
        if (response.status() == 200) {
            assertThat(response.end()).as(response.toString()).isIn(End.TRUNCATED, End.RESET);
        } else {
            assertThat(response.status()).as(response.toString()).isIn(0, 502, 504);
        }
    }
}
