package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.config.ConfigException;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An origin that speaks HTTP/2: the rules are those of HTTP/1.1. */
class OriginHttp2Test {

    private static final String BIG = "0123456789".repeat(200_000);

    /** What the origin does; a test sets it. */
    private interface Script {
        void answer(Request request, Response response, Callback callback) throws Exception;
    }

    /** What the origin saw of a request. */
    private record Seen(String protocol, String uri, HttpFields fields, String content) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private volatile Script script = (request, response, callback) -> say(response, "ok", callback);
    private JettyOrigin origin;
    private StandaloneUnderTest proxy;

    private final class Scripted extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String content = Content.Source.asString(request);
            seen.add(new Seen(
                    request.getConnectionMetaData().getProtocol(),
                    request.getHttpURI().toString(),
                    request.getHeaders(),
                    content));
            script.answer(request, response, callback);
            return true;
        }
    }

    private static void say(Response response, String text, Callback callback) {
        response.getHeaders().put("Content-Length", text.length());
        Content.Sink.write(response, true, text, callback);
    }

    @BeforeEach
    void start() throws ConfigException, IOException {
        origin = new JettyOrigin(Optional.empty(), Optional.empty(), true, new Scripted());
        proxy = StandaloneUnderTest.start(
                origin.uri("127.0.0.1"),
                Map.of("store", "memory", "host", "127.0.0.1", "origin-http2", "true", "origin-timeout", "1s"));
    }

    @AfterEach
    void stop() {
        proxy.close();
        origin.close();
    }

    private RawResponse exchange(String message) {
        try (RawClient client = RawClient.connect(proxy.port())) {
            client.send(message);
            return message.startsWith("HEAD") ? client.readToHead() : client.read();
        }
    }

    private RawResponse get(String path, String... fields) {
        return exchange("GET " + path + " HTTP/1.1\nHost: www.example\n" + String.join("\n", fields));
    }

    @Test
    void the_origin_sees_a_clean_request_in_HTTP_2() {
        RawResponse response = get("/a?q=%20", "X-Some: Thing", "Connection: TE, X-Own", "TE: trailers", "X-Own: 1");

        assertThat(response.text()).isEqualTo("ok");
        Seen request = seen.get(0);
        assertThat(request.protocol()).isEqualTo("HTTP/2.0");
        assertThat(request.uri()).isEqualTo(origin.uri("127.0.0.1") + "/a?q=%20");
        assertThat(request.fields().get("X-Some")).isEqualTo("Thing");
        assertThat(request.fields().get("TE")).isEqualTo("trailers");
        assertThat(request.fields().get("X-Forwarded-Host")).isEqualTo("www.example");
        assertThat(request.fields().get("Via")).matches("1\\.1 freshet-[0-9a-f]+");
        assertThat(request.fields().stream().map(field -> field.getLowerCaseName()))
                .doesNotContain("connection", "x-own", "transfer-encoding", "host", "user-agent", "accept-encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x?q=100%",
                "/x?q=%zz",
                "/a|b[c]{d}^`e",
                "//[::1]/x",
                "//a:b/x",
                "/caf%e9",
                "/a/../b",
                "/x?q=\u00e9"
            })
    void a_target_goes_to_an_origin_in_HTTP_2_as_it_is(String target) {
        assertThat(get(target).text()).isEqualTo("ok");
        assertThat(seen.get(0).uri()).isEqualTo(origin.uri("127.0.0.1") + target);
    }

    @Test
    void what_is_stored_and_validated_is_as_ever() {
        script = (request, response, callback) -> {
            response.getHeaders().put("Cache-Control", "max-age=60").put("ETag", "\"e\"");
            say(response, "kept", callback);
        };
        assertThat(get("/kept").value("X-Cache")).contains("MISS");
        assertThat(get("/kept").value("X-Cache")).contains("HIT");

        script = (request, response, callback) -> {
            response.setStatus(request.getHeaders().contains("If-None-Match") ? 304 : 500);
            callback.succeeded();
        };
        RawResponse validated = get("/kept", "Cache-Control: no-cache");
        assertThat(validated.text()).isEqualTo("kept");
        assertThat(seen).hasSize(2);
    }

    @Test
    void content_goes_both_ways() {
        script = (request, response, callback) ->
                say(response, seen.get(seen.size() - 1).content(), callback);

        assertThat(exchange("POST /p HTTP/1.1\nHost: a\nContent-Length: 5\n\nhello")
                        .text())
                .isEqualTo("hello");
        assertThat(exchange("POST /p HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n5\r\nhello\r\n0\r\n\r\n")
                        .text())
                .isEqualTo("hello");
        assertThat(exchange("POST /p HTTP/1.1\nHost: a\nContent-Length: " + BIG.length() + "\n\n" + BIG)
                        .text())
                .isEqualTo(BIG);
        assertThat(exchange("HEAD /p HTTP/1.1\nHost: a").status()).isEqualTo(200);
    }

    @Test
    void trailers_and_interim_responses_come_through() {
        script = (request, response, callback) -> {
            HttpFields hints = HttpFields.build().put("Link", "</a.css>; rel=preload");
            response.writeInterim(103, hints).get();
            HttpFields trailers = HttpFields.build().put("X-Sum", "42");
            response.setTrailersSupplier(() -> trailers);
            Content.Sink.write(
                    response, false, "hello", Callback.from(() -> Content.Sink.write(response, true, "", callback)));
        };
        RawResponse response = get("/t", "TE: trailers", "Connection: TE");

        assertThat(response.interim()).hasSize(1);
        assertThat(response.text()).isEqualTo("hello");
        assertThat(response.trailers().value("X-Sum")).contains("42");
    }

    @Test
    void a_response_that_breaks_off_is_told_as_such_and_not_stored() {
        script = (request, response, callback) -> {
            response.getHeaders().put("Cache-Control", "max-age=60");
            response.write(
                    false,
                    ByteBuffer.wrap(new byte[1000]),
                    Callback.from(() -> callback.failed(new IOException("cut"))));
        };
        RawResponse cut = get("/cut");
        // The reset may overtake the head: then the client has been told nothing yet, and gets an error.
        assertThat(cut.status() == 502 || cut.end() != RawResponse.End.COMPLETE)
                .as(cut.toString())
                .isTrue();

        script = (request, response, callback) -> say(response, "whole", callback);
        RawResponse whole = get("/cut");
        assertThat(whole.value("X-Cache")).contains("MISS");
        assertThat(whole.text()).isEqualTo("whole");
    }

    @Test
    void a_refusal_before_anything_was_said_is_told() {
        script = (request, response, callback) -> callback.failed(new IOException("no"));
        assertThat(get("/no").status()).isIn(500, 502);
    }

    @Test
    void an_origin_that_was_restarted_is_asked_again() {
        assertThat(get("/a").text()).isEqualTo("ok");
        for (int i = 0; i < 3; i++) {
            origin.restart();
            assertThat(get("/b" + i).text()).isEqualTo("ok");
        }
    }

    @Test
    void an_origin_that_says_nothing_is_not_waited_for() {
        script = (request, response, callback) -> {};
        assertThat(get("/silent").status()).isEqualTo(504);
        script = (request, response, callback) -> say(response, "ok", callback);
        await().untilAsserted(() -> assertThat(get("/silent").text()).isEqualTo("ok"));
    }

    @Test
    void a_head_over_the_limit_is_refused() {
        script = (request, response, callback) -> {
            for (int i = 0; i < 7; i++) {
                response.getHeaders().add("X-Big" + i, "a".repeat(3000));
            }
            say(response, "ok", callback);
        };
        RawResponse response = get("/big");
        assertThat(response.status()).isIn(500, 502);
    }

    @Test
    void an_origin_that_is_away_is_told_as_such() {
        origin.close();
        assertThat(get("/away").status()).isEqualTo(502);
    }
}
