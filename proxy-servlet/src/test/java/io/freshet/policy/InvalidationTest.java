package io.freshet.policy;

import static io.freshet.http.Heads.URI;
import static io.freshet.http.Heads.request;
import static io.freshet.http.Heads.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.freshet.http.Heads;
import io.freshet.http.RequestHead;
import io.freshet.http.ResponseHead;
import io.freshet.http.Site;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidationTest {

    @ParameterizedTest(name = "RFC 9110 §9.2.1: {0}")
    @CsvSource({
        "GET, false",
        "HEAD, false",
        "OPTIONS, false",
        "TRACE, false",
        "QUERY, false",
        "POST, true",
        "PUT, true",
        "DELETE, true",
        "PATCH, true",
        "PURGE, true",
        "get, true",
        "X, true"
    })
    void methods_that_are_not_known_as_safe_are_unsafe(String method, boolean unsafe) {
        assertThat(Methods.unsafe(method)).isEqualTo(unsafe);
    }

    @ParameterizedTest(name = "RFC 9111 §4.4: {0}")
    @CsvSource({
        "100, false",
        "200, true",
        "201, true",
        "204, true",
        "303, true",
        "399, true",
        "400, false",
        "404, false",
        "500, false"
    })
    void only_success_invalidates(int status, boolean invalidates) {
        assertThat(uris(Invalidation.targets(request("DELETE"), response(status))))
                .isEqualTo(invalidates ? List.of(URI) : List.of());
    }

    @Test
    void safe_requests_invalidate_nothing() {
        assertThat(Invalidation.targets(request("GET"), response(200, "Location: /x")))
                .isEmpty();
    }

    @ParameterizedTest(name = "RFC 4918 §10.3: {0} {1}")
    @CsvSource({
        "MOVE, http://origin.test/base/b?c, http://origin.test/base/b?c",
        "COPY, /base/b, http://origin.test/base/b",
        "MOVE, HTTP://ORIGIN.test:80/base/b, http://origin.test/base/b",
        "COPY, /elsewhere/b, http://origin.test/elsewhere/b",
        "MOVE, http://www.test/shop/b, ",
        "MOVE, http://other.test/shop/b, ",
        "MOVE, //other.test/shop/b, ",
        "MOVE, mailto:x, ",
        "PUT, /shop/b, ",
        "PROPPATCH, /shop/b, "
    })
    void the_destination_of_a_copy_or_move_is_invalidated_on_the_same_origin(
            String method, String destination, @Nullable String uri) {
        RequestHead request = new RequestHead(
                method,
                "http://origin.test/base/a",
                Heads.fields("Destination: " + destination),
                Site.at("http://www.test").below("/shop", "/base"));

        assertThat(uris(Invalidation.targets(request, response(201))))
                .isEqualTo(
                        uri == null ? List.of("http://origin.test/base/a") : List.of("http://origin.test/base/a", uri));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROPFIND", "REPORT", "SEARCH", "QUERY", "OPTIONS"})
    void a_safe_method_invalidates_nothing_whatever_it_says(String method) {
        assertThat(Invalidation.targets(request(method, "Destination: /x"), response(200, "Location: /y")))
                .isEmpty();
    }

    @ParameterizedTest(name = "{argumentSetName}")
    @MethodSource("references")
    void what_the_response_points_to_is_invalidated_on_the_same_origin(
            ResponseHead response, String[] alsoInvalidated) {
        List<String> expected =
                Stream.concat(Stream.of(URI), Stream.of(alsoInvalidated)).toList();
        assertThat(uris(Invalidation.targets(request("POST"), response))).isEqualTo(expected);
    }

    static Stream<Arguments> references() {
        return Stream.of(
                argumentSet(
                        "RFC 9111 §4.4: Location",
                        response(201, "Location: http://origin.test/x?y#z"),
                        new String[] {"http://origin.test/x?y"}),
                argumentSet("RFC 9111 §4.4: Content-Location", response(200, "Content-Location: /x"), new String[] {
                    "http://origin.test/x"
                }),
                argumentSet("RFC 9111 §4.4: both", response(200, "Location: /x", "Content-Location: /y"), new String[] {
                    "http://origin.test/x", "http://origin.test/y"
                }),
                argumentSet("RFC 9111 §4.4: the target itself", response(200, "Location: item?id=1"), new String[] {}),
                argumentSet("RFC 3986 §5.2: relative", response(201, "Location: ../a/./b"), new String[] {
                    "http://origin.test/a/b"
                }),
                argumentSet("RFC 3986 §5.2: a query", response(201, "Location: ?id=2"), new String[] {
                    "http://origin.test/catalogue/item?id=2"
                }),
                argumentSet(
                        "RFC 9110 §4.3.1: the origin in another spelling",
                        response(201, "Location: HTTP://Origin.TEST:80"),
                        new String[] {"http://origin.test/"}),
                argumentSet(
                        "RFC 9111 §4.4: another host", response(201, "Location: http://other.test/x"), new String[] {}),
                argumentSet(
                        "RFC 9111 §4.4: another host, without a scheme",
                        response(201, "Location: //other.test/x"),
                        new String[] {}),
                argumentSet(
                        "RFC 9111 §4.4: another scheme",
                        response(201, "Location: https://origin.test/x"),
                        new String[] {}),
                argumentSet(
                        "RFC 9111 §4.4: another port",
                        response(201, "Location: http://origin.test:81/x"),
                        new String[] {}),
                argumentSet(
                        "RFC 9111 §4.4: no host to speak of",
                        response(201, "Location: mailto:x@origin.test"),
                        new String[] {}));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "http://",
                "http:///x",
                "http://[",
                "%",
                ":",
                "//",
                "http:x",
                "\u0000",
                "http://origin.test:99999999/x",
                "http://user@origin.test/x"
            })
    void references_that_are_bad_or_lead_elsewhere_invalidate_the_target_alone(String reference) {
        List<String> targets = uris(Invalidation.targets(request("PUT"), response(200, "Location: " + reference)));

        assertThat(targets).first().isEqualTo(URI);
        assertThat(targets).allMatch(uri -> uri.startsWith("http://origin.test/"));
    }

    @Test
    void a_target_that_no_strict_parser_takes_is_invalidated() {
        RequestHead strange = new RequestHead(
                "PUT", "http://origin.test/a|b?{}", request("PUT").fields());

        assertThat(uris(Invalidation.targets(strange, response(200, "Location: c|d"))))
                .containsExactly("http://origin.test/a|b?{}", "http://origin.test/c|d");
    }

    @Test
    void each_target_is_invalidated_for_a_reason() {
        assertThat(Invalidation.targets(request("PUT"), response(201, "Location: /l", "Content-Location: /c")))
                .extracting(Invalidation.Target::reason)
                .containsExactly(Reason.UNSAFE_METHOD, Reason.UNSAFE_LOCATION, Reason.UNSAFE_CONTENT_LOCATION);
    }

    private static List<String> uris(List<Invalidation.Target> targets) {
        return targets.stream().map(Invalidation.Target::uri).toList();
    }
}
