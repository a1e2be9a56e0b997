package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.RawResponse.End;
import org.junit.jupiter.api.Test;

/** What a client gets when the origin does not do its part. */
interface OriginFailuresContract extends Wire {

    @Test
    default void anOriginThatRefusesIsA502() {
        RawResponse response;
        origin().refuse();
        try {
            response = get(newPath());
        } finally {
            origin().accept();
        }

        assertExplained(response, 502, "origin-refused");
        origin().answer(OK);
        assertThat(get(newPath()).status()).as("once it is back").isEqualTo(200);
    }

    @Test
    default void anOriginThatIsSilentIsA504() {
        origin().answer(RawOrigin.Exchange::waitUntilTheProxyLeaves);

        assertExplained(get(newPath()), 504, "origin-timeout");
    }

    @Test
    default void anOriginThatSpeaksNoHttpIsA502() {
        origin().answer(exchange -> {
            exchange.send("SSH-2.0-OpenSSH_9.2");
            exchange.close();
        });

        assertExplained(get(newPath()), 502, "origin-invalid");
    }

    /** RFC 9112 §9.3.1: the origin may close a connection just as a request comes; asking again changes nothing. */
    @Test
    default void aGetOnAConnectionThatTheOriginClosedIsSentAgain() {
        origin().answer(withoutAnAnswerToTheSecond());
        assertThat(get(newPath()).status()).isEqualTo(200);

        RawResponse response = get(newPath());

        assertThat(response.status()).isEqualTo(200);
        assertThat(origin().requests()).hasSize(3);
    }

    @Test
    default void aGetIsSentAgainOnlyOnce() {
        origin().answer(RawOrigin.Exchange::close);

        RawResponse response = get(newPath());

        assertExplained(response, 502, "origin-broke-off");
        assertThat(origin().requests()).hasSizeBetween(1, 2);
    }

    /** RFC 9110 §9.2.2: nobody knows whether the first one had its effect. */
    @Test
    default void aPostIsNeverSentAgain() {
        origin().answer(withoutAnAnswerToTheSecond());
        assertThat(get(newPath()).status()).isEqualTo(200);

        RawResponse response = exchange(head("POST", newPath(), "Content-Length: 5") + "\n\nhello");

        assertExplained(response, 502, "origin-broke-off");
        assertThat(origin().requests())
                .filteredOn(request -> request.method().equals("POST"))
                .hasSize(1);
    }

    /** The client's content is not to blame. */
    @Test
    default void aFailureWithARequestsContentIsTheOrigins() {
        String post = head("POST", newPath(), "Content-Length: 5") + "\n\nhello";

        origin().answer(exchange -> {
            exchange.body().readAllBytes();
            exchange.close();
        });
        assertExplained(exchange(post), 502, "origin-broke-off");
        origin().answer(RawOrigin.Exchange::waitUntilTheProxyLeaves);
        assertExplained(exchange(post), 504, "origin-timeout");
        origin().refuse();
        try {
            assertExplained(exchange(post), 502, "origin-refused");
        } finally {
            origin().accept();
        }
    }

    @Test
    default void connectionsToTheOriginAreKept() {
        origin().answer(OK);

        for (int i = 0; i < 10; i++) {
            get(newPath());
        }

        assertThat(origin().requests().stream().map(RawRequest::connection).distinct())
                .hasSizeLessThan(4);
    }

    /** To the proxy, the same as a connection that was closed while the request was on its way. */
    private RawOrigin.Handler withoutAnAnswerToTheSecond() {
        return exchange -> {
            exchange.body().readAllBytes();
            if (origin().requests().size() == 2) {
                exchange.close();
            } else {
                exchange.send(OK);
            }
        };
    }

    private static void assertExplained(RawResponse response, int status, String detail) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.end()).isEqualTo(End.COMPLETE);
        assertThat(response.value("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(response.text()).isNotBlank().hasSizeLessThan(300).doesNotContain("\tat ", "Exception", "<html");
        assertThat(response.value("Cache-Status"))
                .hasValueSatisfying(
                        why -> assertThat(why).startsWith("Freshet; fwd=").endsWith("; detail=" + detail));
    }
}
