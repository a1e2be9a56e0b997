package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.config.ConfigException;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests in HTTP/2: what could not be said in HTTP/1.1 is refused, and the rest is what it would be there. */
class Http2RequestsTest {

    private static final String OK = "HTTP/1.1 200 OK\nCache-Control: max-age=60\nContent-Length: 2\n\nok";

    private static RawOrigin origin;
    private static StandaloneUnderTest proxy;
    private static int paths;

    @BeforeAll
    static void start() throws ConfigException, IOException {
        origin = RawOrigin.start();
        proxy = StandaloneUnderTest.start(origin.uri(), Map.of("store", "memory", "host", "127.0.0.1"));
    }

    @AfterEach
    void forget() {
        origin.reset();
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
        origin.close();
    }

    private static String[] get(String path, String... fields) {
        return Stream.concat(
                        Stream.of(":method: GET", ":scheme: http", ":authority: www.example", ":path: " + path),
                        Arrays.stream(fields))
                .toArray(String[]::new);
    }

    private static Http2Client.Response exchange(String... lines) {
        try (Http2Client client = Http2Client.connect(proxy.port())) {
            return client.read(client.request(lines));
        }
    }

    /** A line; a lone apostrophe stands for nothing, and other names for characters that Java's sources do not like. */
    private static String[] lines(String text) {
        return Arrays.stream(text.split("\\[", -1))
                .map(line -> line.replace("CR", "\r")
                        .replace("LF", "\n")
                        .replace("NUL", "\0")
                        .replace("TAB", "\t")
                        .replace("'", ""))
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // RFC 9113 §8.3.1: the pseudo-fields
                ":method: GET[:scheme: http[:authority: a",
                ":method: GET[:scheme: http[:path: /",
                ":method: GET[:authority: a[:path: /",
                ":scheme: http[:authority: a[:path: /",
                ":method: GET[:scheme: http[:authority: a[:path: '",
                ":method: GET[:scheme: http[:authority: a[:path: x",
                ":method: GET[:scheme: http[:authority: a[:path: *",
                ":method: GET[:scheme: http[:authority: a[:path: http://a/",
                ":method: GET[:scheme: http[:authority: '[:path: /",
                ":method: GET[:scheme: http[:authority: u@a[:path: /",
                ":method: GET[:scheme: http[:authority: a:x[:path: /",
                ":method: GET[:scheme: http[:authority: a:99999[:path: /",
                ":method: GET[:scheme: http[:authority: a b[:path: /",
                ":method: GET[:scheme: http[:authority: a/b[:path: /",
                ":method: GET[:scheme: http[:authority: aCRLFX: y[:path: /",
                ":method: GET[:scheme: http[:authority: a[:path: /[host: b",
                ":method: GET[:scheme: http[:authority: a[:path: /[host: a:8080",
                ":method: GET[:scheme: http[:authority: a[:path: /[host: a[host: a",
                ":method: GET[:scheme: http[:path: /[host: a[host: b",
                ":method: GET[:scheme: http[:path: /[host: u@a",
                ":method: GET[:scheme: http[:authority: a[:authority: a[:path: /",
                ":method: GET[:method: GET[:scheme: http[:authority: a[:path: /",
                ":method: GET[:scheme: http[:authority: a[:path: /[:path: /b",
                ":method: GET[:scheme: http[:authority: a[:path: /[:status: 200",
                ":method: GET[:scheme: http[:authority: a[:path: /[:unknown: x",
                ":method: GET[:scheme: http[:authority: a[x: y[:path: /",
                ":method: GET[:scheme: ftp[:authority: a[:path: /",
                ":method: G ET[:scheme: http[:authority: a[:path: /",
                ":method: GET / HTTP/1.1CRLFX: y[:scheme: http[:authority: a[:path: /",
                ":method: get[:scheme: http[:authority: a[:path: /",
                ":method: '[:scheme: http[:authority: a[:path: /",
                // paths
                ":method: GET[:scheme: http[:authority: a[:path: /a b",
                ":method: GET[:scheme: http[:authority: a[:path: /a#b",
                ":method: GET[:scheme: http[:authority: a[:path: /aCRLFX: y",
                ":method: GET[:scheme: http[:authority: a[:path: /aLFb",
                ":method: GET[:scheme: http[:authority: a[:path: /?aLFb",
                ":method: GET[:scheme: http[:authority: a[:path: /aNULb",
                ":method: GET[:scheme: http[:authority: a[:path: /?a b",
                ":method: GET[:scheme: http[:authority: a[:path: /%00",
                ":method: GET[:scheme: http[:authority: a[:path: /../b",
                ":method: GET[:scheme: http[:authority: a[:path: /a%zz",
                // RFC 9113 §8.2.1 and §8.2.2: the fields
                ":method: GET[:scheme: http[:authority: a[:path: /[X-Big: y",
                ":method: GET[:scheme: http[:authority: a[:path: /[x y: z",
                ":method: GET[:scheme: http[:authority: a[:path: /[x(: z",
                ":method: GET[:scheme: http[:authority: a[:path: /[x:y: z",
                ":method: GET[:scheme: http[:authority: a[:path: /[xCRLFy: z",
                ":method: GET[:scheme: http[:authority: a[:path: /[x\u00e4: z",
                ":method: GET[:scheme: http[:authority: a[:path: /[x: aCRLFy: z",
                ":method: GET[:scheme: http[:authority: a[:path: /[x: aLFb",
                ":method: GET[:scheme: http[:authority: a[:path: /[x: aCRb",
                ":method: GET[:scheme: http[:authority: a[:path: /[x: aNULb",
                ":method: GET[:scheme: http[:authority: a[:path: /[x:  a",
                ":method: GET[:scheme: http[:authority: a[:path: /[x: a ",
                ":method: GET[:scheme: http[:authority: a[:path: /[x: aTAB",
                ":method: GET[:scheme: http[:authority: a[:path: /[connection: close",
                ":method: GET[:scheme: http[:authority: a[:path: /[connection: te",
                ":method: GET[:scheme: http[:authority: a[:path: /[keep-alive: timeout=5",
                ":method: GET[:scheme: http[:authority: a[:path: /[proxy-connection: x",
                ":method: GET[:scheme: http[:authority: a[:path: /[transfer-encoding: chunked",
                ":method: GET[:scheme: http[:authority: a[:path: /[upgrade: websocket",
                ":method: GET[:scheme: http[:authority: a[:path: /[te: gzip",
                ":method: POST[:scheme: http[:authority: a[:path: /[content-length: 5",
                ":method: POST[:scheme: http[:authority: a[:path: /[content-length: -1",
                ":method: POST[:scheme: http[:authority: a[:path: /[content-length: x",
                ":method: POST[:scheme: http[:authority: a[:path: /[content-length: +0",
                ":method: POST[:scheme: http[:authority: a[:path: /[content-length: 0[content-length: 1",
            })
    void what_is_malformed_reaches_nobody(String request) {
        origin.answer(OK);

        Http2Client.Response response = exchange(lines(request));

        assertThat(response.end()).isNotEqualTo("SILENT");
        if (response.end().equals("COMPLETE")) {
            assertThat(response.status()).isIn(400, 501);
        }
        assertThat(origin.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, ':method: CONNECT[:authority: a:443', 501",
        "extended CONNECT, ':method: CONNECT[:protocol: websocket[:scheme: http[:authority: a[:path: /', 501",
        "TRACE, ':method: TRACE[:scheme: http[:authority: a[:path: /', 501",
        "https without TLS, ':method: GET[:scheme: https[:authority: a[:path: /', 421",
    })
    void what_is_no_business_of_this_proxy_is_refused(String what, String request, int status) {
        origin.answer(OK);

        Http2Client.Response response = exchange(lines(request));

        if (response.end().equals("COMPLETE")) {
            assertThat(response.status()).as(what).isEqualTo(status);
        } else {
            assertThat(response.end()).as(what).startsWith("RESET");
        }
        assertThat(origin.requests()).isEmpty();
    }

    @Test
    void the_origin_gets_what_it_would_get_of_http_1() throws IOException {
        origin.answer(OK);
        String path = path();

        assertThat(exchange(get(
                                path + "?q=a|b{}",
                                "x-some: Thing \u00e4",
                                "cookie: a=b",
                                "cookie: c=d",
                                "te: trailers"))
                        .status())
                .isEqualTo(200);

        RawRequest request = origin.request();
        assertThat(request.target()).isEqualTo(path + "?q=a|b{}");
        assertThat(request.values("x-some")).containsExactly("Thing \u00e4");
        assertThat(request.values("Cookie")).containsExactly("a=b; c=d");
        assertThat(request.values("Host")).containsExactly(origin.authority());
        assertThat(request.values("X-Forwarded-Host")).containsExactly("www.example");
        assertThat(request.values("X-Forwarded-Proto")).containsExactly("http");
        assertThat(request.value("Via").orElseThrow()).matches("2\\.0 freshet-[0-9a-f]+");
        assertThat(request.fieldLines()).noneMatch(line -> line.startsWith(":"));
    }

    @Test
    void a_host_alone_does_where_no_authority_is() {
        origin.answer(OK);
        assertThat(exchange(":method: GET", ":scheme: http", ":path: " + path(), "host: www.example:80")
                        .status())
                .isEqualTo(200);
        assertThat(origin.request().values("X-Forwarded-Host")).containsExactly("www.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example", "WWW.example", "www.example:80"})
    void a_host_that_says_the_same_is_welcome(String host) {
        origin.answer(OK);
        assertThat(exchange(get(path(), "host: " + host)).status()).isEqualTo(200);
    }

    @Test
    void what_one_version_stored_answers_the_other() {
        origin.answer(OK);
        String path = path();
        assertThat(exchange(get(path)).value("X-Cache")).contains("MISS");
        assertThat(exchange(get(path)).value("X-Cache")).contains("HIT");
        try (RawClient client = RawClient.connect(proxy.port())) {
            client.send("GET " + path + " HTTP/1.1\nHost: www.example");
            assertThat(client.read().value("X-Cache")).contains("HIT");
        }
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void a_head_over_the_limit_is_refused() {
        origin.answer(OK);
        Http2Client.Response response =
                exchange(get(path(), "x-big: " + "a".repeat(15 << 10), "x-big: " + "a".repeat(2 << 10)));

        assertThat(response.status()).isNotEqualTo(200);
        assertThat(response.end()).isNotEqualTo("SILENT");
        assertThat(origin.requests()).isEmpty();
        assertThat(List.of(
                        exchange(get(path(), "x-big: " + "a".repeat(15 << 10))).status()))
                .containsExactly(200);
    }

    private static String path() {
        paths++;
        return "/h" + paths;
    }
}
