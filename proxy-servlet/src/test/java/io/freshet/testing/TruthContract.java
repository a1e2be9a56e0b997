package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.HttpDate;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code Cache-Status} says why a response is not stored, and {@code stored} only of one that is. */
interface TruthContract extends Wire {

    @Test
    default void aResponseThatIsLargerThanTheStoreTakes() throws IOException {
        origin().answer(exchange -> {
            exchange.send("HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 9999999999\n\n");
            exchange.close();
        });
        try (RawClient client = connect()) {
            client.send(head("GET", newPath()));
            assertThat(client.readHead().value("Cache-Status"))
                    .hasValue("Freshet; fwd=uri-miss; fwd-status=200; detail=too-large");
        }
    }

    @Test
    default void aResponseThatIsOfNoUseWhenItArrives() {
        origin().answer("HTTP/1.1 200 OK\nCache-Control: max-age=60\nAge: 90\nContent-Length: 2\n\nok");

        assertThat(get(newPath()).value("Cache-Status"))
                .hasValue("Freshet; fwd=uri-miss; fwd-status=200; detail=stale-on-arrival");
    }

    /** Lifetimes count from {@code Date} (RFC 9111 §4.2.3): a clock that is behind makes responses old. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # seconds off | status
            0             | stored
            -30           | stored
            -600          | detail=clock-skew
            -90           | stored; detail=clock-skew
            600           | stored; detail=clock-skew
            """)
    default void anOriginWhoseClockIsOff(int seconds, String status) {
        String date = HttpDate.format(Instant.now().plusSeconds(seconds));
        origin().answer("HTTP/1.1 200 OK\nDate: " + date + "\nCache-Control: max-age=300\nContent-Length: 2\n\nok");

        assertThat(get(newPath()).value("Cache-Status")).hasValue("Freshet; fwd=uri-miss; fwd-status=200; " + status);
    }
}
