package io.freshet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the methods of WebDAV invalidate (RFC 9111 §4.4), and where COPY and MOVE lead to (RFC 4918 §10.3); docs/decisions/0050. */
interface WebDavContract extends Wire {

    String PAGE = "HTTP/1.1 200 OK\nCache-Control: max-age=600\nContent-Length: 3\n\nold";

    private RawResponse ask(ProxyUnderTest asked, String method, String path, String... fields) {
        String lines = fields.length == 0 ? "" : "\n" + String.join("\n", fields);
        try (RawClient client = RawClient.connect(asked.port())) {
            return client.send(
                            method + " " + asked.contextPath() + path + " HTTP/1.1\nHost: " + asked.authority() + lines)
                    .read();
        }
    }

    private boolean isStored(ProxyUnderTest asked, String path) {
        return Wire.isHit(ask(asked, "GET", path, "Cache-Control: only-if-cached"));
    }

    private String storedAt(ProxyUnderTest asked) {
        String path = newPath();
        origin().answer(PAGE);
        Awaitility.await().until(() -> Wire.isHit(ask(asked, "GET", path)));
        return path;
    }

    /** The kinds: an absolute URI, one in another spelling, an absolute path. */
    private static String named(String kind, ProxyUnderTest asked, String path) {
        String authority = asked.authority();
        return switch (kind) {
            case "uri" -> "http://" + authority + asked.contextPath() + path;
            case "spelt" -> "HTTP://" + authority + asked.contextPath() + path;
            case "path" -> asked.contextPath() + path;
            default -> kind + asked.contextPath() + path;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "COPY, 201 Created, uri, T",
        "COPY, 204 No Content, path, F",
        "MOVE, 201 Created, spelt, F",
        "MOVE, 204 No Content, uri, T",
        "MOVE, 207 Multi-Status, uri, T",
        "COPY, 207 Multi-Status, path, T"
    })
    default void aCopyOrMoveLeadsToItsDestinationAndInvalidatesIt(
            String method, String status, String kind, String overwrite) {
        for (ProxyUnderTest asked : new ProxyUnderTest[] {proxy(), customisedProxy()}) {
            boolean based = asked == customisedProxy();
            String source = storedAt(asked);
            String destination = storedAt(asked);
            String other = storedAt(asked);
            origin().answer("HTTP/1.1 " + status
                    + (status.startsWith("204") ? "\n" : "\nContent-Length: 2\nContent-Type: application/xml\n\nok"));

            RawResponse response = ask(
                    asked,
                    method,
                    source,
                    "Destination: " + named(kind, asked, destination),
                    "Overwrite: " + overwrite,
                    "Depth: infinity");

            assertThat(response.status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
            RawRequest request = origin().request();
            String atOrigin = (based ? BASE_PATH : "") + destination;
            String authority = based ? asked.authority() : origin().authority();
            assertThat(request.values("Destination"))
                    .containsExactly(kind.equals("path") ? atOrigin : "http://" + authority + atOrigin);
            assertThat(request.values("Host")).containsExactly(authority);
            assertThat(request.values("Overwrite")).containsExactly(overwrite);
            assertThat(isStored(asked, source)).as("source").isFalse();
            assertThat(isStored(asked, destination)).as("destination").isFalse();
            assertThat(isStored(asked, other)).as("another resource").isTrue();
        }
    }

    /** The origin is to refuse it (RFC 4918 §9.8.5: 502), and may not. */
    @ParameterizedTest
    @ValueSource(
            strings = {"http://elsewhere.example", "https://127.0.0.1", "//elsewhere.example", "http://127.0.0.1:1"})
    default void aDestinationOnAnotherServerIsLeftAloneAndInvalidatesNothingHere(String server) {
        for (ProxyUnderTest asked : new ProxyUnderTest[] {proxy(), customisedProxy()}) {
            String source = storedAt(asked);
            String sameName = storedAt(asked);
            origin().answer("HTTP/1.1 201 Created\nContent-Length: 0\n");
            String destination = server + asked.contextPath() + sameName;

            ask(asked, "COPY", source, "Destination: " + destination);

            assertThat(origin().request().values("Destination")).containsExactly(destination);
            assertThat(isStored(asked, source)).isFalse();
            assertThat(isStored(asked, sameName)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden", "412 Precondition Failed", "502 Bad Gateway"})
    default void aMoveThatFailsInvalidatesNothing(String status) {
        String source = storedAt(proxy());
        String destination = storedAt(proxy());
        origin().answer("HTTP/1.1 " + status + "\nContent-Length: 0\n");

        ask(proxy(), "MOVE", source, "Destination: " + named("uri", proxy(), destination), "Overwrite: F");

        assertThat(isStored(proxy(), source)).isTrue();
        assertThat(isStored(proxy(), destination)).isTrue();
    }

    /** A base path is no wall if what climbs over it reaches the origin: docs/decisions/0036. */
    @ParameterizedTest
    @ValueSource(strings = {"/%2e%2e/secret", "/a/..%2f..%2fsecret", "/a/..;/..;/secret"})
    default void aDestinationThatServersReadDifferentlyIsRefused(String path) {
        origin().answer("HTTP/1.1 201 Created\nContent-Length: 0\n");
        for (String method : new String[] {"COPY", "MOVE"}) {
            for (String kind : new String[] {"uri", "path"}) {
                assertThat(ask(
                                        customisedProxy(),
                                        method,
                                        newPath(),
                                        "Destination: " + named(kind, customisedProxy(), path))
                                .status())
                        .isEqualTo(400);
            }
        }
        assertThat(origin().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROPFIND", "REPORT", "SEARCH", "QUERY", "OPTIONS"})
    default void aSafeMethodInvalidatesNothing(String method) {
        String path = storedAt(proxy());
        String named = storedAt(proxy());
        origin().answer("HTTP/1.1 207 Multi-Status\nLocation: " + named + "\nContent-Location: " + named
                + "\nContent-Length: 2\n\nok");

        RawResponse response = ask(
                proxy(),
                method,
                path,
                "Destination: " + named("uri", proxy(), named),
                "Content-Type: application/xml",
                "Content-Length: 0",
                "Depth: 0");

        assertThat(response.status()).isEqualTo(207);
        assertThat(origin().request().method()).isEqualTo(method);
        assertThat(isStored(proxy(), path)).isTrue();
        assertThat(isStored(proxy(), named)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PROPPATCH", "LOCK", "UNLOCK", "MKCOL", "MKCALENDAR", "ACL", "PATCH", "BIND", "REFRESH", "X"})
    default void anyOtherMethodInvalidatesItsTarget(String method) {
        String path = storedAt(proxy());
        String named = storedAt(proxy());
        origin().answer("HTTP/1.1 207 Multi-Status\nContent-Length: 2\n\nok");

        RawResponse response = ask(
                proxy(),
                method,
                path,
                "Destination: " + named("uri", proxy(), named),
                "Content-Type: application/xml",
                "Content-Length: 0");

        assertThat(response.status()).isEqualTo(207);
        assertThat(isStored(proxy(), path)).isFalse();
        assertThat(isStored(proxy(), named)).as("no destination to %s", method).isTrue();
    }

    /** What a resource is called may have commas in it. */
    @Test
    default void aDestinationIsOneUriWithItsCommas() {
        String source = storedAt(proxy());
        String destination = newPath() + ",2,c%2Cd";
        origin().answer(PAGE);
        getUntilHit(destination);
        origin().answer("HTTP/1.1 201 Created\nContent-Length: 0\n");

        ask(proxy(), "MOVE", source, "Destination: " + named("path", proxy(), destination));

        assertThat(origin().request().values("Destination")).containsExactly(destination);
        assertThat(isStored(proxy(), destination)).isFalse();
    }
}
