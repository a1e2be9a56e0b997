package io.freshet.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import io.freshet.config.ConfigException;
import io.freshet.testing.RawClient;
import io.freshet.testing.RawOrigin;
import io.freshet.testing.RawRequest;
import io.freshet.testing.RawResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of two nodes see of compression, whatever the nodes keep responses in. */
abstract class CompressionContract {

    /** In one piece everywhere, and in several. */
    private static final int SMALL = 200;

    private static final int LARGE = 40_000;

    private RawOrigin origin;
    private StandaloneUnderTest node;

    /** What the store is; the same for all nodes. */
    abstract Map<String, String> store();

    @BeforeEach
    void start() throws ConfigException, IOException {
        origin = RawOrigin.start();
        node = node();
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
        origin.close();
    }

    StandaloneUnderTest node() throws ConfigException, IOException {
        Map<String, String> options = new HashMap<>(store());
        options.put("compress", "br,gzip");
        return StandaloneUnderTest.start(origin.uri(), options);
    }

    private static String page(int lines) {
        StringBuilder page = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            page.append("<li>entry ").append(i).append(" of many</li>\n");
        }
        return page.toString();
    }

    private static String html(String fields, String content) {
        return "HTTP/1.1 200 OK\nContent-Type: text/html\n" + fields + "\nContent-Length: " + content.length() + "\n\n"
                + content;
    }

    final RawResponse get(StandaloneUnderTest asked, String path, String... fields) {
        String lines = fields.length == 0 ? "" : "\n" + String.join("\n", fields);
        try (RawClient client = RawClient.connect(asked.port())) {
            return client.send("GET " + path + " HTTP/1.1\nHost: site.example" + lines)
                    .read();
        }
    }

    /** Has one stored and compressed. */
    final void compressedPage() {
        origin.answer(html("Cache-Control: max-age=60\nETag: \"v\"", page(SMALL)));
        get(node, "/page");
        compressed("/page", "gzip");
    }

    private RawResponse compressed(String path, String coding) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> get(node, path, "Accept-Encoding: " + coding),
                        response -> response.value("Content-Encoding").isPresent());
    }

    private static String decoded(RawResponse response) throws IOException {
        InputStream content = new ByteArrayInputStream(response.body());
        String coding = response.value("Content-Encoding").orElse("identity");
        try (InputStream in =
                switch (coding) {
                    case "gzip" -> new GZIPInputStream(content);
                    case "br" -> new BrotliInputStream(content);
                    default -> content;
                }) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void each_client_gets_what_it_accepts_of_the_same(int lines) throws IOException {
        String page = page(lines);
        origin.answer(html("Cache-Control: max-age=60\nETag: \"v\"", page));
        assertThat(get(node, "/page").text()).isEqualTo(page);

        for (String coding : List.of("gzip", "br")) {
            RawResponse small = compressed("/page", coding);
            assertThat(small.value("Content-Encoding")).contains(coding);
            assertThat(small.value("ETag")).contains("W/\"v\"");
            assertThat(small.value("Vary")).contains("Accept-Encoding");
            assertThat(small.value("Content-Length")).contains(Integer.toString(small.body().length));
            assertThat(small.value("Cache-Status").orElseThrow()).startsWith("Freshet; hit; ttl=");
            assertThat(small.body().length).isLessThan(page.length() / 4);
            assertThat(decoded(small)).isEqualTo(page);
            assertThat(get(node, "/page", "Accept-Encoding: " + coding, "If-None-Match: W/\"v\"")
                            .status())
                    .isEqualTo(304);
        }
        RawResponse asItIs = get(node, "/page");
        assertThat(asItIs.value("ETag")).contains("\"v\"");
        assertThat(asItIs.value("Vary")).contains("Accept-Encoding");
        assertThat(asItIs.text()).isEqualTo(page);
        RawResponse part = get(node, "/page", "Accept-Encoding: br", "Range: bytes=4-8");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("entry");
        assertThat(origin.requests()).hasSize(1);
    }

    @Test
    void a_304_keeps_it_and_new_content_replaces_it() throws IOException {
        String page = page(SMALL);
        origin.answer(html("Cache-Control: max-age=1\nETag: \"v\"", page));
        get(node, "/page");
        compressed("/page", "gzip");
        origin.answer("HTTP/1.1 304 Not Modified\nCache-Control: max-age=1\nETag: \"v\"\nX-Turn: 2\n");
        RawResponse freshened = turn("2");
        assertThat(origin.request().value("If-None-Match")).contains("\"v\"");
        assertThat(freshened.value("Content-Encoding")).contains("gzip");
        assertThat(decoded(freshened)).isEqualTo(page);

        String other = page(SMALL).replace("entry", "piece");
        origin.answer(html("Cache-Control: max-age=60\nETag: \"w\"\nX-Turn: 3", other));
        assertThat(decoded(turn("3"))).isEqualTo(other);
        assertThat(decoded(compressed("/page", "gzip"))).isEqualTo(other);
    }

    private RawResponse turn(String number) {
        return Awaitility.await()
                .until(() -> get(node, "/page", "Accept-Encoding: gzip"), response -> response.value("X-Turn")
                        .filter(number::equals)
                        .isPresent());
    }

    @Test
    void an_unsafe_request_takes_it_along() throws IOException {
        origin.answer(html("Cache-Control: max-age=60", page(SMALL)));
        get(node, "/page");
        compressed("/page", "gzip");
        origin.answer(html("Cache-Control: max-age=60", "changed"));
        try (RawClient client = RawClient.connect(node.port())) {
            client.send("DELETE /page HTTP/1.1\nHost: site.example").read();
        }

        assertThat(decoded(get(node, "/page", "Accept-Encoding: gzip"))).isEqualTo("changed");
        assertThat(decoded(get(node, "/page", "Accept-Encoding: gzip"))).isEqualTo("changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept-Encoding: gzip", "Accept-Encoding: identity", "X: accepts nothing"})
    void a_download_is_resumed_with_bytes_of_the_same_coding(String accepts) throws ConfigException, IOException {
        String page = page(SMALL);
        String modified = "Mon, 01 Jan 2024 00:00:00 GMT";
        origin.answer(exchange -> exchange.send(ranged(exchange.request(), page, modified)));
        get(node, "/page");
        RawResponse begun = compressed("/page", "gzip");
        assertThat(begun.value("ETag").orElseThrow()).startsWith("W/\"gzip-");
        String[] conditions = {
            "If-Range: " + modified,
            "If-Unmodified-Since: " + modified,
            "If-Range: " + begun.value("ETag").orElseThrow()
        };

        for (String condition : conditions) {
            resumed(node, accepts, condition);
        }
        try (RawClient client = RawClient.connect(node.port())) {
            client.send("DELETE /page HTTP/1.1\nHost: site.example").read();
        }
        for (String condition : conditions) {
            resumed(node, accepts, condition);
        }
        try (StandaloneUnderTest other = node()) {
            for (String condition : conditions) {
                resumed(other, accepts, condition);
            }
        }
    }

    private void resumed(StandaloneUnderTest asked, String... fields) throws IOException {
        for (String range : List.of("Range: bytes=100-", "Range: bytes=100-119,200-219")) {
            String[] all = {fields[0], fields[1], range};
            RawResponse rest = get(asked, "/page", all);
            assertThat(rest.status()).as("%s %s", range, List.of(fields)).isEqualTo(200);
            assertThat(decoded(rest)).isEqualTo(page(SMALL));
        }
    }

    /** What an origin answers that knows ranges, and dates alone. */
    private static String ranged(RawRequest request, String page, String modified) {
        String fields = "\nContent-Type: text/html\nCache-Control: max-age=60\nLast-Modified: " + modified;
        boolean holds = request.value("If-Range").map(modified::equals).orElse(true);
        if (request.value("Range").isEmpty() || !holds) {
            return "HTTP/1.1 200 OK" + fields + "\nContent-Length: " + page.length() + "\n\n" + page;
        }
        String part = page.substring(100);
        return "HTTP/1.1 206 Partial Content" + fields + "\nContent-Range: bytes 100-" + (page.length() - 1) + "/"
                + page.length() + "\nContent-Length: " + part.length() + "\n\n" + part;
    }
}
