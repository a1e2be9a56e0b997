package io.freshet.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoOriginTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static DemoOrigin origin;

    @BeforeAll
    static void start() throws IOException {
        origin = DemoOrigin.start();
    }

    @AfterAll
    static void close() {
        origin.close();
    }

    @Test
    void the_catalogue_is_fresh_for_half_a_minute() throws Exception {
        HttpResponse<String> response = send("GET", "/products");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).contains("max-age=30");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Server")).isEmpty();
        assertThat(response.body()).startsWith("{\"products\":[{\"id\":1,").endsWith("}]}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | max-age=60",
                "2 | no-cache",
                "3 | private, max-age=60",
                "4 | no-store",
                "5 | max-age=5, s-maxage=120",
                "7 | max-age=5, must-revalidate",
                "8 | max-age=5, stale-if-error=600",
            })
    void every_product_is_cached_in_its_own_way(int id, String cacheControl) throws Exception {
        assertThat(send("GET", "/products/" + id).headers().firstValue("Cache-Control"))
                .contains(cacheControl);
    }

    @Test
    void one_product_states_no_lifetime() throws Exception {
        assertThat(send("GET", "/products/9").headers().firstValue("Cache-Control"))
                .isEmpty();
    }

    @Test
    void one_product_speaks_two_languages() throws Exception {
        HttpResponse<String> english = send("GET", "/products/6");
        HttpResponse<String> german = send("GET", "/products/6", "Accept-Language", "de-DE, de;q=0.9");

        assertThat(english.body()).contains("Pepper mill");
        assertThat(german.body()).contains("Pfefferm\\u00fchle");
        assertThat(german.headers().firstValue("Vary")).contains("Accept-Language");
        assertThat(german.headers().firstValue("ETag"))
                .isNotEqualTo(english.headers().firstValue("ETag"));
    }

    @Test
    void a_current_tag_is_answered_without_content() throws Exception {
        String tag = send("GET", "/products/2").headers().firstValue("ETag").orElseThrow();

        for (String condition : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            HttpResponse<String> response = send("GET", "/products/2", "If-None-Match", condition);
            assertThat(response.statusCode()).as(condition).isEqualTo(304);
            assertThat(response.headers().firstValue("ETag")).contains(tag);
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
            assertThat(response.headers().firstValue("Content-Length")).isNotEqualTo(Optional.of("0"));
            assertThat(response.body()).isEmpty();
        }
        assertThat(send("GET", "/products/2", "If-None-Match", "\"other\", W/\"x\"")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"GET, /, 404", "GET, /products/0, 404", "GET, /products/99999, 404", "POST, /products, 405"})
    void everything_else_is_an_error_in_json(String method, String path, int status) throws Exception {
        HttpResponse<String> response = send(method, path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).startsWith("{\"error\":");
    }

    @Test
    void a_head_has_the_fields_and_no_content() throws Exception {
        HttpResponse<String> response = send("HEAD", "/products/2");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Length")).isPresent();
        assertThat(send("GET", "/products/2").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> send(String method, String path, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(origin.uri().resolve(path))
                .timeout(Duration.ofSeconds(10))
                .method(method, BodyPublishers.noBody());
        if (fields.length > 0) {
            request.headers(fields);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
