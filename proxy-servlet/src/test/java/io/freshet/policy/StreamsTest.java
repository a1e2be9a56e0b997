package io.freshet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.http.Heads;
import io.freshet.http.Incremental;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/decisions/0052. */
class StreamsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # fields of the response                                                         | verdict by default
            Content-Type: text/event-stream                                                  | STREAM
            Content-Type: Text/Event-Stream; charset=utf-8                                   | STREAM
            Content-Type: text/event-stream~Content-Length: 9                                | STREAM
            Content-Type: text/event-stream~ETag: "v"                                        | STREAM
            Content-Type: text/event-stream~Last-Modified: Sat, 28 Feb 2026 12:00:00 GMT     | STREAM
            Content-Type: text/event-stream~Cache-Control: public                            | STREAM
            Content-Type: text/event-stream~Cache-Control: no-cache                          | STREAM
            Content-Type: text/event-stream~Cache-Control: max-age=9                         | STORABLE
            Content-Type: text/event-stream~Expires: Fri, 01 Jan 2100 00:00:00 GMT           | STORABLE
            Content-Type: text/event-stream~Cache-Control: no-store                          | NO_STORE
            Content-Type: multipart/x-mixed-replace; boundary=x                              | STREAM
            Content-Type: multipart/x-mixed-replace; boundary=x~Content-Length: 9            | STORABLE
            Content-Type: application/x-ndjson                                               | STREAM
            Content-Type: application/x-ndjson~Content-Length: 9                             | STORABLE
            Content-Type: application/grpc-web+proto                                         | STREAM
            Content-Type: application/grpc-web-text                                          | STREAM
            Content-Type: application/json                                                   | STORABLE
            Content-Type: text/event-streams                                                 | STORABLE
            Content-Type: text/plain~Incremental: ?1                                         | STORABLE
            """)
    void no_lifetime_is_guessed(String fields, Reason reason) {
        ResponseHead response = Heads.response(200, fields.split("~"));

        assertThat(Storability.judge(Heads.get(), response, PolicySettings.DEFAULT)
                        .reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # field of the request               | may wait
            Accept: text/event-stream            | false
            Accept: text/html, text/event-stream;q=0.1 | false
            Accept: text/event-stream;q=0        | true
            Accept: text/*                       | true
            Accept: */*                          | true
            Last-Event-ID: 7                     | false
            Last-Event-ID:                       | false
            Incremental: ?1                      | false
            Incremental: ?0                      | true
            Incremental: 1                       | true
            """)
    void who_asks_for_a_stream_does_not_wait(String field, boolean mayWait) {
        assertThat(Collapsing.mayWait(Heads.get(field))).isEqualTo(mayWait);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # field of the response           | may be shared
            Content-Type: text/event-stream   | false
            Incremental: ?1                   | false
            Incremental: ?1;a=b               | false
            Incremental: ?0                   | true
            Incremental: true                 | true
            Content-Type: text/plain          | true
            """)
    void what_flows_is_not_shared(String field, boolean mayShare) {
        assertThat(Collapsing.mayShare(Heads.response(200, field))).isEqualTo(mayShare);
    }

    /** RFC 10036 §3; RFC 9651 §3.3.6. */
    @ParameterizedTest
    @CsvSource({"?1, true", "?0, false", "1, false", "?1;x=2, true", "'?1, ?1', false", "?2, false", "'', false"})
    void incremental_is_a_boolean(String value, boolean asked) {
        assertThat(Incremental.asked(Heads.fields("Incremental: " + value))).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "'', false, STREAM",
        "Vary: Last-Event-ID, true, STORABLE",
        "'Vary: accept, last-event-id', true, STORABLE"
    })
    void a_last_event_is_a_wish_of_ones_own(String vary, boolean reused, Reason storable) {
        RequestHead resuming = Heads.get("Last-Event-ID: 7");
        ResponseHead response = Heads.response(
                200, "Cache-Control: max-age=60", vary.isEmpty() ? "X: 1" : vary, "Content-Type: text/event-stream");
        StoredHead stored = At.stored(resuming, response);

        assertThat(Storability.judge(resuming, response, At.STRICT).reason()).isEqualTo(storable);
        assertThat(Reuse.decide(resuming, List.of(stored), At.STRICT, At.NOW).serves())
                .isEqualTo(reused);
        assertThat(Reuse.decide(Heads.get(), List.of(At.stored(Heads.get(), response)), At.STRICT, At.NOW)
                        .serves())
                .isTrue();
    }
}
