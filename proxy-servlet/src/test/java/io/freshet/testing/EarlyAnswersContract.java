package io.freshet.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawResponse.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An origin may answer before it has all of a request, and need not read the rest (RFC 9112 §9.5). */
interface EarlyAnswersContract extends Wire {

    /** More than is gathered, and less than fits the buffers on the way. */
    String BEGINNING = "x".repeat(100_000);

    @ParameterizedTest
    @CsvSource({"200, 0", "401, 6", "403, 5000", "413, 6", "503, 300000"})
    default void anAnswerBeforeTheEndOfTheRequestArrivesWhole(int status, int length) {
        String content = "0123456789".repeat(length / 10 + 1).substring(0, length);
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 " + status + " Early\nContent-Length: " + length + "\n\n" + content);
            exchange.waitUntilTheProxyLeaves();
        });

        RawResponse response = uploadBeginning();

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.text()).isEqualTo(content);
        assertThat(response.end()).isEqualTo(End.COMPLETE);
    }

    /** With content in it that is not read, closing becomes a reset. */
    @ParameterizedTest
    @CsvSource({"200, 0", "401, 6", "413, 5000"})
    default void anAnswerOfAnOriginThatHangsUpArrivesAsWell(int status, int length) {
        String content = "x".repeat(length);
        origin().answer(exchange -> {
            exchange.send(
                    "HTTP/1.1 " + status + " Early\nConnection: close\nContent-Length: " + length + "\n\n" + content);
            exchange.hangUp();
        });

        for (int i = 0; i < 10; i++) {
            RawResponse response = uploadBeginning();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.text()).isEqualTo(content);
        }
    }

    @Test
    default void theConnectionOfARequestThatWasNotSentWholeIsNotUsedAgain() {
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 401 Early\nContent-Length: 0\n\n");
            exchange.body().readAllBytes();
        });
        assertThat(uploadBeginning().status()).isEqualTo(401);
        origin().answer(OK);

        assertThat(get(newPath()).status()).isEqualTo(200);

        assertThat(origin().requests()).extracting(RawRequest::connection).doesNotHaveDuplicates();
    }

    private RawResponse uploadBeginning() {
        try (RawClient client = connect()) {
            return client.send(head("PUT", newPath(), "Content-Type: a/b", "Content-Length: 30000000"))
                    .send(BEGINNING.getBytes(ISO_8859_1))
                    .read();
        }
    }
}
